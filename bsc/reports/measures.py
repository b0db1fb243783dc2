"""The measures in a report: each in words, as a chart, and month by month."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from bsc.reports.question import Signal
from centers.models import CoreTeam
from collaboratives.translations import Text, in_language
from metrics import periods
from metrics.annotations import Annotation, annotations_of_all
from metrics.chart_gates import signal_to_show
from metrics.chart_story import Story
from metrics.chart_words import number_text
from metrics.charts import Chart, analysis_of, chart_of, count_text, sentence_label
from metrics.decisions import Key, stories_of
from metrics.enums import Grain
from metrics.models import Metric, MetricDefinition
from metrics.queries import (
    Clock,
    Series,
    rows_of,
    series_of_all,
    series_of_the_collaborative,
    up_to,
    usual_grain,
)
from metrics.series import Point
from metrics.small_chart import common_scale, draw_small

MONTHS_IN_TABLE = 6
# What a chart says that can be asked about: whether it is for the better, if one can say.
SIGNALS: dict[str, bool | None] = {"improved": True, "worsened": False, "changed": None}


class Cell(NamedTuple):
    """One month of a measure in the table: "58%", "7 of 12", and what was written about it."""

    month: dt.date
    value: str
    counted: str
    note: str


class SmallChart(NamedTuple):
    """One team's line among those of all teams."""

    name: str
    headline: str
    drawing: str


@dataclass(frozen=True)
class MeasurePart:
    """One measure: its plain name with the field's beside it, its chart, its last months.

    ``months`` are oldest first. Of all teams together there is ``small``, a line for each team,
    and ``teams`` says how many are in the sums. ``said`` is the same in no language.
    """

    name: Text
    chart: Chart
    months: tuple[Cell, ...]
    said: dict[str, Any]
    small: tuple[SmallChart, ...] = ()
    teams: str = ""

    @property
    def brief(self) -> str:
        """The headline's last two companions: where we are now with the goal, and what to do."""
        return " ".join(self.chart.words.details[-2:])

    @property
    def metric(self) -> Metric:
        """The measure itself."""
        return self.chart.series.metric

    @property
    def definition(self) -> MetricDefinition:
        """How it is counted at the end of the chart."""
        return self.chart.series.definition


def parts_of_team(
    team: CoreTeam, metrics: Sequence[Metric], clock: Clock, month: dt.date
) -> tuple[MeasurePart, ...]:
    """Return a team's measures up to the end of the month, in words for everybody on the team."""
    rows = rows_of([team], metrics)
    charted = series_of_all([team], metrics, clock, rows=rows)
    monthly = series_of_all([team], metrics, clock, Grain.MONTH, rows)
    series = [_until(charted[(team.pk, metric.pk)], month) for metric in metrics]
    stories, marks = stories_of(series, team), _marks(team, series, month)
    parts = []
    for one in series:
        key = (team.pk, one.metric.pk)
        parts.append(_part(one, monthly[key], stories[key], marks.get(key, []), month))
    return tuple(parts)


def _marks(
    team: CoreTeam, series: Sequence[Series], month: dt.date
) -> Mapping[tuple[int, int], list[Annotation]]:
    """The tests to mark on each chart, those that everybody may see; in one query."""
    starts = [one.points[0].start for one in series if one.points]
    if not starts:
        return {}
    # A month's last week may end in the next one.
    last = periods.add_months(month, 1) + periods.WEEK
    metrics = [one.metric for one in series]
    return annotations_of_all([team], metrics, min(starts), last, member=None)


def parts_of_all(
    teams: Sequence[CoreTeam], metrics: Sequence[Metric], clock: Clock, month: dt.date
) -> tuple[MeasurePart, ...]:
    """Return each measure summed over the teams, and every team's line on one scale, by name."""
    charted = series_of_all(teams, metrics, clock)
    parts = []
    for metric in metrics:
        summed = _until(series_of_the_collaborative(metric, clock), month)
        of_teams = [_until(charted[(team.pk, metric.pk)], month) for team in teams]
        parts.append(_part_of_all(summed, of_teams, stories_of([summed, *of_teams], None)))
    return tuple(parts)


def new_signals(parts: Sequence[MeasurePart], month: dt.date) -> list[Signal]:
    """Return the measures whose chart shows a sign of change that was not there a month before."""
    return [
        signal
        for part in parts
        if (signal := _new_signal(part, periods.add_months(month, -1))) is not None
    ]


def gaps(parts: Sequence[MeasurePart], month: dt.date) -> list[str]:
    """Return the names of the measures that have no number for the month."""
    wanted = month.isoformat()
    return [part.name.text for part in parts if not part.said["months"].get(wanted)]


def _until(series: Series, month: dt.date) -> Series:
    return up_to(series, last_start(series, month))


def _part(
    series: Series, monthly: Series, story: Story, marks: Sequence[Annotation], month: dt.date
) -> MeasurePart:
    name = in_language(series.metric, "plain_name")
    chart = chart_of(
        series,
        name=name.text,
        uid=f"m{series.metric.pk}",
        voice="family",
        marks=marks,
        story=story,
    )
    months = up_to(monthly, month).points
    said = {
        "grain": series.grain,
        "points": said_of(series.points),
        "months": said_of(months),
    }
    return MeasurePart(name, chart, tuple(_cells(months, series.definition, month)), said)


def _cells(points: Sequence[Point], definition: MetricDefinition, month: dt.date) -> Iterable[Cell]:
    """The last months, those without a number too, so that every measure has the same columns."""
    by_month = {point.start: point for point in points}
    for start in last_months(month):
        point = by_month.get(start, Point(start))
        value = point.count.plotted(definition.multiplier) if point.count else None
        # "%" stands at the number; a longer unit stands once, in the row's name.
        unit = "%" if definition.chart_unit == "%" else ""
        text = "–" if value is None else number_text(float(value), unit)
        yield Cell(start, text, count_text(point.count, definition), point.reason or point.note)


def last_months(month: dt.date) -> list[dt.date]:
    """Return the months of the table, the report's own last."""
    return periods.months_between(periods.add_months(month, 1 - MONTHS_IN_TABLE), month)


def _part_of_all(
    summed: Series, of_teams: Sequence[Series], stories: Mapping[Key, Story]
) -> MeasurePart:
    metric = summed.metric
    name = in_language(metric, "plain_name")
    whole = chart_of(summed, name=name.text, uid=f"m{metric.pk}", story=stories[(None, metric.pk)])
    charts = {
        one.team: chart_of(
            one,
            name=one.team.name,
            uid=f"m{metric.pk}-{one.team.pk}",
            story=stories[(one.team.pk, metric.pk)],
        )
        for one in of_teams
        if one.team is not None
    }
    said = {
        "grain": summed.grain,
        "points": said_of(summed.points),
        "teams": {
            str(team.pk): [said_of(chart.series.points), drawn(chart)]
            for team, chart in charts.items()
        },
    }
    return MeasurePart(
        name, whole, (), said, tuple(_small(list(charts.values()), whole)), _teams_in(whole)
    )


def _small(charts: Sequence[Chart], whole: Chart) -> list[SmallChart]:
    definition = whole.series.definition
    scale = common_scale([one.analysis for one in charts], definition.goal_number)
    return [
        SmallChart(
            one.name,
            one.words.headline,
            draw_small(
                one.analysis,
                title=one.title,
                uid=one.uid,
                scale=scale,
                goal=definition.goal_number,
                unit=definition.chart_unit,
            ),
        )
        for one in charts
    ]


def _teams_in(chart: Chart) -> str:
    counted = [point for point in chart.series.points if point.count is not None]
    if not counted:
        return ""
    numbers = [point.teams for point in counted]
    return _(
        "Teams in these sums: %(latest)s in %(period)s; from %(fewest)s to %(most)s over time."
    ) % {
        "latest": numbers[-1],
        "period": sentence_label(counted[-1].start, chart.series.grain),
        "fewest": min(numbers),
        "most": max(numbers),
    }


def last_start(series: Series, month: dt.date) -> dt.date:
    """Return the start of the last period of a series that counts to the month."""
    if usual_grain(series.metric) == Grain.WEEK and series.grain == Grain.WEEK:
        return periods.weeks_of_month(month)[-1]
    return month


def drawn(chart: Chart) -> list[Any]:
    """Return what the drawing adds to the numbers, in no language: lines, phases, points left out."""
    phases = [(phase.first, phase.last, phase.centre_line) for phase in chart.analysis.phases]
    return [phases, sorted(chart.analysis.excluded), [(mark.day, mark.url) for mark in chart.marks]]


def said_of(points: Sequence[Point]) -> dict[str, str]:
    """Return what was counted by period, "12/16", or "" where nothing was."""
    return {
        point.start.isoformat(): (
            f"{point.count.numerator.normalize():f}/{point.count.denominator.normalize():f}"
            if point.count
            else ""
        )
        for point in points
    }


def _new_signal(part: MeasurePart, before: dt.date) -> Signal | None:
    chart = part.chart
    if chart.words.verdict not in SIGNALS:
        return None
    decided = Story(
        splits=tuple(split for _position, split in chart.story.splits),
        exclusions=tuple(one for _position, one in chart.story.exclusions),
    )
    if signal_to_show(analysis_of(_until(chart.series, before), story=decided)):
        return None
    current = [run for run in chart.analysis.phases[-1].long_runs if run.current]
    since = chart.labels[current[-1].first] if current else ""
    return Signal(part.name.text, SIGNALS[chart.words.verdict], since)
