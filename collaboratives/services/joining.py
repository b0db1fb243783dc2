"""Joining with an invitation: people with an account, and people without."""

import uuid
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bsc.accounts.cards import issue_card
from bsc.accounts.models import User, clean_email
from bsc.audit.services import record
from collaboratives.models import Invitation, InvitationUse, Membership, MembershipRole
from collaboratives.queries import roles_held_today
from collaboratives.services.roles import grant


class InvitationClosed(Exception):  # noqa: N818 -- not an error, a state somebody meets
    """The invitation was used up, ran out or was cancelled before this person joined."""


@transaction.atomic
def accept_invitation(
    *, invitation: Invitation, user: User, token: uuid.UUID, photos_welcome: bool | None = None
) -> Membership:
    """Give somebody with an account the invitation's role. Inside the invitation's collaborative.

    Idempotent: the same ``token`` (one per form shown) counts once, and somebody who holds the
    role already uses nothing up. Raises InvitationClosed, also for somebody whose role ended since
    a poster (an invitation for several) was made, and PermissionDenied when it is bound to another
    address.
    """
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    use = InvitationUse.objects.filter(token=token).select_related("membership").first()
    if use is not None:
        return use.membership
    if row.email and row.email != user.email:
        raise PermissionDenied
    standing = Membership.objects.filter(user=user).first()
    if standing and roles_held_today().filter(membership=standing, role=row.role, team=row.team_id):
        return standing
    if not row.is_open or (standing and _was_removed(standing, row)):
        raise InvitationClosed
    membership = standing or Membership.objects.create(collaborative=row.collaborative, user=user)
    _use(row, membership, token, photos_welcome)
    return membership


def _was_removed(standing: Membership, row: Invitation) -> bool:
    """Whether a poster would let somebody back in who was removed while it hung there."""
    if row.max_uses == 1:
        return False
    hung_up = timezone.localdate(row.created_at) - timedelta(days=1)
    return MembershipRole.objects.filter(
        membership=standing, role=row.role, team=row.team_id, ends_on__gte=hung_up
    ).exists()


@transaction.atomic
def join_as_new_person(
    *,
    invitation: Invitation,
    name: str,
    language: str,
    token: uuid.UUID,
    email: str = "",
    phone: str = "",
    photos_welcome: bool = False,
) -> Membership:
    """Make an account and a membership. ``email`` must have been proven by the caller.

    Without an address the person gets a personal card to come back with. Idempotent by
    ``token``. Raises InvitationClosed, PermissionDenied (bound to another address) and
    ValidationError (the address belongs to an account by now).
    """
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    use = InvitationUse.objects.filter(token=token).select_related("membership__user").first()
    if use is not None:
        return use.membership
    if not row.is_open:
        raise InvitationClosed
    if row.email and row.email != clean_email(email):
        raise PermissionDenied
    try:
        with transaction.atomic():
            user = User.objects.create_user(name=name, email=email, phone=phone, language=language)
    except IntegrityError:
        raise ValidationError(_("This address already belongs to an account.")) from None
    membership = Membership.objects.create(collaborative=row.collaborative, user=user)
    _use(row, membership, token, photos_welcome)
    if not user.email:
        issue_card(user=user, by=user)
    return membership


def _use(
    row: Invitation, membership: Membership, token: uuid.UUID, photos_welcome: bool | None
) -> None:
    """Give what the (locked, open) invitation says and count it."""
    grant(membership, role=row.role, team_id=row.team_id)
    if photos_welcome is not None:
        say_about_photos(membership=membership, welcome=photos_welcome)
    InvitationUse.objects.create(
        collaborative=row.collaborative, invitation=row, membership=membership, token=token
    )
    row.used += 1
    row.save(update_fields=["used"])
    record(
        action="person.joined",
        by=membership.user,
        target=membership,
        collaborative=row.collaborative,
    )


@transaction.atomic
def say_about_photos(*, membership: Membership, welcome: bool) -> None:
    """Record a yes to photos of oneself with its moment, or take it back."""
    membership.photo_consent_at = timezone.now() if welcome else None
    membership.save(update_fields=["photo_consent_at"])
