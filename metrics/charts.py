"""Charts made from series: which kinds there may be, the analysis, and the chart as a whole."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from collaboratives.models import Membership
from metrics import periods, runchart
from metrics.annotations import Annotation, annotations_of
from metrics.chart_faces import Chart, Listed, Mark, Row
from metrics.chart_gates import Better, Measure, fitting_chart, kinds_to_offer
from metrics.chart_story import Change, Placed, Story, place
from metrics.chart_texts import (
    ADVICE,
    HINDRANCES,
    KIND_LABELS,
    PLAIN_ADVICE,
    PLAIN_HINDRANCES,
    PLAIN_KIND_LABELS,
    count_text,
    goal_text,
    period_label,
    sentence_label,
    short_labels,
    value_text,
)
from metrics.chart_words import Voice, describe
from metrics.definitions import definition_changes
from metrics.enums import Grain
from metrics.queries import Series
from metrics.runchart import Analysis
from metrics.runchart import Chart as Kind
from metrics.series import Point

__all__ = [
    "Chart", "Kind", "KindChoice", "Listed", "Mark", "Row", "Voice", "analysis_of", "chart_of",
    "count_text", "goal_text", "kind_to_show", "kinds_of", "marks_of", "period_label",
    "placed_story", "sentence_label", "short_labels", "value_text",
]  # fmt: skip


@dataclass(frozen=True)
class KindChoice:
    """A kind of chart for a measure: offered, or why not yet; advice may stand beside either.

    ``term`` is what the field calls it; ``label`` that, or the plain word for teams.
    """

    kind: Kind
    label: str
    offered: bool
    why_not: str
    advice: str
    term: str = ""


def chart_of(
    series: Series,
    *,
    name: str,
    uid: str,
    voice: Voice = "staff",
    marks: Sequence[Annotation] = (),
    kind: Kind = "run",
    story: Story | None = None,
) -> Chart:
    """Return the chart of a series; ``uid`` must be unique on the page.

    ``kind`` is one that ``kinds_of`` offers; ``story`` what people decided about this chart.
    """
    labels = tuple(sentence_label(point.start, series.grain) for point in series.points)
    analysis = analysis_of(series, kind, story)
    placed = placed_story(series, story)
    definition = series.definition
    return Chart(
        series=series,
        name=name,
        analysis=analysis,
        words=describe(
            analysis,
            labels,
            unit=definition.chart_unit,
            better=cast(Better, definition.better),
            goal=definition.goal_number,
            voice=voice,
            story=placed,
        ),
        labels=labels,
        short_labels=short_labels(series),
        marks=tuple(_placed(series.points, series.grain, marks)),
        uid=uid,
        story=placed,
    )


def analysis_of(series: Series, kind: Kind = "run", story: Story | None = None) -> Analysis:
    """Return the analysis of a series; one that does not fit its numbers is a run chart.

    A run chart's median is frozen on the first twelve values where that is usual and nobody
    began a new phase. A Shewhart chart uses all values of a phase: it is offered only where
    these show no change, and its limits become firm with twenty.
    """
    placed = placed_story(series, story)
    numerators, sizes = _columns(series)
    multiply = float(series.definition.multiplier)
    if kind in {"p", "c", "u"}:
        kind = _fitting(series) or "run"
    whole = runchart.analyse(
        numerators,
        sizes=None if kind == "c" else sizes,
        chart=kind,
        splits=placed.cuts,
        excluded=placed.left_out,
        multiply=multiply,
    )
    if kind != "run" or placed.cuts:
        return whole
    baseline = runchart.usual_baseline(whole.values, excluded=whole.excluded)
    if baseline is None:
        return whole
    return runchart.analyse(
        numerators, sizes=sizes, baseline=baseline, excluded=placed.left_out, multiply=multiply
    )


def kinds_of(
    series: Series, story: Story | None = None, *, plain: bool = False
) -> tuple[KindChoice, ...]:
    """Return the kinds of chart for this series, the run chart first, in the active language.

    ``plain`` says it in the words of the teams' pages.
    """
    labels = PLAIN_KIND_LABELS if plain else KIND_LABELS
    hindrances = PLAIN_HINDRANCES if plain else HINDRANCES
    advice = PLAIN_ADVICE if plain else ADVICE
    numerators, sizes = _columns(series)
    offers = kinds_to_offer(
        analysis_of(series, "run", story), measure=_measure(series), counts=numerators, sizes=sizes
    )
    return tuple(
        KindChoice(
            kind=offer.chart,
            label=str(labels[offer.chart]),
            offered=offer.hindrance is None,
            why_not=str(hindrances[offer.hindrance]) if offer.hindrance else "",
            advice=str(advice[offer.advice]) if offer.advice else "",
            term=str(KIND_LABELS[offer.chart]),
        )
        for offer in offers
    )


def kind_to_show(asked: str | None, kinds: Collection[KindChoice]) -> Kind:
    """Return the kind that was asked for where it is offered, else the run chart."""
    return next((one.kind for one in kinds if one.offered and one.kind == asked), "run")


def _measure(series: Series) -> Measure:
    return cast(Measure, str(series.definition.kind))


def _columns(series: Series) -> tuple[list[Decimal | None], list[Decimal | None]]:
    counts = [point.count for point in series.points]
    return [c.numerator if c else None for c in counts], [
        c.denominator if c else None for c in counts
    ]


def _fitting(series: Series) -> Kind | None:
    return fitting_chart(_measure(series), *_columns(series))


def placed_story(series: Series, story: Story | None) -> Placed:
    """Return the story of a chart by position, with the changes of the measure's definition."""
    start_of = periods.monday_of if series.grain == Grain.WEEK else periods.first_of
    positions = {point.start: position for position, point in enumerate(series.points)}
    changes = [
        Change(_first_period(one.from_month, series.grain), one.because)
        for one in definition_changes(series.metric)
        if one.is_counted_anew
    ]
    return place(story or Story(), changes, lambda day: positions.get(start_of(day)))


def _first_period(month: dt.date, grain: str) -> dt.date:
    return periods.weeks_of_month(month)[0] if grain == Grain.WEEK else month


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
