"""Saying that a clash is all right, and taking it back."""

from django.db import transaction

from bsc.audit.services import record
from collaboratives.models import Membership
from collaboratives.schedule.clashes.finding import Clash
from collaboratives.schedule.clashes.words import sentence_of
from collaboratives.schedule.models import AcceptedClash


@transaction.atomic
def accept_clash(*, clash: Clash, by: Membership, why: str = "") -> AcceptedClash:
    """Keep that a clash is all right as it stands; the first word on it counts.

    It is shown again when one of its days moves. Raises ValidationError where ``why`` is too long.
    """
    kind, first, second, stands_on = clash.key
    standing = AcceptedClash.objects.filter(
        kind=kind, first=first, second=second, stands_on=stands_on
    ).first()
    if standing:
        return standing
    accepted = AcceptedClash(
        collaborative=by.collaborative,
        kind=kind,
        first=clash.first,
        second=clash.second,
        stands_on=stands_on,
        why=why,
        by=by,
    )
    accepted.full_clean()
    accepted.save()
    record(
        action="clash.accepted",
        by=by.user,
        target=clash.first,
        collaborative=by.collaborative,
        summary=f"{sentence_of(clash)} {why}".strip(),
    )
    return accepted


@transaction.atomic
def reopen_clash(*, accepted: AcceptedClash, by: Membership) -> None:
    """Take back that a clash is all right."""
    record(
        action="clash.reopened",
        by=by.user,
        target=accepted.first,
        collaborative=by.collaborative,
        summary=f"{accepted.get_kind_display()}: {accepted.stands_on}",
    )
    accepted.delete()
