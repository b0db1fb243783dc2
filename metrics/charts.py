"""A chart ready for a page or a paper: the analysis, its words, the drawings, the table."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from collaboratives.models import Membership
from metrics import periods, runchart
from metrics.annotations import Annotation, annotations_of
from metrics.chart_svg import draw
from metrics.chart_words import Words, alternative, describe, number_text
from metrics.enums import Grain
from metrics.models import MetricDefinition
from metrics.queries import Series
from metrics.runchart import Analysis
from metrics.series import Count, Point

YEAR_OF_MONTHS = 12

Voice = Literal["staff", "family"]


@dataclass(frozen=True)
class Mark:
    """A numbered test on the chart."""

    number: int
    day: dt.date
    label: str
    url: str
    position: int


@dataclass(frozen=True)
class Row:
    """One line of the table beside the chart."""

    label: str
    value: str
    counted: str
    note: str
    tests: str


@dataclass(frozen=True)
class Chart:
    """A run chart in words, as drawing and as table, all from one analysis."""

    series: Series
    name: str
    analysis: Analysis
    words: Words
    labels: tuple[str, ...]
    short_labels: tuple[str, ...]
    marks: tuple[Mark, ...]
    uid: str = field(default="chart")

    @property
    def title(self) -> str:
        """What a screen reader says in place of the drawing."""
        return alternative(self.name, self.words)

    @property
    def wide(self) -> SafeString:
        """The drawing for wide pages and for paper."""
        return self._draw("wide")

    @property
    def narrow(self) -> SafeString:
        """The drawing for phones."""
        return self._draw("narrow")

    @property
    def drawings(self) -> SafeString:
        """Both drawings; the page's style shows the one that fits."""
        return SafeString(
            self.narrow.replace('class="runchart', 'class="chart-narrow runchart', 1)
            + self.wide.replace('class="runchart', 'class="chart-wide runchart', 1)
        )

    def _draw(self, width: str) -> SafeString:
        definition = self.series.definition
        return draw(
            self.analysis,
            self.short_labels,
            title=self.title,
            uid=f"{self.uid}-{width}",
            goal=definition.goal_number,
            unit=definition.chart_unit,
            marks=[mark.position for mark in self.marks],
            width="narrow" if width == "narrow" else "wide",
        )

    @property
    def rows(self) -> list[Row]:
        """The table, newest first."""
        definition = self.series.definition
        rows = [
            Row(
                label=period_label(point.start, self.series.grain),
                value=value_text(point.count, definition),
                counted=count_text(point.count, definition),
                note=point.reason or point.note,
                tests=", ".join(str(m.number) for m in self.marks if m.position == position),
            )
            for position, point in enumerate(self.series.points)
        ]
        return rows[::-1]


def chart_of(
    series: Series,
    *,
    name: str,
    uid: str,
    voice: Voice = "staff",
    marks: Sequence[Annotation] = (),
) -> Chart:
    """Return the run chart of a series; ``uid`` must be unique on the page."""
    labels = tuple(sentence_label(point.start, series.grain) for point in series.points)
    analysis = analysis_of(series)
    definition = series.definition
    return Chart(
        series=series,
        name=name,
        analysis=analysis,
        words=describe(
            analysis,
            labels,
            unit=definition.chart_unit,
            better=cast(Literal["up", "down", "neither"], definition.better),
            goal=definition.goal_number,
            voice=voice,
        ),
        labels=labels,
        short_labels=short_labels(series),
        marks=tuple(_placed(series.points, series.grain, marks)),
        uid=uid,
    )


def analysis_of(series: Series) -> Analysis:
    """Return the run-chart analysis, the baseline frozen where that is usual."""
    numerators = [point.count.numerator if point.count else None for point in series.points]
    sizes = [point.count.denominator if point.count else None for point in series.points]
    multiply = float(series.definition.multiplier)
    first = runchart.analyse(numerators, sizes=sizes, multiply=multiply)
    baseline = runchart.usual_baseline(first.values)
    if baseline is None:
        return first
    return runchart.analyse(numerators, sizes=sizes, multiply=multiply, baseline=baseline)


def marks_of(series: Series, member: Membership | None) -> list[Annotation]:
    """Return the tests to mark on a team's chart, those ``member`` may see."""
    if series.team is None or not series.points:
        return []
    first, last = series.points[0].start, series.points[-1].start
    return annotations_of(
        series.team, series.metric, first, _end_of(last, series.grain), member=member
    )


def _end_of(start: dt.date, grain: str) -> dt.date:
    if grain == Grain.WEEK:
        return start + dt.timedelta(days=6)
    return periods.add_months(start, 1) - dt.timedelta(days=1)


def _placed(points: Sequence[Point], grain: str, marks: Sequence[Annotation]) -> list[Mark]:
    starts = {point.start: position for position, point in enumerate(points)}
    start_of = periods.monday_of if grain == Grain.WEEK else periods.first_of
    inside = [mark for mark in marks if start_of(mark.day) in starts]
    return [
        Mark(number, mark.day, mark.label, mark.url, starts[start_of(mark.day)])
        for number, mark in enumerate(inside, 1)
    ]


def sentence_label(start: dt.date, grain: str) -> str:
    """The period as it stands inside a sentence: "the week of September 8", "September 2026"."""
    if grain == Grain.WEEK:
        return _("the week of %(day)s") % {"day": date_format(start, "MONTH_DAY_FORMAT")}
    return date_format(start, "YEAR_MONTH_FORMAT")


def period_label(start: dt.date, grain: str) -> str:
    """The period as it stands in a table: "Sep 8, 2026", "September 2026"."""
    if grain == Grain.WEEK:
        return date_format(start, pgettext("date format: day, month and year", "M j, Y"))
    return date_format(start, "YEAR_MONTH_FORMAT")


def short_labels(series: Series) -> tuple[str, ...]:
    """The periods as they stand under a chart."""
    if series.grain == Grain.WEEK:
        wanted = pgettext("date format: day and month", "M j")
    elif len(series.points) > YEAR_OF_MONTHS:
        wanted = pgettext("date format: month and short year", "M y")
    else:
        wanted = pgettext("date format: month", "M")
    return tuple(date_format(point.start, wanted) for point in series.points)


def value_text(count: Count | None, definition: MetricDefinition) -> str:
    """The plotted value as people read it, or a dash."""
    value = count.plotted(definition.multiplier) if count else None
    return "–" if value is None else number_text(float(value), definition.chart_unit)


def goal_text(definition: MetricDefinition) -> str:
    """The goal as people read it, or nothing."""
    goal = definition.goal_number
    return "" if goal is None else number_text(goal, definition.chart_unit)


def count_text(count: Count | None, definition: MetricDefinition) -> str:
    """Numerator and denominator: "12 of 16"; for a plain count the number alone."""
    if count is None:
        return ""
    numerator = number_text(float(count.numerator))
    if not definition.has_denominator:
        return numerator
    return _("%(numerator)s of %(denominator)s") % {
        "numerator": numerator,
        "denominator": number_text(float(count.denominator)),
    }
