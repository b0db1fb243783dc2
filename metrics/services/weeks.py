"""Writing down weeks, of the whole center or room by room."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bsc.audit.services import record
from centers.models import CoreTeam
from collaboratives.models import Membership
from metrics import periods
from metrics.checks import refuse_future
from metrics.enums import Grain
from metrics.models import Value
from metrics.queries import Clock
from metrics.services.counts import Entry, lock, refuse_sent, sent_months, write
from metrics.services.taps import fold


@transaction.atomic
def save_weeks(
    *, team: CoreTeam, by: Membership, entries: Sequence[Entry], why: str = ""
) -> list[Value]:
    """Write weekly counts; returns the rows that changed, so the same again returns nothing.

    A week of a month that was already sent is corrected by those who send the month (leaders, the
    data contact, the implementation team), with ``why``; anybody else is told whom to ask. The
    month stays sent. ValidationError for that, for impossible counts, for weeks that have not
    begun and for another center's room. Where a room's typed count is taken back, what was
    tapped there counts again.
    """
    lock(team)
    refuse_future((entry.start for entry in entries), Clock.of(team.collaborative), Grain.WEEK)
    if any(entry.room and entry.room.center_id != team.center_id for entry in entries):
        raise ValidationError(_("This room belongs to another center."))
    written = [
        value
        for entry in entries
        if (value := write(team, Grain.WEEK, entry, by=by, why=why)) is not None
    ]
    months = {periods.month_of_week(value.period_start) for value in written}
    refuse_sent(team, months & sent_months(team), by=by, why=why)
    _let_taps_count(team, written)
    if written:
        record(
            action="weeks.counted",
            by=by.user,
            target=team,
            collaborative=team.collaborative,
            summary=f"{len(written)} counts of {team.name}",
        )
    return written


def _let_taps_count(team: CoreTeam, written: Sequence[Value]) -> None:
    """Where a room's row says nothing any more, take what its phones say."""
    for value in written:
        if value.classroom and value.numerator is None and not value.reason_missing:
            fold(
                team=team,
                metric=value.metric,
                classroom=value.classroom,
                week=value.period_start,
            )
