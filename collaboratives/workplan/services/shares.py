"""Links under which somebody outside reads the plan."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from bsc.audit.services import record
from collaboratives.models import Collaborative, Membership
from collaboratives.workplan.models import PlanShare


@transaction.atomic
def share_plan(
    *,
    collaborative: Collaborative,
    by: Membership,
    title: str,
    until: dt.date,
    token: uuid.UUID | None = None,
) -> PlanShare:
    """Make a link that is good until the end of a day; the same token returns the link it made."""
    if token:
        standing = PlanShare.objects.filter(token=token).first()
        if standing:
            return standing
    expires = dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), collaborative.zone)
    share = PlanShare(
        collaborative=collaborative, title=title, made_by=by, expires_at=expires, token=token
    )
    share.full_clean(exclude=["code_hash", "token"])
    share.save()
    _note("plan.shared", share, by)
    return share


@transaction.atomic
def stop_sharing(*, share: PlanShare, by: Membership) -> PlanShare:
    """Take a link back; whoever opens it afterwards is a stranger. Idempotent."""
    if share.revoked_at is None:
        share.revoked_at = timezone.now()
        share.save(update_fields=["revoked_at"])
        _note("plan.share_stopped", share, by)
    return share


@transaction.atomic
def share_again(*, share: PlanShare, by: Membership) -> PlanShare:
    """Undo taking a link back: the same address works again, until its day."""
    if share.revoked_at is not None:
        share.revoked_at = None
        share.save(update_fields=["revoked_at"])
        _note("plan.shared_again", share, by)
    return share


def note_reading(share: PlanShare) -> None:
    """Keep when a link was last opened, to the day: the page says so to those who made it."""
    now = timezone.now()
    if share.read_at is None or share.read_at.date() != now.date():
        PlanShare.objects.filter(pk=share.pk).update(read_at=now)


def _note(action: str, share: PlanShare, by: Membership) -> None:
    record(
        action=action,
        by=by.user,
        target=share,
        collaborative=share.collaborative,
        summary=share.title,
    )
