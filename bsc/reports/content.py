"""What a monthly report says. It reads the same queries as the pages, so the numbers agree."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from bsc.reports.sections import Section, tests_of_the_month
from centers.models import CoreTeam
from collaboratives.models import Collaborative
from metrics import periods
from metrics.charts import Chart, Row, chart_of, marks_of
from metrics.completeness import MonthTotals, months_to_send, rows_of_teams, totals_of
from metrics.enums import Grain
from metrics.models import Metric
from metrics.queries import (
    Clock,
    Series,
    active_teams,
    metrics_in_use,
    series_of_all,
    series_of_the_collaborative,
    up_to,
    usual_grain,
)
from metrics.small_chart import common_scale, draw_small

MONTHS_IN_TABLE = 6


@dataclass(frozen=True)
class SmallChart:
    """One team's line among those of all teams."""

    name: str
    headline: str
    drawing: str


@dataclass(frozen=True)
class MeasurePart:
    """One measure in a report: the chart by its usual period, the last months as a table."""

    metric: Metric
    chart: Chart
    months: tuple[Row, ...]
    small: tuple[SmallChart, ...] = ()


@dataclass(frozen=True)
class Content:
    """All that one report says. Without a team it is the whole collaborative's."""

    collaborative: Collaborative
    team: CoreTeam | None
    month: dt.date
    measures: tuple[MeasurePart, ...]
    sections: tuple[Section, ...]
    completeness: tuple[MonthTotals, ...] = ()

    @property
    def owner(self) -> str:
        """Whose report it is."""
        return self.team.name if self.team else self.collaborative.name

    @property
    def eyebrow(self) -> str:
        """What stands above the name."""
        return self.collaborative.name if self.team else self.collaborative.topic

    @property
    def fingerprint(self) -> str:
        """Changes with the data and only with them: not with the day, not with the layout."""
        said: list[object] = [self.month, self.team and self.team.name, self.collaborative.name]
        for part in self.measures:
            definition = part.chart.series.definition
            said += [part.metric.name, definition.pk, definition.goal, part.chart.series.points]
            said += [part.months, [(mark.day, mark.label) for mark in part.chart.marks]]
            said += [(small.name, small.drawing) for small in part.small]
        said += [self.sections, self.completeness]
        return sha256(repr(said).encode()).hexdigest()


def team_report(team: CoreTeam, month: dt.date) -> Content:
    """Return a team's report on everything up to the end of the month."""
    metrics = list(metrics_in_use())
    clock = Clock.of(team.collaborative)
    charted = series_of_all([team], metrics, clock)
    monthly = series_of_all([team], metrics, clock, Grain.MONTH)
    return Content(
        collaborative=team.collaborative,
        team=team,
        month=month,
        measures=tuple(
            _part(charted[(team.pk, m.pk)], monthly[(team.pk, m.pk)], month) for m in metrics
        ),
        sections=(tests_of_the_month(team, month),),
    )


def collaborative_report(collaborative: Collaborative, month: dt.date) -> Content:
    """Return the collaborative's report: sums, every team's line on one scale, completeness."""
    metrics = list(metrics_in_use())
    clock = Clock.of(collaborative)
    teams = list(active_teams())
    charted = series_of_all(teams, metrics, clock)
    months = [m for m in months_to_send(metrics, clock) if m <= month]
    totals = totals_of(rows_of_teams(teams, months, clock), clock)
    return Content(
        collaborative=collaborative,
        team=None,
        month=month,
        measures=tuple(
            _part_of_all(metric, [charted[(team.pk, metric.pk)] for team in teams], clock, month)
            for metric in metrics
        ),
        sections=(tests_of_the_month(None, month),),
        completeness=tuple(totals[-MONTHS_IN_TABLE:][::-1]),
    )


def _part(charted: Series, monthly: Series, month: dt.date) -> MeasurePart:
    series = up_to(charted, _last_start(charted, month))
    chart = chart_of(
        series,
        name=series.metric.name,
        uid=f"m{series.metric.pk}",
        marks=marks_of(series, None),
    )
    return MeasurePart(series.metric, chart, _last_months(monthly, month))


def _part_of_all(
    metric: Metric, all_series: Sequence[Series], clock: Clock, month: dt.date
) -> MeasurePart:
    whole = series_of_the_collaborative(metric, clock)
    chart = chart_of(up_to(whole, _last_start(whole, month)), name=metric.name, uid=f"m{metric.pk}")
    charts = [
        chart_of(
            up_to(one, _last_start(one, month)),
            name=one.team.name if one.team else "",
            uid=f"m{metric.pk}-{number}",
        )
        for number, one in enumerate(all_series)
    ]
    definition = chart.series.definition
    scale = common_scale([one.analysis for one in charts], definition.goal_number)
    small = tuple(
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
    )
    return MeasurePart(metric, chart, (), small)


def _last_months(monthly: Series, month: dt.date) -> tuple[Row, ...]:
    chart = chart_of(up_to(monthly, month), name=monthly.metric.name, uid="table")
    return tuple(chart.rows[:MONTHS_IN_TABLE])


def _last_start(series: Series, month: dt.date) -> dt.date:
    if usual_grain(series.metric) == Grain.WEEK and series.grain == Grain.WEEK:
        return periods.weeks_of_month(month)[-1]
    return month
