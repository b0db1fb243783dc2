"""One team's month as its page shows it: what counts for it, whether it was sent, what changed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from django.db.models import Q
from django.utils.translation import gettext as _

from centers.models import CoreTeam
from metrics import periods, series
from metrics.chart_texts import count_text
from metrics.enums import Grain, SubmissionStatus
from metrics.models import Group, Metric, MetricDefinition, MonthlySubmission, Value
from metrics.queries import Clock, definition_for, is_plain_count
from metrics.series import Count, Point, Rows, Written


@dataclass(frozen=True)
class MeasureInMonth:
    """One measure of the month. ``typed`` is what stands for the month itself, if anything.

    ``groups`` are those of the breakdown that the definition asks for, with what stands for each.
    """

    metric: Metric
    definition: MetricDefinition
    point: Point
    typed: Value | None
    from_weeks: Count | None
    weeks_counted: int
    weeks_in_month: int
    is_sent: bool
    groups: tuple[tuple[Group, Value | None], ...] = ()

    @property
    def could_not(self) -> bool:
        """Whether somebody said that it could not be counted."""
        return bool(self.point.reason)

    @property
    def is_in(self) -> bool:
        """Whether the number has been sent."""
        return self.is_sent and self.point.count is not None


@dataclass(frozen=True)
class Change:
    """One change after the month was sent. ``before`` is None where nothing stood."""

    value: Value
    before: Value | None


@dataclass(frozen=True)
class TeamMonth:
    """A month of a team. ``stamp`` changes with every number in it and with its state."""

    team: CoreTeam
    month: dt.date
    submission: MonthlySubmission | None
    measures: tuple[MeasureInMonth, ...]
    changes: tuple[Change, ...]
    values: tuple[Value, ...]
    due_on: dt.date
    closes_on: dt.date
    today: dt.date
    stamp: str

    @property
    def status(self) -> str:
        """The status of the submission; a month nobody opened is a draft."""
        return self.submission.status if self.submission else SubmissionStatus.DRAFT

    @property
    def is_sent(self) -> bool:
        """Whether the month was sent."""
        return self.status == SubmissionStatus.SUBMITTED

    @property
    def is_closed(self) -> bool:
        """Whether the team itself can no longer send it."""
        return self.status == SubmissionStatus.DRAFT and self.today > self.closes_on

    @property
    def was_late(self) -> bool:
        """Whether it was sent after its day."""
        sent = self.submission.submitted_at if self.submission else None
        zone = self.team.collaborative.zone
        return sent is not None and sent.astimezone(zone).date() > self.due_on

    @property
    def last_change(self) -> Value | None:
        """The newest row: who wrote last."""
        return max(self.values, key=lambda value: value.pk, default=None)


def team_month(team: CoreTeam, month: dt.date, metrics: Sequence[Metric]) -> TeamMonth:
    """Return one month of one team, in two queries; ``metrics`` come from ``metrics_in_use``.

    Where a definition asks for a breakdown, a third query reads the groups.
    """
    mondays = periods.weeks_of_month(month)
    values = tuple(
        Value.objects.filter(team=team, metric__in=metrics)
        .filter(
            Q(grain=Grain.MONTH, period_start=month) | Q(grain=Grain.WEEK, period_start__in=mondays)
        )
        .select_related("entered_by__user", "definition", "metric", "classroom", "group")
        .order_by("pk")
    )
    submission = MonthlySubmission.objects.filter(team=team, month=month).first()
    is_sent = submission is not None and submission.status == SubmissionStatus.SUBMITTED
    clock = Clock.of(team.collaborative)
    groups = _groups(metrics, month)
    return TeamMonth(
        team=team,
        month=month,
        submission=submission,
        measures=tuple(
            _measure(metric, month, values, groups, is_sent=is_sent) for metric in metrics
        ),
        changes=tuple(_changes(values, submission)),
        values=values,
        due_on=submission.due_on if submission else clock.due_on(month),
        closes_on=submission.closes_on if submission else clock.closes_on(month),
        today=clock.today,
        stamp=_stamp(values, submission),
    )


def without_groups(state: TeamMonth) -> TeamMonth:
    """Return the month as somebody outside the team may see and write it: nothing of any group.

    What stands for the groups is left alone when such a month is saved.
    """
    return replace(
        state,
        measures=tuple(replace(measure, groups=()) for measure in state.measures),
        changes=tuple(change for change in state.changes if change.value.group_id is None),
    )


def _groups(metrics: Sequence[Metric], month: dt.date) -> list[Group]:
    """Return the groups of every breakdown that is asked for in this month."""
    wanted = {definition_for(metric, month).breakdown for metric in metrics} - {""}
    return list(Group.objects.filter(dimension__in=wanted)) if wanted else []


def _measure(
    metric: Metric,
    month: dt.date,
    values: Sequence[Value],
    groups: Sequence[Group],
    *,
    is_sent: bool,
) -> MeasureInMonth:
    current = [value for value in values if value.is_current and value.metric_id == metric.pk]
    definition = definition_for(metric, month)
    rows = sorted_rows(current)
    plain = is_plain_count(metric)
    weeks = rows.whole(plain=plain)
    of_group = {value.group_id: value for value in current if value.group_id}
    asked = [
        group
        for group in groups
        if group.dimension == definition.breakdown
        and (not group.is_retired or group.pk in of_group)
    ]
    return MeasureInMonth(
        metric=metric,
        definition=definition,
        point=series.monthly_point(month, weeks, rows.months, plain=plain),
        typed=next((v for v in current if v.grain == Grain.MONTH and not v.group_id), None),
        from_weeks=series.monthly_point(month, weeks, {}, plain=plain).count,
        weeks_counted=sum(week.count is not None for week in weeks.values()),
        weeks_in_month=len(periods.weeks_of_month(month)),
        is_sent=is_sent,
        groups=tuple((group, of_group.get(group.pk)) for group in asked),
    )


def sorted_rows(current: Sequence[Value]) -> Rows:
    """Return the current rows of one measure as ``queries.rows_of`` does; groups stand apart."""
    rows = Rows()
    for value in current:
        if value.group_id:
            continue
        if value.grain == Grain.MONTH:
            rows.months[value.period_start] = written(value)
        elif value.classroom_id is None:
            rows.weeks[value.period_start] = written(value)
        else:
            rows.rooms.setdefault(value.period_start, {})[value.classroom_id] = written(value)
    return rows


def written(value: Value) -> Written:
    """Return what a row says."""
    if value.numerator is None or value.denominator is None:
        return Written(None, value.reason_missing, value.note)
    return Written(Count(value.numerator, value.denominator), "", value.note)


def what_stands(value: Value | None, definition: MetricDefinition) -> str:
    """Return in words what a row says, for somebody who typed something else."""
    said = written(value) if value else None
    if said is None or (said.count is None and not said.reason):
        return _("nothing")
    return count_text(said.count, definition) or _("not counted: %(reason)s") % {
        "reason": said.reason
    }


def _changes(values: Sequence[Value], submission: MonthlySubmission | None) -> list[Change]:
    if submission is None or submission.submitted_at is None:
        return []
    by_revision = {(_row(value), value.revision): value for value in values}
    return [
        Change(value, by_revision.get((_row(value), value.revision - 1)))
        for value in values
        if value.created_at > submission.submitted_at
    ][::-1]


def _row(value: Value) -> tuple[object, ...]:
    """Return what the revisions of one row have in common."""
    return (
        value.metric_id,
        value.grain,
        value.period_start,
        value.classroom_id,
        value.group_id,
    )


def _stamp(values: Sequence[Value], submission: MonthlySubmission | None) -> str:
    state = f"{submission.status}" if submission else SubmissionStatus.DRAFT
    current = ",".join(str(value.pk) for value in values if value.is_current)
    return sha256(f"{state}:{current}".encode()).hexdigest()[:16]
