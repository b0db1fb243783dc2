"""Small charts, many side by side on one scale: a line, its median, the goal, the last value."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

from django.utils.safestring import SafeString

from bsc.ui import pen
from bsc.ui.pen import MUTED, TEAL
from metrics import chart_layout as layout
from metrics.chart_gates import marked_to_show
from metrics.chart_layout import Frame
from metrics.chart_levels import levels_of
from metrics.chart_words import number_text
from metrics.runchart import Analysis

WIDTH, HEIGHT = 240, 84
LEFT, RIGHT, TOP, BOTTOM = 4, 190, 10, 74
_DOT = 2.2


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
    frame = Frame(
        total=WIDTH, left=LEFT, right=RIGHT, top=TOP, bottom=BOTTOM,
        low=low, high=high if high > low else low + 1, positions=len(analysis.values),
    )  # fmt: skip
    svg, group = pen.drawing(box=f"0 0 {WIDTH} {HEIGHT}", css="small-chart", uid=uid, title=title)
    _level(group, LEFT, RIGHT, BOTTOM, MUTED, "")
    for level in levels_of(analysis, goal, percent=unit == "%"):
        if level.kind not in {"centre", "goal"}:
            continue
        for piece in layout.steps(frame, level):
            for start, end, y in piece:
                stroke, dashes = (TEAL, "4 4") if level.kind == "goal" else (MUTED, "")
                _level(group, start, end, y, stroke, dashes)
    _draw_values(group, frame, analysis)
    last = next((value for value in reversed(analysis.values) if value is not None), None)
    if last is not None:
        # "%" stands at the number; any longer unit would not fit and is in the title.
        text = number_text(last, "%" if unit == "%" else "")
        pen.write(group, RIGHT + 6, frame.y(last) + 4, text, bold=True)
    return SafeString(tostring(svg, encoding="unicode"))


def _draw_values(group: Element, frame: Frame, analysis: Analysis) -> None:
    """The line with its gaps; diamonds, hollow points, and a dot at the end and where alone."""
    signals = marked_to_show(analysis)
    dots = {len(analysis.values) - 1}
    for stretch in layout.stretches(analysis):
        places = layout.places(frame, analysis, stretch)
        line = pen.add(group, "polyline", points=pen.points(places), fill="none", stroke=TEAL)
        line.set("stroke-width", "1.8")
        if len(stretch) == 1:
            dots.update(stretch)
    for position in range(len(analysis.values)):
        for x, y in layout.places(frame, analysis, [position]):
            if position in analysis.excluded:
                pen.hollow(group, x, y, _DOT)
            elif position in signals:
                pen.diamond(group, x, y, 3.5)
            elif position in dots:
                pen.add(group, "circle", cx=x, cy=y, r=_DOT, fill=TEAL)


def _level(group: Element, start: float, end: float, y: float, stroke: str, dashes: str) -> None:
    line = pen.add(group, "path", d=pen.horizontal(start, end, y), stroke=stroke)
    if dashes:
        line.set("stroke-dasharray", dashes)
