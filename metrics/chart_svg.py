"""Draw a run chart or a Shewhart chart as inline SVG, from its analysis.

The same drawing stands on the page, on paper and in a PDF. Lines are labelled at their ends, in a
margin of their own where no point can lie; shapes and dashes say all that colours say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal, SupportsFloat
from xml.etree.ElementTree import Element, tostring

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bsc.ui import pen
from bsc.ui.pen import AXIS, FAINT, MUTED, PAPER, TEAL, WARM
from metrics import chart_layout as layout
from metrics import chart_signs
from metrics.chart_gates import marked_to_show
from metrics.chart_layout import EndLabel, Frame
from metrics.chart_levels import Level, levels_of
from metrics.chart_signs import Sign
from metrics.chart_story import Placed
from metrics.chart_words import number_text
from metrics.runchart import Analysis

Width = Literal["wide", "narrow"]

_TOTAL_WIDTH = {"wide": 720, "narrow": 343}
_PLOT_HEIGHT = {"wide": 220, "narrow": 190}
_END_LABEL_WIDTH = {"wide": 130, "narrow": 72}
# Colour, width and dashes of a level line, by its kind and look.
_PENS = {
    ("centre", "firm"): (MUTED, 1.8, ""),
    ("centre", "early"): (MUTED, 1.8, "14 4"),
    ("centre", "seldom"): (WARM, 1.8, "14 4"),
    ("upper", "firm"): (MUTED, 1.1, ""),
    ("lower", "firm"): (MUTED, 1.1, ""),
    ("upper", "trial"): (MUTED, 1.1, "2 3"),
    ("lower", "trial"): (MUTED, 1.1, "2 3"),
    ("goal", "firm"): (TEAL, 1.8, "5 5"),
}


def draw(
    analysis: Analysis,
    labels: Sequence[str],
    *,
    title: str,
    uid: str,
    goal: SupportsFloat | None = None,
    unit: str = "",
    marks: Sequence[int] = (),
    story: Placed | None = None,
    width: Width = "wide",
) -> SafeString:
    """Draw a chart; `width` is "wide" (720 units) or "narrow" (343, for phones).

    `labels` has one short period per position. `title` is all that a screen reader says. `marks`
    are the positions of tests, numbered from 1 in the order given; the notes of `story` are
    lettered from a, its splits and changes named at their lines. `uid` must be unique on the
    page, per drawing. Raises ValueError for a wrong number of labels or a mark outside the series.
    """
    story = story or Placed()
    if len(labels) != len(analysis.values):
        raise ValueError("There must be one label for each position.")
    if any(not 0 <= position < len(labels) for position in (*marks, *_positions(story))):
        raise ValueError("A mark must stand at a position of the series.")
    # "%" stands at every number; any other unit is written once, above the axis.
    mark_unit, axis_title = (unit, "") if unit == "%" else ("", unit)
    levels = levels_of(analysis, None if goal is None else float(goal), percent=unit == "%")
    ends = _end_labels(analysis, levels, mark_unit, _END_LABEL_WIDTH[width])
    frame, ticks, signs = _fit(analysis, levels, ends, (marks, story), mark_unit, axis_title, width)

    box = f"0 0 {pen.number(frame.total)} {pen.number(frame.bottom + 28)}"
    svg, group = pen.drawing(box=box, css=f"runchart {width}", uid=uid, title=title)
    if axis_title:
        pen.write(group, 1, 12, layout.shortened(axis_title, frame.total - 4), fill=MUTED)
    _draw_axes(group, frame, ticks, labels)
    _draw_drops(group, frame, analysis, signs)
    for level in levels:
        _draw_level(group, frame, level)
    _draw_series(group, frame, analysis)
    for sign in signs:
        _draw_sign(group, frame, sign)
    _draw_end_labels(group, frame, ends)
    earlier = [
        (level, _level_text(analysis, level, mark_unit))
        for level in levels
        if level.kind == "centre" and level.last < len(labels) - 1
    ]
    breaks = [sign.position for sign in signs if sign.is_break]
    for x, y, text in layout.earlier_labels(frame, analysis, levels, earlier, breaks):
        pen.write(group, x, y, text, bold=True)
    if not any(value is not None for value in analysis.values):
        middle = (frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2
        pen.write(group, *middle, _("No numbers yet"), anchor="middle", fill=MUTED)
    return SafeString(tostring(svg, encoding="unicode"))


def _positions(story: Placed) -> Iterable[int]:
    for things in (story.splits, story.notes, story.exclusions, story.changes):
        for position, _thing in things:
            yield position


def _fit(
    analysis: Analysis,
    levels: Sequence[Level],
    ends: Sequence[EndLabel],
    above: tuple[Sequence[int], Placed],
    mark_unit: str,
    axis_title: str,
    width: Width,
) -> tuple[Frame, list[tuple[float, str]], list[Sign]]:
    """The plot with the ticks and signs that its margins have room for."""
    heights = [y for y in analysis.values if y is not None]
    low, high = layout.scale(
        [*heights, *[y for level in levels for y in level.values if y is not None]],
        percent=bool(mark_unit),
    )
    whole = not mark_unit and all(value % 1 == 0 for value in heights)
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
    tests, story = above
    placed = chart_signs.signs(
        frame,
        tests=tests,
        notes=[position for position, _note in story.notes],
        splits=[(position, _("New phase")) for position in story.cuts],
        changes=[(position, _("Counted anew")) for position, _change in story.changes],
    )
    top = 12 + (18 if axis_title else 0) + chart_signs.room_above(placed)
    return replace(frame, top=top, bottom=top + frame.bottom), ticks, placed


def _end_labels(
    analysis: Analysis, levels: Sequence[Level], mark_unit: str, room: float
) -> list[EndLabel]:
    """What stands beside the lines that reach the end of the plot."""
    return [
        EndLabel(
            level.latest,
            tuple(layout.wrapped(pen.clean(_level_text(analysis, level, mark_unit)), room)),
        )
        for level in levels
        if level.latest is not None and level.last >= len(analysis.values) - 1
    ]


def _level_text(analysis: Analysis, level: Level, mark_unit: str) -> str:
    value = {"value": number_text(level.latest or 0.0, mark_unit)}
    if level.kind == "goal":
        return _("Goal %(value)s") % value
    if level.kind == "centre":
        return (
            _("Median %(value)s") if analysis.chart == "run" else _("Average %(value)s")
        ) % value
    if level.look == "trial":
        return _("Trial limit %(value)s") % value
    return (_("Upper limit %(value)s") if level.kind == "upper" else _("Lower limit %(value)s")) % (
        value
    )


def _draw_axes(
    group: Element, frame: Frame, ticks: Iterable[tuple[float, str]], labels: Sequence[str]
) -> None:
    axes = f"{pen.vertical(frame.left, frame.top, frame.bottom)}H{pen.number(frame.right)}"
    pen.add(group, "path", d=axes, fill="none", stroke=AXIS)
    for tick, text in ticks:
        pen.write(group, frame.left - 6, frame.y(tick) + 4, text, anchor="end", fill=MUTED)
    for position, middle, text in layout.period_labels(frame, labels):
        notch = pen.vertical(frame.x(position), frame.bottom, frame.bottom + 4)
        pen.add(group, "path", d=notch, stroke=AXIS)
        pen.write(group, middle, frame.bottom + 19, text, anchor="middle", fill=MUTED)


def _draw_drops(group: Element, frame: Frame, analysis: Analysis, signs: Iterable[Sign]) -> None:
    """The lines below the signs: faint at tests and notes, stronger where something begins."""
    dashes = {phase.first - 0.5: "1 3" for phase in analysis.phases if phase.first}
    dashes |= {sign.position: "7 3 1 3" for sign in signs if sign.kind == "change"}
    drops = {sign.position: "2 4" for sign in signs if not sign.is_break}
    for position, pattern in sorted((dashes | drops).items()):
        line = pen.vertical(frame.x(position), frame.top - chart_signs.SIGNS_GAP, frame.bottom)
        stroke = FAINT if position in drops else MUTED
        pen.add(group, "path", d=line, stroke=stroke, stroke_dasharray=pattern)


def _draw_level(group: Element, frame: Frame, level: Level) -> None:
    stroke, width, dashes = _PENS[level.kind, level.look]
    for piece in layout.steps(frame, level):
        path = pen.horizontal(*piece[0])
        path += "".join(f"V{pen.number(y)}H{pen.number(end)}" for _start, end, y in piece[1:])
        line = pen.add(group, "path", d=path, stroke=stroke, stroke_width=width)
        if len(piece) > 1:
            line.set("fill", "none")
        if dashes:
            line.set("stroke-dasharray", dashes)


def _draw_series(group: Element, frame: Frame, analysis: Analysis) -> None:
    """The line with its gaps; round points, diamonds for signals, hollow where excluded."""
    for stretch in layout.stretches(analysis):
        if len(stretch) > 1:
            places = layout.places(frame, analysis, stretch)
            line = pen.add(group, "polyline", points=pen.points(places))
            for name, value in (("stroke-width", "2.2"), ("stroke-linejoin", "round")):
                line.set(name, value)
            line.set("fill", "none")
            line.set("stroke", TEAL)
    signals = marked_to_show(analysis)
    for position in range(len(analysis.values)):
        for x, y in layout.places(frame, analysis, [position]):
            if position in analysis.excluded:
                pen.hollow(group, x, y, frame.radius)
            elif position in signals:
                pen.diamond(group, x, y, frame.radius + 2)
            else:
                pen.add(group, "circle", cx=x, cy=y, r=frame.radius, fill=TEAL)


def _draw_sign(group: Element, frame: Frame, sign: Sign) -> None:
    """A number in a round frame, a letter in a square one, the name of a break in none."""
    lowest = frame.top - chart_signs.SIGNS_GAP - chart_signs.SIGN_HEIGHT
    top = lowest - sign.row * chart_signs.SIGN_ROW
    middle = (sign.left + sign.right) / 2
    if sign.is_break:
        pen.write(group, middle, top + 13.7, sign.text, anchor="middle", fill=MUTED)
        return
    corner = chart_signs.SIGN_HEIGHT / 2 if sign.kind == "test" else 2
    shape = pen.add(group, "rect", x=sign.left, y=top, fill=PAPER, stroke=MUTED)
    size = {"width": sign.right - sign.left, "height": chart_signs.SIGN_HEIGHT, "rx": corner}
    for name, value in size.items():
        shape.set(name, pen.number(value))
    pen.write(group, middle, top + 13.7, sign.text, anchor="middle", bold=True)


def _draw_end_labels(group: Element, frame: Frame, ends: Sequence[EndLabel]) -> None:
    """Each label, with a short stroke from its line where it had to give way."""
    for end, top in zip(ends, layout.end_label_tops(frame, ends), strict=True):
        middle, height = top + len(end.lines) * layout.LINE_HEIGHT / 2, frame.y(end.value)
        if abs(middle - height) > layout.LINE_HEIGHT / 2:
            path = f"M{pen.number(frame.right)} {pen.number(height)}"
            path += f"L{pen.number(frame.right + 5)} {pen.number(middle)}"
            pen.add(group, "path", d=path, stroke=FAINT)
        for row, line in enumerate(end.lines, 1):
            y = top + row * layout.LINE_HEIGHT - 4
            pen.write(group, frame.right + 7, y, line, bold=True)
