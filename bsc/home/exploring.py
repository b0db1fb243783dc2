"""What Explore shows: one or two measures, some teams, a stretch of time, one kind of chart.

Page, file and chart are made from the same panels, so that each holds what the others show.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, cast

from django.db.models import Max, Min

from centers.models import CoreTeam
from collaboratives.models import Membership
from metrics import periods
from metrics.annotations import Annotation, annotations_of_all
from metrics.chart_gates import marked_to_show
from metrics.chart_levels import Level, levels_of
from metrics.chart_story import Story
from metrics.charts import (
    Kind,
    KindChoice,
    analysis_of,
    kind_to_show,
    kinds_of,
    placed_story,
    value_text,
)
from metrics.decisions import stories_of
from metrics.enums import Grain
from metrics.models import Metric, MetricDefinition, Value
from metrics.queries import Clock, Series, definition_for, series_of_all
from metrics.runchart import Analysis
from metrics.series import Point

Wanted = Literal["run", "i", "fits"]


@dataclass(frozen=True)
class Asked:
    """What was chosen. ``first`` and ``last`` are months; the stretch between them is shown."""

    metrics: tuple[Metric, ...]
    teams: tuple[CoreTeam, ...]
    grain: str
    kind: Wanted
    first: dt.date
    last: dt.date

    def shows(self, start: dt.date) -> bool:
        """Whether the period that starts then lies in the stretch; a week counts by Thursday."""
        month = periods.month_of_week(start) if self.grain == Grain.WEEK else start
        return self.first <= month <= self.last


@dataclass(frozen=True)
class Test:
    """A test of a team, numbered in the order of days over everything shown."""

    number: int
    team: CoreTeam
    mark: Annotation


@dataclass(frozen=True)
class Spot:
    """One period of a line, with the heights of centre line and limits where they are drawn.

    ``phase`` counts from 0; a level line ends with its phase.
    """

    point: Point
    phase: int
    value: float | None
    text: str
    centre: float | None
    lower: float | None
    upper: float | None
    is_sign: bool
    is_left_out: bool
    tests: tuple[Test, ...]


@dataclass(frozen=True)
class Line:
    """One team's measure in the chosen stretch.

    The analysis is of the whole series, as on the team's own page: looking at a part of it moves
    no line. ``refused`` is the kind of chart that was asked for and cannot be shown.
    """

    team: CoreTeam
    series: Series
    analysis: Analysis
    choice: KindChoice
    refused: KindChoice | None
    spots: tuple[Spot, ...]

    @property
    def counted(self) -> list[Spot]:
        """The periods with a number."""
        return [spot for spot in self.spots if spot.value is not None]

    @property
    def latest(self) -> Spot | None:
        """The last period with a number."""
        return self.counted[-1] if self.counted else None


@dataclass(frozen=True)
class Panel:
    """One measure with a line for each team, in the order of the teams' names."""

    metric: Metric
    grain: str
    lines: tuple[Line, ...]

    @cached_property
    def definition(self) -> MetricDefinition:
        """How it is counted today."""
        return definition_for(self.metric, dt.date.max)

    @property
    def has_numbers(self) -> bool:
        """Whether there is anything to draw."""
        return any(line.counted for line in self.lines)

    @property
    def starts(self) -> list[dt.date]:
        """Every period of any line, newest first."""
        found = {spot.point.start for line in self.lines for spot in line.spots}
        return sorted(found, reverse=True)


def months_counted(metrics: Sequence[Metric], today: dt.date) -> list[dt.date]:
    """Return every month from the first number to the last; today's where there is none."""
    ends = Value.objects.filter(is_current=True, metric__in=metrics).aggregate(
        first=Min("period_start"), last=Max("period_start")
    )
    return periods.months_between(_month(ends["first"] or today), _month(ends["last"] or today))


def _month(day: dt.date) -> dt.date:
    return day if day.day == 1 else periods.month_of_week(periods.monday_of(day))


def panels_of(asked: Asked, member: Membership, clock: Clock) -> tuple[list[Panel], list[Test]]:
    """Return the panels and the numbered tests on them, in a fixed number of queries."""
    found = series_of_all(asked.teams, asked.metrics, clock, asked.grain)
    stories = stories_of(found.values(), member)
    marks = _marks(asked, found.values(), member)
    tests = _numbered(asked.teams, marks)
    panels = [
        Panel(
            metric,
            asked.grain,
            tuple(
                _line(
                    asked,
                    found[(team.pk, metric.pk)],
                    stories[(team.pk, metric.pk)],
                    [tests[(team.pk, mark)] for mark in marks[(team.pk, metric.pk)]],
                )
                for team in asked.teams
            ),
        )
        for metric in asked.metrics
    ]
    return panels, sorted(tests.values(), key=lambda test: test.number)


def _marks(
    asked: Asked, all_series: Iterable[Series], member: Membership
) -> Mapping[tuple[int, int], list[Annotation]]:
    starts = [point.start for one in all_series for point in one.points if asked.shows(point.start)]
    if not starts:
        nothing: list[Annotation] = []
        return {(team.pk, metric.pk): nothing for team in asked.teams for metric in asked.metrics}
    last = max(starts)
    end = (
        last + dt.timedelta(days=6)
        if asked.grain == Grain.WEEK
        else periods.add_months(last, 1) - dt.timedelta(days=1)
    )
    return annotations_of_all(asked.teams, asked.metrics, min(starts), end, member=member)


def _numbered(
    teams: Sequence[CoreTeam], marks: Mapping[tuple[int, int], list[Annotation]]
) -> dict[tuple[int, Annotation], Test]:
    """A test that stands on two measures has one number."""
    known = {team.pk: team for team in teams}
    order = sorted(
        {(mark, team) for (team, _metric), found in marks.items() for mark in found},
        key=lambda pair: (pair[0].day, known[pair[1]].name, pair[0]),
    )
    return {
        (team, mark): Test(number, known[team], mark)
        for number, (mark, team) in enumerate(order, 1)
    }


def _line(asked: Asked, series: Series, story: Story, tests: Sequence[Test]) -> Line:
    kinds = kinds_of(series, story)
    wanted = _wanted(asked.kind, kinds)
    kind = kind_to_show(wanted.kind if wanted else None, kinds)
    analysis = analysis_of(series, kind, story)
    shown = [i for i, point in enumerate(series.points) if asked.shows(point.start)]
    percent = series.definition.chart_unit == "%"
    levels = levels_of(analysis, None, percent=percent)
    return Line(
        team=cast(CoreTeam, series.team),
        series=series,
        analysis=analysis,
        choice=next(one for one in kinds if one.kind == kind),
        refused=wanted if wanted and not wanted.offered else None,
        spots=tuple(_spots(series, analysis, levels, shown, tests, story)),
    )


def _wanted(kind: Wanted, kinds: Sequence[KindChoice]) -> KindChoice | None:
    """The kind that was asked for; "fits" is the one made for counts of this sort, if any."""
    names: set[Kind] = {"p", "c", "u"} if kind == "fits" else {cast(Kind, kind)}
    return next((one for one in kinds if one.kind in names), None)


def _spots(
    series: Series,
    analysis: Analysis,
    levels: Sequence[Level],
    shown: Sequence[int],
    tests: Sequence[Test],
    story: Story,
) -> Iterable[Spot]:
    signs = marked_to_show(analysis)
    placed = placed_story(series, story)
    out = set(placed.left_out)
    start_of = periods.monday_of if series.grain == Grain.WEEK else periods.first_of
    for position in shown:
        point = series.points[position]
        yield Spot(
            point=point,
            phase=sum(cut <= position for cut in placed.cuts),
            value=analysis.values[position],
            text=value_text(point.count, series.definition),
            centre=_height(levels, "centre", position),
            lower=_height(levels, "lower", position),
            upper=_height(levels, "upper", position),
            is_sign=position in signs,
            is_left_out=position in out,
            tests=tuple(test for test in tests if start_of(test.mark.day) == point.start),
        )


def _height(levels: Sequence[Level], kind: str, position: int) -> float | None:
    return next(
        (
            level.values[position - level.first]
            for level in levels
            if level.kind == kind and level.first <= position <= level.last
        ),
        None,
    )
