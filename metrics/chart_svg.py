"""Draw a run chart as inline SVG, from its analysis.

Presentation attributes only: a PDF renderer that ignores the page's CSS inside SVG draws the same
chart. Built as an element tree, so every text is escaped by construction. Lines are labelled at
their ends, in a margin of their own where no point can lie.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal, SupportsFloat
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from metrics import chart_layout as layout
from metrics.chart_layout import EndLabel, Frame, Pill
from metrics.chart_words import number_text
from metrics.runchart import Analysis, enough_for_median, enough_for_rules

Width = Literal["wide", "narrow"]

TEAL, WARM, MUTED, INK = "#2f5d5a", "#b4410e", "#5c6462", "#22302f"
PAPER, FAINT, AXIS = "#ffffff", "#a8a498", "#8d9297"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"

_TOTAL_WIDTH = {"wide": 720, "narrow": 343}
_PLOT_HEIGHT = {"wide": 220, "narrow": 190}
_END_LABEL_WIDTH = {"wide": 130, "narrow": 72}
_NOT_IN_XML = dict.fromkeys([*range(32), 127, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], " ")


def draw(
    analysis: Analysis,
    labels: Sequence[str],
    *,
    title: str,
    uid: str,
    goal: SupportsFloat | None = None,
    unit: str = "",
    marks: Sequence[int] = (),
    width: Width = "wide",
) -> SafeString:
    """Draw a run chart; `width` is "wide" (720 units) or "narrow" (343, for phones).

    `labels` has one short period per position. `title` is all that a screen reader says. `marks`
    are the positions of tests, numbered from 1 in the order given. `uid` must be unique on the
    page, per drawing. Raises ValueError for another kind of chart, a wrong number of labels or a
    mark outside the series.
    """
    if analysis.chart != "run":
        raise ValueError("Only run charts can be drawn.")
    if len(labels) != len(analysis.values):
        raise ValueError("There must be one label for each position.")
    if any(not 0 <= position < len(labels) for position in marks):
        raise ValueError("A mark must stand at a position of the series.")
    # "%" stands at every number; any other unit is written once, above the axis.
    mark_unit, axis_title = (unit, "") if unit == "%" else ("", unit)
    aim = None if goal is None else float(goal)
    ends = _end_labels(analysis, aim, mark_unit, _END_LABEL_WIDTH[width])
    frame, ticks, pills = _fit(
        analysis, aim, marks, ends, mark_unit=mark_unit, axis_title=axis_title, width=width
    )

    svg = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img"})
    svg.set("viewBox", f"0 0 {_number(frame.total)} {_number(frame.bottom + 28)}")
    svg.set("class", f"runchart {width}")
    svg.set("aria-labelledby", f"{_clean(uid)}-title")
    _add(svg, "title", id=f"{uid}-title").text = _clean(title)
    group = _add(svg, "g", font_family=FONT, font_size=12, fill=INK)
    if axis_title:
        _write(group, 1, 12, layout.shortened(axis_title, frame.total - 4), fill=MUTED)
    _draw_axes(group, frame, ticks, labels)
    for pill in pills:
        line = _vertical(frame.x(pill.position), frame.top - layout.MARKS_GAP, frame.bottom)
        _add(group, "path", d=line, stroke=FAINT, stroke_dasharray="2 4")
    _draw_level_lines(group, frame, analysis, aim)
    _draw_series(group, frame, analysis)
    _draw_pills(group, frame, pills)
    _draw_end_labels(group, frame, ends)
    medians = [_median_text(phase.centre_line or 0.0, mark_unit) for phase in analysis.phases]
    for x, y, text in layout.earlier_medians(frame, analysis, aim, medians):
        _write(group, x, y, text, bold=True)
    if not any(value is not None for value in analysis.values):
        middle = (frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2
        _write(group, *middle, _("No numbers yet"), anchor="middle", fill=MUTED)
    return SafeString(tostring(svg, encoding="unicode"))


def _fit(
    analysis: Analysis,
    goal: float | None,
    marks: Sequence[int],
    ends: Sequence[EndLabel],
    *,
    mark_unit: str,
    axis_title: str,
    width: Width,
) -> tuple[Frame, list[tuple[float, str]], list[Pill]]:
    """The plot with the ticks and marks that its margins have room for."""
    low, high = layout.scale(analysis, goal, percent=bool(mark_unit))
    whole = not mark_unit and all(value is None or value % 1 == 0 for value in analysis.values)
    ticks = [(tick, number_text(tick, mark_unit)) for tick in layout.ticks(low, high, whole=whole)]
    total = _TOTAL_WIDTH[width]
    frame = Frame(
        total=total,
        left=8 + max(layout.text_width(text) for _tick, text in ticks),
        right=total
        - 10
        - max([layout.text_width(t, bold=True) for e in ends for t in e.lines] or [2]),
        top=0,
        bottom=_PLOT_HEIGHT[width],
        low=low,
        high=high,
        positions=len(analysis.values),
    )
    pills = layout.pills(marks, frame)
    above = 12 + (18 if axis_title else 0)
    above += layout.PILL_ROW * max([pill.row + 1 for pill in pills], default=0)
    return replace(frame, top=above, bottom=above + frame.bottom), ticks, pills


def _end_labels(
    analysis: Analysis, goal: float | None, mark_unit: str, room: float
) -> list[EndLabel]:
    ends: list[tuple[float, str]] = []
    last = analysis.phases[-1] if analysis.phases else None
    if last and last.centre_line is not None and enough_for_median(last):
        ends.append((last.centre_line, _median_text(last.centre_line, mark_unit)))
    if goal is not None:
        ends.append((goal, _("Goal %(value)s") % {"value": number_text(goal, mark_unit)}))
    return [EndLabel(value, tuple(layout.wrapped(_clean(text), room))) for value, text in ends]


def _median_text(value: float, mark_unit: str) -> str:
    return _("Median %(value)s") % {"value": number_text(value, mark_unit)}


def _add(parent: Element, tag: str, **attributes: float | str) -> Element:
    """Append an element; attribute names are written with underscores, lengths are rounded."""
    child = SubElement(parent, tag)
    for name, value in attributes.items():
        shown = _clean(value) if isinstance(value, str) else _number(value)
        child.set(name.replace("_", "-"), shown)
    return child


def _write(
    group: Element,
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    bold: bool = False,
    fill: str = INK,
) -> None:
    element = _add(group, "text", x=x, y=y, text_anchor=anchor, fill=fill)
    if bold:
        element.set("font-weight", "700")
    element.text = _clean(text)


def _clean(text: str) -> str:
    return str(text).translate(_NOT_IN_XML)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _vertical(x: float, start: float, end: float) -> str:
    return f"M{_number(x)} {_number(start)}V{_number(end)}"


def _horizontal(start: float, end: float, y: float) -> str:
    return f"M{_number(start)} {_number(y)}H{_number(end)}"


def _draw_axes(
    group: Element, frame: Frame, ticks: Iterable[tuple[float, str]], labels: Sequence[str]
) -> None:
    axes = f"{_vertical(frame.left, frame.top, frame.bottom)}H{_number(frame.right)}"
    _add(group, "path", d=axes, fill="none", stroke=AXIS)
    for tick, text in ticks:
        _write(group, frame.left - 6, frame.y(tick) + 4, text, anchor="end", fill=MUTED)
    for position, middle, text in layout.period_labels(frame, labels):
        notch = _vertical(frame.x(position), frame.bottom, frame.bottom + 4)
        _add(group, "path", d=notch, stroke=AXIS)
        _write(group, middle, frame.bottom + 19, text, anchor="middle", fill=MUTED)


def _draw_level_lines(group: Element, frame: Frame, analysis: Analysis, goal: float | None) -> None:
    """The median of each phase, dashed where too short to be judged or crossed too seldom."""
    for phase in analysis.phases:
        if phase.first:
            split = _vertical(frame.x(phase.first - 0.5), frame.top, frame.bottom)
            _add(group, "path", d=split, stroke=MUTED, stroke_dasharray="1 3")
        if phase.centre_line is None or not enough_for_median(phase):
            continue
        judged = enough_for_rules(phase)
        crossed_too_seldom = judged and phase.runs_signal and not phase.long_runs
        line = _add(group, "path", d=_horizontal(*frame.ends(phase), frame.y(phase.centre_line)))
        line.set("stroke", WARM if crossed_too_seldom else MUTED)
        line.set("stroke-width", "1.8")
        if crossed_too_seldom or not judged:
            line.set("stroke-dasharray", "14 4")
    if goal is not None:
        path = _horizontal(frame.left, frame.right, frame.y(goal))
        _add(group, "path", d=path, stroke=TEAL, stroke_width=1.8, stroke_dasharray="5 5")


def _draw_series(group: Element, frame: Frame, analysis: Analysis) -> None:
    """The line with its gaps; round points, diamonds for signals, hollow where excluded."""
    for stretch in layout.stretches(analysis):
        if len(stretch) > 1:
            line = _add(group, "polyline", points=_path(layout.places(frame, analysis, stretch)))
            for name, value in (("stroke-width", "2.2"), ("stroke-linejoin", "round")):
                line.set(name, value)
            line.set("fill", "none")
            line.set("stroke", TEAL)
    signals = {i for phase in analysis.phases if enough_for_rules(phase) for i in phase.marked}
    radius, half = frame.radius, frame.radius + 2
    for position in range(len(analysis.values)):
        for x, y in layout.places(frame, analysis, [position]):
            if position in analysis.excluded:
                dot = _add(group, "circle", cx=x, cy=y, r=radius, fill=PAPER, stroke=MUTED)
                dot.set("stroke-width", "1.5")
            elif position in signals:
                corners = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
                _add(group, "polygon", points=_path(corners), fill=WARM)
            else:
                _add(group, "circle", cx=x, cy=y, r=radius, fill=TEAL)


def _path(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _draw_pills(group: Element, frame: Frame, pills: Iterable[Pill]) -> None:
    lowest = frame.top - layout.MARKS_GAP - layout.PILL_HEIGHT
    for pill in pills:
        top = lowest - pill.row * layout.PILL_ROW
        round_end = layout.PILL_HEIGHT / 2
        size = {"width": pill.right - pill.left, "height": layout.PILL_HEIGHT, "rx": round_end}
        shape = _add(group, "rect", x=pill.left, y=top, fill=PAPER, stroke=MUTED)
        for name, value in size.items():
            shape.set(name, _number(value))
        middle = (pill.left + pill.right) / 2
        _write(group, middle, top + 13.7, pill.text, anchor="middle", bold=True)


def _draw_end_labels(group: Element, frame: Frame, ends: Sequence[EndLabel]) -> None:
    for end, top in zip(ends, layout.end_label_tops(frame, ends), strict=True):
        for row, line in enumerate(end.lines, 1):
            y = top + row * layout.LINE_HEIGHT - 4
            _write(group, frame.right + 7, y, line, bold=True)
