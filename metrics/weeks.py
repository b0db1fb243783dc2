"""The sheet on which a team writes down its weeks."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from centers.models import CoreTeam
from metrics import periods
from metrics.enums import Grain, Sampling, SubmissionStatus
from metrics.models import Metric, MetricDefinition, MonthlySubmission, Value
from metrics.queries import Clock, definition_for

WEEKS_SHOWN = 6
WEEKS_TO_COMPARE = 12


@dataclass(frozen=True)
class WeekRow:
    """One measure in one week, with every revision of what was written for it."""

    metric: Metric
    definition: MetricDefinition
    monday: dt.date
    revisions: tuple[Value, ...]
    month_was_sent: bool
    usual_denominator: Decimal | None

    @property
    def current(self) -> Value | None:
        """The row that counts."""
        return self.revisions[-1] if self.revisions else None

    def revision(self, number: int) -> Value | None:
        """The row as somebody saw it; None for 0, when there was nothing."""
        return next((value for value in self.revisions if value.revision == number), None)


@dataclass(frozen=True)
class WeekSheet:
    """The last weeks of every weekly measure, newest first, and what came before them."""

    rows: tuple[WeekRow, ...]
    earlier: dict[int, list[tuple[Decimal, Decimal]]]

    @property
    def has_sent_weeks(self) -> bool:
        """Whether some week belongs to a month that was already sent."""
        return any(row.month_was_sent for row in self.rows)


def week_sheet(team: CoreTeam, metrics: Sequence[Metric]) -> WeekSheet:
    """Return the sheet of one team, in two queries; ``metrics`` come from ``metrics_in_use``."""
    this_week = periods.monday_of(Clock.of(team.collaborative).today)
    mondays = [this_week - periods.WEEK * n for n in range(WEEKS_SHOWN)]
    weekly = [m for m in metrics if definition_for(m, this_week).sampling == Sampling.WEEKLY]
    values = list(
        Value.objects.filter(
            team=team,
            metric__in=weekly,
            grain=Grain.WEEK,
            period_start__gte=this_week - periods.WEEK * WEEKS_TO_COMPARE,
        )
        .select_related("entered_by__user")
        .order_by("period_start", "revision")
    )
    sent = set(
        MonthlySubmission.objects.filter(team=team, status=SubmissionStatus.SUBMITTED).values_list(
            "month", flat=True
        )
    )
    earlier = {metric.pk: _counts(values, metric) for metric in weekly}
    rows = [
        WeekRow(
            metric=metric,
            definition=definition_for(metric, monday),
            monday=monday,
            revisions=tuple(
                v for v in values if v.metric_id == metric.pk and v.period_start == monday
            ),
            month_was_sent=periods.month_of_week(monday) in sent,
            usual_denominator=earlier[metric.pk][-1][1] if earlier[metric.pk] else None,
        )
        for metric in weekly
        for monday in mondays
    ]
    return WeekSheet(tuple(rows), earlier)


def _counts(values: Sequence[Value], metric: Metric) -> list[tuple[Decimal, Decimal]]:
    return [
        (value.numerator, value.denominator)
        for value in values
        if value.metric_id == metric.pk
        and value.is_current
        and value.numerator is not None
        and value.denominator is not None
    ]
