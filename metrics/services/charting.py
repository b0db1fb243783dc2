"""What people write and decide about a chart. Everything can be taken back and done again.

Which values a run chart's median is frozen on is not among it: that follows by rule from the first
twelve, the sentences name them, and whoever finds that the line no longer fits begins a phase.
"""

import datetime as dt
from collections.abc import Mapping
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bsc.audit.services import record
from centers.models import CoreTeam
from collaboratives.models import Membership
from metrics.enums import Grain
from metrics.models import ChartExclusion, ChartNote, ChartPhase, Metric
from metrics.models.charting import ChartRow

Decision = TypeVar("Decision", ChartPhase, ChartExclusion)

# What only one standing row may be about, and how its writing is recorded.
PLACE: Mapping[type[ChartRow], tuple[str, ...]] = {
    ChartPhase: ("team", "metric", "starts_on"),
    ChartExclusion: ("team", "metric", "grain", "period_start"),
}
ACTIONS: Mapping[type[ChartRow], str] = {
    ChartPhase: "chart.phase_begun",
    ChartExclusion: "chart.point_left_out",
}


@transaction.atomic
def add_note(
    *, team: CoreTeam | None, metric: Metric, day: dt.date, text: str, by: Membership
) -> ChartNote:
    """Write a note at a day of a chart. The same words of the same person stand once."""
    _one_writer(metric.pk)
    about = {"team": team, "metric": metric}
    standing = ChartNote.objects.filter(
        **about, day=day, text=text, by=by, undone_at__isnull=True
    ).first()
    if standing:
        return standing
    note = ChartNote(**about, collaborative=metric.collaborative, day=day, text=text, by=by)
    note.full_clean()
    note.save()
    _record("chart.noted", note, by)
    return note


@transaction.atomic
def change_note(*, note: ChartNote, day: dt.date, text: str, by: Membership) -> ChartNote:
    """Put a note right. ValidationError where it was taken back meanwhile; idempotent."""
    _one_writer(note.metric_id)
    note = ChartNote.objects.select_related("team", "metric").get(pk=note.pk)
    if note.undone_at is not None:
        raise ValidationError(
            _("This note was taken back meanwhile. What you typed is still here.")
        )
    if (note.day, note.text) != (day, text):
        note.day, note.text = day, text
        note.full_clean()
        note.save()
        _record("chart.note_changed", note, by)
    return note


@transaction.atomic
def begin_phase(
    *, team: CoreTeam | None, metric: Metric, starts_on: dt.date, reason: str, by: Membership
) -> ChartPhase:
    """Give the chart a line of its own from a period on; a phase that begins there already stays.

    That a person answered the four questions with yes is the form's business.
    """
    _one_writer(metric.pk)
    return _stand(ChartPhase(team=team, metric=metric, starts_on=starts_on, reason=reason), by)


@transaction.atomic
def leave_out(
    *,
    team: CoreTeam | None,
    metric: Metric,
    grain: Grain,
    period_start: dt.date,
    reason: str,
    by: Membership,
) -> ChartExclusion:
    """Draw a point hollow and let line and rules pass it by; once for each period."""
    _one_writer(metric.pk)
    point = ChartExclusion(
        team=team, metric=metric, grain=grain, period_start=period_start, reason=reason
    )
    return _stand(point, by)


@transaction.atomic
def take_back(*, row: ChartRow, by: Membership) -> None:
    """Take a note, a phase or a left-out point off the chart; who and when is kept. Idempotent."""
    _one_writer(row.metric_id)
    row.refresh_from_db()
    if row.undone_at is None:
        row.undone_at, row.undone_by = timezone.now(), by
        row.save(update_fields=["undone_at", "undone_by"])
        _record("chart.taken_back", row, by)


@transaction.atomic
def put_back(*, row: ChartRow, by: Membership) -> None:
    """Undo a ``take_back``; idempotent.

    A note stands again as its writer's. A phase or a left-out point is decided anew, by whoever
    puts it back, and what was taken back stays in the history.
    """
    _one_writer(row.metric_id)
    row.refresh_from_db()
    if row.undone_at is None:
        return
    if isinstance(row, ChartPhase):
        _stand(
            ChartPhase(
                team=row.team, metric=row.metric, starts_on=row.starts_on, reason=row.reason
            ),
            by,
        )
    elif isinstance(row, ChartExclusion):
        _stand(
            ChartExclusion(
                team=row.team,
                metric=row.metric,
                grain=row.grain,
                period_start=row.period_start,
                reason=row.reason,
            ),
            by,
        )
    else:
        row.undone_at, row.undone_by = None, None
        row.save(update_fields=["undone_at", "undone_by"])
        _record("chart.put_back", row, by)


def _stand(row: Decision, by: Membership) -> Decision:
    """Save a decision, or return the one that stands in its place already."""
    about = {name: getattr(row, name) for name in PLACE[type(row)]}
    standing = type(row).objects.filter(**about, undone_at__isnull=True).first()
    if standing:
        return standing
    row.collaborative, row.by = row.metric.collaborative, by
    row.full_clean()
    row.save()
    _record(ACTIONS[type(row)], row, by)
    return row


def _one_writer(metric_id: int) -> None:
    """One writer of a measure's charts at a time, so that a second click finds the first one's."""
    Metric.objects.select_for_update(no_key=True, of=("self",)).get(pk=metric_id)


def _record(action: str, row: ChartRow, by: Membership) -> None:
    whose = row.team.name if row.team else "all teams"
    record(
        action=action,
        by=by.user,
        target=row,
        collaborative=row.collaborative,
        summary=f"{whose}, {row.metric.name}: {_what(row)}",
    )


def _what(row: ChartRow) -> str:
    match row:
        case ChartNote():
            return f"{row.day}: {row.text}"
        case ChartPhase():
            return f"from {row.starts_on}: {row.reason}"
        case ChartExclusion():
            return f"without {row.period_start}: {row.reason}"
    return ""
