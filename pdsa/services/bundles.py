"""Putting ideas together that are ready to spread."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bsc.audit.services import record
from centers.models import CoreTeam
from collaboratives.models import Membership
from pdsa import queries
from pdsa.models import Bundle, BundleRamp, Ramp


@transaction.atomic
def make_bundle(
    *, team: CoreTeam | None, name: str, why: str, by: Membership, token: uuid.UUID
) -> Bundle:
    """Make an empty bundle, of a team or of everybody. Idempotent by ``token``."""
    standing = Bundle.objects.filter(by=by, token=token).first()
    if standing is not None:
        return standing
    bundle = Bundle(
        collaborative=by.collaborative, team=team, name=name, why=why, by=by, token=token
    )
    # A second click is the database's to notice (TenantScopeMiddleware), not the writer's error.
    bundle.full_clean(exclude=["token"])
    bundle.save()
    record(action="bundle.made", by=by.user, target=bundle, collaborative=bundle.collaborative)
    return bundle


@transaction.atomic
def reword_bundle(*, bundle: Bundle, name: str, why: str, by: Membership) -> Bundle:
    """Change a bundle's words. Saving what stands already changes nothing."""
    standing = Bundle.objects.select_for_update().get(pk=bundle.pk)
    if (standing.name, standing.why) == (name, why):
        return standing
    standing.name, standing.why = name, why
    standing.full_clean()
    standing.save(update_fields=["name", "why", "changed_at"])
    record(
        action="bundle.changed", by=by.user, target=standing, collaborative=standing.collaborative
    )
    return standing


@transaction.atomic
def put_into(*, bundle: Bundle, ramp: Ramp, by: Membership) -> None:
    """Put an idea into a bundle. Idempotent. ValidationError when it does not belong there."""
    if BundleRamp.objects.filter(bundle=bundle, ramp=ramp).exists():
        return
    if not queries.ideas_to_put(bundle, by).filter(pk=ramp.pk).exists():
        raise ValidationError(_("This idea cannot go into this bundle."))
    BundleRamp.objects.create(collaborative=bundle.collaborative, bundle=bundle, ramp=ramp)
    _touch(bundle, by, "bundle.filled")


@transaction.atomic
def take_out(*, bundle: Bundle, ramp: Ramp, by: Membership) -> None:
    """Take an idea out of a bundle; the idea itself stays. Idempotent."""
    removed, _kinds = BundleRamp.objects.filter(bundle=bundle, ramp=ramp).delete()
    if removed:
        _touch(bundle, by, "bundle.emptied")


@transaction.atomic
def delete_bundle(*, bundle: Bundle, by: Membership) -> None:
    """Take a bundle away; its ideas stay, and it can be brought back. Idempotent."""
    if Bundle.objects.filter(pk=bundle.pk, removed_at=None).update(removed_at=timezone.now()):
        record(
            action="bundle.deleted", by=by.user, target=bundle, collaborative=bundle.collaborative
        )


@transaction.atomic
def restore_bundle(*, bundle: Bundle, by: Membership) -> None:
    """Bring a deleted bundle back as it was. Idempotent."""
    if Bundle.objects.filter(pk=bundle.pk, removed_at__isnull=False).update(removed_at=None):
        record(
            action="bundle.restored", by=by.user, target=bundle, collaborative=bundle.collaborative
        )


def _touch(bundle: Bundle, by: Membership, action: str) -> None:
    Bundle.objects.filter(pk=bundle.pk).update(changed_at=timezone.now())
    record(action=action, by=by.user, target=bundle, collaborative=bundle.collaborative)
