"""Small charts, many side by side on one scale: a line, its median, the goal, the last value.

Presentation attributes only, as in ``chart_svg``, so that paper and page draw the same.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.safestring import SafeString

from metrics.chart_svg import FONT, INK, MUTED, TEAL, WARM
from metrics.chart_words import number_text
from metrics.runchart import Analysis, enough_for_median, enough_for_rules

WIDTH, HEIGHT = 240, 84
LEFT, RIGHT, TOP, BOTTOM = 4, 190, 10, 74


def common_scale(analyses: Iterable[Analysis], goal: float | None) -> tuple[float, float]:
    """Return lowest and highest value that all of these charts need: from 0 up."""
    values = [value for one in analyses for value in one.values if value is not None]
    high = max([*values, goal or 0.0, 0.0])
    return min([*values, 0.0]), high or 1.0


def draw_small(
    analysis: Analysis,
    *,
    title: str,
    uid: str,
    scale: tuple[float, float],
    goal: float | None = None,
    unit: str = "",
) -> SafeString:
    """Draw one small chart; ``title`` is all that a screen reader says."""
    low, high = scale

    def y(value: float) -> float:
        return BOTTOM - (value - low) / ((high - low) or 1) * (BOTTOM - TOP)

    count = len(analysis.values)
    step = (RIGHT - LEFT - 8) / max(count - 1, 1)
    xs = [LEFT + 4 + step * position for position in range(count)]
    svg = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img"})
    svg.set("viewBox", f"0 0 {WIDTH} {HEIGHT}")
    svg.set("class", "small-chart")
    svg.set("aria-labelledby", f"{uid}-title")
    SubElement(svg, "title", id=f"{uid}-title").text = title
    group = SubElement(svg, "g", {"font-family": FONT, "font-size": "12", "fill": INK})
    _line(group, LEFT, BOTTOM, RIGHT, BOTTOM, MUTED, "")
    if goal is not None:
        _line(group, LEFT, y(goal), RIGHT, y(goal), TEAL, "4 4")
    for phase in analysis.phases:
        if phase.centre_line is not None and enough_for_median(phase):
            height = y(phase.centre_line)
            _line(group, xs[phase.first], height, xs[phase.last], height, MUTED, "")
    _draw_values(group, analysis, xs, [None if v is None else y(v) for v in analysis.values])
    last = next((value for value in reversed(analysis.values) if value is not None), None)
    if last is not None:
        # "%" stands at the number; any longer unit would not fit and is in the title.
        text = number_text(last, "%" if unit == "%" else "")
        label = SubElement(group, "text", {"x": str(RIGHT + 6), "y": f"{y(last) + 4:.1f}"})
        label.set("font-weight", "700")
        label.text = text
    return SafeString(tostring(svg, encoding="unicode"))


def _draw_values(
    group: Element, analysis: Analysis, xs: Sequence[float], ys: Sequence[float | None]
) -> None:
    signals = {i for phase in analysis.phases if enough_for_rules(phase) for i in phase.marked}
    for present, stretch in groupby(range(len(ys)), key=lambda i: ys[i] is not None):
        if not present:
            continue
        places = [(i, xs[i], ys[i] or 0.0) for i in stretch]
        points = " ".join(f"{x:.1f},{y:.1f}" for _i, x, y in places)
        attributes = {"points": points, "fill": "none", "stroke": TEAL, "stroke-width": "1.8"}
        SubElement(group, "polyline", attributes)
        for i, x, y in places:
            if i in signals:
                corners = ((x, y - 3.5), (x + 3.5, y), (x, y + 3.5), (x - 3.5, y))
                diamond = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
                SubElement(group, "polygon", {"points": diamond, "fill": WARM})
            elif len(places) == 1 or i == len(ys) - 1:
                dot = {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "2.2", "fill": TEAL}
                SubElement(group, "circle", dot)


def _line(
    group: Element, x1: float, y1: float, x2: float, y2: float, stroke: str, dashes: str
) -> None:
    attributes = {"d": f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}", "stroke": stroke, "fill": "none"}
    if dashes:
        attributes["stroke-dasharray"] = dashes
    SubElement(group, "path", attributes)
