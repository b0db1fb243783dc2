"""All reading of measures. Pages, PDF and export read these, so their numbers agree."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Count as DbCount
from django.db.models import Prefetch, QuerySet, Sum

from centers.assessment.queries import SMALLEST_GROUP
from centers.models import CoreTeam
from collaboratives.framework.models import SecondaryDriver
from collaboratives.models import Collaborative, Membership
from metrics import periods, series
from metrics.enums import Grain
from metrics.models import Metric, MetricDefinition, Value
from metrics.series import Count, Point, Rows, Written


@dataclass(frozen=True)
class Clock:
    """What is over and what is due in a collaborative on a day."""

    today: dt.date
    due_day: int
    close_day: int

    @classmethod
    def of(cls, collaborative: Collaborative) -> "Clock":
        """Return the clock of the collaborative, today."""
        return cls(
            collaborative.today(), collaborative.metrics_due_day, collaborative.metrics_close_day
        )

    @property
    def ended(self) -> dt.date:
        """The last month that is over: the one people are sending now."""
        return periods.add_months(periods.first_of(self.today), -1)

    @property
    def last_due(self) -> dt.date:
        """The last month whose due day has passed."""
        return periods.last_due_month(self.today, self.due_day)

    def due_on(self, month: dt.date) -> dt.date:
        """Return the day on which a month's numbers are due."""
        return periods.day_after(month, self.due_day)

    def closes_on(self, month: dt.date) -> dt.date:
        """Return the last day on which a team can still send the month."""
        return periods.day_after(month, self.close_day)


@dataclass(frozen=True)
class Series:
    """One measure of one team by week or by month; without a team, summed over several."""

    metric: Metric
    team: CoreTeam | None
    grain: str
    points: tuple[Point, ...]

    @cached_property
    def definition(self) -> MetricDefinition:
        """The definition in force at the end of the series."""
        return definition_for(self.metric, self.points[-1].start if self.points else dt.date.max)

    @property
    def counts(self) -> list[Count]:
        """What was counted, gaps left out."""
        return [point.count for point in self.points if point.count is not None]


def metrics_in_use() -> QuerySet[Metric]:
    """Return the measures of the collaborative in order, with definitions, in two queries."""
    return Metric.objects.prefetch_related(
        Prefetch("definitions", queryset=MetricDefinition.objects.order_by("from_month"))
    )


def definition_for(metric: Metric, day: dt.date) -> MetricDefinition:
    """Return the definition in force on a day: the latest begun, or the first of all."""
    definitions = list(metric.definitions.all())
    begun = [definition for definition in definitions if definition.from_month <= day]
    return begun[-1] if begun else definitions[0]


def drivers_of(metric: Metric) -> list[SecondaryDriver]:
    """Return the secondary drivers that a measure stands for, in the framework's order."""
    return list(
        SecondaryDriver.objects.filter(metric_rows__metric=metric).order_by(
            "primary__number", "position"
        )
    )


def active_teams() -> QuerySet[CoreTeam]:
    """Return the teams whose numbers are expected, by name."""
    return (
        CoreTeam.objects.filter(status=CoreTeam.Status.ACTIVE)
        .select_related("collaborative")
        .order_by("name", "pk")
    )


def teams_visible_to(member: Membership) -> QuerySet[CoreTeam]:
    """Return the teams whose own charts and counts this person may open."""
    if member.is_implementation or member.is_faculty:
        return active_teams()
    return active_teams().filter(pk__in=member.team_ids)


def current_values(teams: Iterable[CoreTeam], metrics: Iterable[Metric]) -> QuerySet[Value]:
    """Return the whole teams' current rows of these measures: not those of a room or a group."""
    return Value.objects.filter(
        is_current=True,
        team__in=teams,
        metric__in=metrics,
        classroom__isnull=True,
        group__isnull=True,
    )


def rows_of(teams: Iterable[CoreTeam], metrics: Iterable[Metric]) -> dict[tuple[int, int], Rows]:
    """Return the current rows by (team id, metric id), in one query; unknown pairs are empty."""
    found: dict[tuple[int, int], Rows] = defaultdict(Rows)
    columns = (
        "team_id", "metric_id", "grain", "period_start",
        "numerator", "denominator", "reason_missing", "note",
    )  # fmt: skip
    for team, metric, grain, start, numerator, denominator, reason, note in current_values(
        teams, metrics
    ).values_list(*columns):
        count = None if numerator is None else Count(numerator, denominator)
        rows = found[(team, metric)]
        by_period = rows.weeks if grain == Grain.WEEK else rows.months
        by_period[start] = Written(count, reason, note)
    return found


def series_of_all(
    teams: Sequence[CoreTeam], metrics: Sequence[Metric], clock: Clock, grain: str | None = None
) -> dict[tuple[int, int], Series]:
    """Return every team's series of every measure, by (team id, metric id), in one query.

    ``metrics`` come from ``metrics_in_use``; without ``grain``, each as it is counted.
    """
    rows = rows_of(teams, metrics)
    return {
        (team.pk, metric.pk): _series(
            metric, team, grain or usual_grain(metric), rows[(team.pk, metric.pk)], clock
        )
        for team in teams
        for metric in metrics
    }


def series_for(team: CoreTeam, metric: Metric, grain: str) -> Series:
    """Return one measure of one team by week or by month."""
    clock = Clock.of(team.collaborative)
    return series_of_all([team], [metric], clock, grain)[(team.pk, metric.pk)]


def series_of_team(team: CoreTeam, metrics: Sequence[Metric]) -> list[Series]:
    """Return each measure of one team, by week where it is counted weekly, in one query."""
    found = series_of_all([team], metrics, Clock.of(team.collaborative))
    return [found[(team.pk, metric.pk)] for metric in metrics]


def series_of_all_teams(metric: Metric, grain: str) -> list[Series]:
    """Return the measure of every active team, by team name, in two queries."""
    teams = list(active_teams())
    if not teams:
        return []
    clock = Clock.of(teams[0].collaborative)
    found = series_of_all(teams, [metric], clock, grain)
    return [found[(team.pk, metric.pk)] for team in teams]


def series_of_the_collaborative(metric: Metric, clock: Clock) -> Series:
    """Return the measure summed over all active teams, as it is counted.

    Weeks are summed by the database, in one query; months need each team's rows (two queries).
    """
    grain = usual_grain(metric)
    if grain == Grain.MONTH:
        return together(metric, series_of_all_teams(metric, grain))
    sums = (
        Value.objects.filter(
            is_current=True, grain=grain, metric=metric, numerator__isnull=False,
            team__status=CoreTeam.Status.ACTIVE,
        )
        .values_list("period_start")
        .annotate(Sum("numerator"), Sum("denominator"), DbCount("pk"))
        .order_by("period_start")
    )  # fmt: skip
    points = [
        Point(start, Count(numerator, denominator), origin="teams", teams=teams)
        for start, numerator, denominator, teams in sums
    ]
    return Series(metric, None, grain, _whole(points, grain, expected=clock.last_due))


def together(metric: Metric, all_series: Sequence[Series]) -> Series:
    """Return the sum over teams of series of one measure and one grain."""
    grain = all_series[0].grain if all_series else Grain.MONTH
    points = series.over_teams(one.points for one in all_series)
    return Series(metric, None, grain, _whole(points, grain))


def of_enough_teams(one: Series) -> Series:
    """Return a sum over teams as somebody from outside may see it.

    A period in which fewer than five teams counted is missing: they could be recognised.
    """
    points = tuple(
        point if point.teams >= SMALLEST_GROUP else Point(point.start) for point in one.points
    )
    return replace(one, points=points if any(point.count for point in points) else ())


def usual_grain(metric: Metric) -> str:
    """Return the grain a measure is charted in: as it is counted."""
    weekly = definition_for(metric, dt.date.max).sampling == "weekly"
    return Grain.WEEK if weekly else Grain.MONTH


def up_to(one: Series, last: dt.date) -> Series:
    """Return the series as far as the period that starts on ``last``, and all the way to it.

    What came later is left out, what is not there by then is missing: so the answer for a month
    that is over depends on that month's data only.
    """
    points = tuple(point for point in one.points if point.start <= last)
    if not points:
        return replace(one, points=())
    return replace(one, points=_whole(list(points), one.grain, until=last))


def _series(metric: Metric, team: CoreTeam, grain: str, rows: Rows, clock: Clock) -> Series:
    points = series.points(
        grain, rows.weeks, rows.months, expected=clock.last_due, ended=clock.ended
    )
    return Series(metric, team, grain, tuple(points))


def _whole(
    points: list[Point],
    grain: str,
    *,
    expected: dt.date | None = None,
    until: dt.date | None = None,
) -> tuple[Point, ...]:
    """Fill in the periods that nobody counted: between, to a month's end, or to a period."""
    by_start = {point.start: point for point in points}
    starts = [*by_start, until] if until and points else list(by_start)
    whole = series.span(starts, grain=grain, expected=expected)
    return tuple(by_start.get(start, Point(start)) for start in whole)
