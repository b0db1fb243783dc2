"""What was counted, as series: of a team, of all teams side by side, of all together."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.db.models import Count as DbCount
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from centers.assessment.queries import SMALLEST_GROUP
from centers.models import CoreTeam
from metrics import periods, series
from metrics.enums import Grain, Source
from metrics.models import Metric, MetricDefinition, Value
from metrics.queries.clock import Clock
from metrics.queries.measures import (
    definition_for,
    definition_in,
    is_plain_count,
    usual_grain,
)
from metrics.queries.visible import active_teams
from metrics.series import Count, Point, Rows, Written


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
        if not self.points:
            return definition_for(self.metric, dt.date.max)
        return definition_in(self.metric, self.grain, self.points[-1].start)

    @property
    def counts(self) -> list[Count]:
        """What was counted, gaps left out."""
        return [point.count for point in self.points if point.count is not None]


def current_values(teams: Iterable[CoreTeam], metrics: Iterable[Metric]) -> QuerySet[Value]:
    """Return the current rows of whole teams and of rooms; groups stand beside, never in a sum."""
    return Value.objects.filter(
        is_current=True, team__in=teams, metric__in=metrics, group__isnull=True
    )


def still_tapped(clock: Clock) -> Q:
    """Return the condition for the running week where only phones have counted it so far.

    On a Tuesday it holds two days of taps, which a chart would show as a fall.
    """
    monday = periods.monday_of(clock.today)
    return Q(grain=Grain.WEEK, period_start=monday, source=Source.TAPS)


def rows_of(
    teams: Iterable[CoreTeam], metrics: Iterable[Metric], clock: Clock | None = None
) -> dict[tuple[int, int], Rows]:
    """Return the current rows by (team id, metric id), in one query; unknown pairs are empty.

    With ``clock`` a week that phones are still counting is left out.
    """
    rows_now = current_values(teams, metrics)
    if clock is not None:
        rows_now = rows_now.exclude(still_tapped(clock))
    found: dict[tuple[int, int], Rows] = defaultdict(Rows)
    columns = (
        "team_id", "metric_id", "grain", "period_start", "classroom_id",
        "numerator", "denominator", "reason_missing", "note",
    )  # fmt: skip
    for (
        team,
        metric,
        grain,
        start,
        room,
        numerator,
        denominator,
        reason,
        note,
    ) in rows_now.values_list(*columns):
        count = None if numerator is None else Count(numerator, denominator)
        rows = found[(team, metric)]
        written = Written(count, reason, note)
        if grain == Grain.MONTH:
            rows.months[start] = written
        elif room is None:
            rows.weeks[start] = written
        else:
            rows.rooms.setdefault(start, {})[room] = written
    return found


def series_of_all(
    teams: Sequence[CoreTeam],
    metrics: Sequence[Metric],
    clock: Clock,
    grain: str | None = None,
    rows: dict[tuple[int, int], Rows] | None = None,
) -> dict[tuple[int, int], Series]:
    """Return every team's series of every measure, by (team id, metric id), in one query.

    ``metrics`` come from ``metrics_in_use``; without ``grain``, each as it is counted. Whoever
    needs both grains hands over the ``rows`` of ``rows_of``; then there is no query.
    """
    rows = rows_of(teams, metrics, clock) if rows is None else rows
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
        _weeks_that_count(metric)
        .filter(team__status=CoreTeam.Status.ACTIVE)
        .exclude(still_tapped(clock))
        .values_list("period_start")
        .annotate(Sum("numerator"), Sum("denominator"), DbCount("team", distinct=True))
        .order_by("period_start")
    )
    plain = is_plain_count(metric)
    points = [
        Point(
            start,
            Count(numerator, Decimal(teams) if plain else denominator),
            origin="teams",
            teams=teams,
        )
        for start, numerator, denominator, teams in sums
    ]
    return Series(metric, None, grain, _whole(points, grain, expected=clock.last_due))


def _weeks_that_count(metric: Metric) -> QuerySet[Value]:
    """Return the counts of weeks that ``series.whole_week`` takes: rooms only where none is typed."""
    typed = Value.objects.filter(
        Q(numerator__isnull=False) | ~Q(reason_missing=""),
        is_current=True, grain=Grain.WEEK, metric=metric, team=OuterRef("team"),
        period_start=OuterRef("period_start"), classroom__isnull=True, group__isnull=True,
    )  # fmt: skip
    return Value.objects.filter(
        Q(classroom__isnull=True) | ~Exists(typed),
        is_current=True, grain=Grain.WEEK, metric=metric, group__isnull=True,
        numerator__isnull=False,
    )  # fmt: skip


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
    plain = is_plain_count(metric)
    points = series.points(
        grain,
        rows.whole(plain=plain),
        rows.months,
        expected=clock.last_due,
        ended=clock.ended,
        plain=plain,
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
