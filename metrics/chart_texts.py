"""Periods, values and kinds of chart as people read them, beside and around a chart."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from metrics.chart_gates import Advice, Hindrance
from metrics.chart_numbers import number_text
from metrics.enums import Grain, Kind
from metrics.models import MetricDefinition
from metrics.queries import Series
from metrics.runchart import Chart
from metrics.series import Count

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

YEAR_OF_MONTHS = 12

KIND_LABELS: Mapping[Chart, "StrPromise"] = {
    "run": gettext_lazy("Run chart"),
    "i": gettext_lazy("I chart (single values)"),
    "p": gettext_lazy("P chart (shares)"),
    "c": gettext_lazy("C chart (counts)"),
    "u": gettext_lazy("U chart (rates)"),
}
HINDRANCES: Mapping[Hindrance, "StrPromise"] = {
    "few_points": gettext_lazy(
        "Control limits take at least 12 values in the latest phase. Until then the run chart "
        "tells more."
    ),
    "signal": gettext_lazy(
        "The run chart shows a change in the latest phase. Limits of something that is moving "
        "mean nothing."
    ),
    "at_an_end": gettext_lazy(
        "More than half of the values rest at one end of the scale. Limits cannot show more."
    ),
    "no_variation": gettext_lazy(
        "Every value is the same. There is no variation to set limits by."
    ),
}
ADVICE: Mapping[Advice, "StrPromise"] = {
    "few_events": gettext_lazy(
        "There are fewer than 5 events at a point on average. The run chart tells more; "
        "a longer period for each point would help."
    ),
    "few_either_way": gettext_lazy(
        "A point has fewer than 5 yes or fewer than 5 no on average, so the limits are very wide. "
        "The run chart tells more."
    ),
}

# The same for teams, whose pages lead with the plain word.
PLAIN_KIND_LABELS: Mapping[Chart, "StrPromise"] = {
    "run": gettext_lazy("The line with its middle"),
    "i": gettext_lazy("Limits for single numbers"),
    "p": gettext_lazy("Limits for shares"),
    "c": gettext_lazy("Limits for counts"),
    "u": gettext_lazy("Limits for rates"),
}
PLAIN_HINDRANCES: Mapping[Hindrance, "StrPromise"] = {
    "few_points": gettext_lazy("Limits take at least 12 numbers. You are on your way."),
    "signal": gettext_lazy("Your numbers have moved. While they move, limits say nothing."),
    "at_an_end": gettext_lazy("More than half of your numbers are at one end. Limits say no more."),
    "no_variation": gettext_lazy("All your numbers are the same. So there are no limits to draw."),
}
PLAIN_ADVICE: Mapping[Advice, "StrPromise"] = {
    "few_events": gettext_lazy("You count only a few each time. The line alone tells you more."),
    "few_either_way": gettext_lazy("The limits are very wide here. The line alone tells you more."),
}


@lru_cache(maxsize=4096)
def _in(language: str | None, day: dt.date, wanted: str) -> str:
    return date_format(day, wanted)


def _dated(day: dt.date, wanted: str) -> str:
    """The day in the active language; many charts beside each other show the same days."""
    return _in(get_language(), day, wanted)


def sentence_label(start: dt.date, grain: str) -> str:
    """The period as it stands inside a sentence: "the week of September 8", "September 2026"."""
    if grain == Grain.WEEK:
        return _("the week of %(day)s") % {"day": _dated(start, "MONTH_DAY_FORMAT")}
    return _dated(start, "YEAR_MONTH_FORMAT")


def period_label(start: dt.date, grain: str) -> str:
    """The period as it stands in a table: "Sep 8, 2026", "September 2026"."""
    if grain == Grain.WEEK:
        return _dated(start, pgettext("date format: day, month and year", "M j, Y"))
    return _dated(start, "YEAR_MONTH_FORMAT")


def short_labels(series: Series) -> tuple[str, ...]:
    """The periods as they stand under a chart."""
    if series.grain == Grain.WEEK:
        wanted = pgettext("date format: day and month", "M j")
    elif len(series.points) > YEAR_OF_MONTHS:
        wanted = pgettext("date format: month and short year", "M y")
    else:
        wanted = pgettext("date format: month", "M")
    return tuple(_dated(point.start, wanted) for point in series.points)


def value_text(count: Count | None, definition: MetricDefinition) -> str:
    """The plotted value as people read it, or a dash."""
    value = count.plotted(definition.multiplier) if count else None
    return "–" if value is None else number_text(float(value), definition.chart_unit)


def goal_text(definition: MetricDefinition) -> str:
    """The goal as people read it, or nothing."""
    goal = definition.goal_number
    return "" if goal is None else number_text(goal, definition.chart_unit)


def count_text(count: Count | None, definition: MetricDefinition) -> str:
    """Numerator and denominator: "12 of 16", a rate "7 in 2"; a plain count is the number alone."""
    if count is None:
        return ""
    numerator = number_text(float(count.numerator))
    if not definition.has_denominator:
        return numerator
    known = {"numerator": numerator, "denominator": number_text(float(count.denominator))}
    if definition.kind == Kind.RATE:
        return _("%(numerator)s in %(denominator)s") % known
    return _("%(numerator)s of %(denominator)s") % known
