"""Draw the cycles of one idea as a ramp: how much each touched, over time.

Pure: plain values in, markup out. What a decision was is told by shape and word, never by colour
alone: a triangle grows, a diamond changes, a square stops, a ringed circle stays. What is only
planned is hollow. Presentation attributes only, like the run charts, so that print and PDF match.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal
from xml.etree.ElementTree import Element, tostring

from bsc.ui import pen
from bsc.ui.pen import AXIS, FAINT, INK, MUTED, PAPER, TEAL
from metrics.chart_layout import text_width, wrapped

Width = Literal["wide", "narrow"]
Look = Literal["planned", "trying", "expand", "adjust", "ready", "abandon"]

TINT = "#e6efec"
SIZES = 5
LOOKS: tuple[Look, ...] = ("planned", "trying", "expand", "adjust", "ready", "abandon")
_TOTAL = {"wide": 720.0, "narrow": 343.0}
_LABELS = {"wide": 150.0, "narrow": 92.0}
_ROW, _TOP, _RADIUS = 46.0, 12.0, 12.0
_DAYS_ROW, _LEGEND_ROW, _LINE = 28.0, 24.0, 15.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One cycle: its number, its day (None: not set), its size (0 one child … 4 the center)."""

    number: int
    look: Look
    day: dt.date | None = None
    when: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on the drawing in the reader's language; ``sizes`` the smallest first."""

    title: str
    description: str
    sizes: Sequence[str]
    no_size: str
    looks: Mapping[Look, str]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where markers may lie: x between left and right, one row for each size, the largest on top.

    Markers in one row keep ``apart`` from each other while there is room.
    """

    left: float
    right: float
    top: float
    row: float
    rows: int
    apart: float

    @property
    def bottom(self) -> float:
        """Return the lower edge of the last row."""
        return self.top + self.rows * self.row

    def y(self, size: int | None) -> float:
        """Return the middle of a size's row; a cycle without a size lies below all others."""
        place = self.rows - 1 if size is None else SIZES - 1 - size
        return self.top + (place + 0.5) * self.row


def draw(marks: Sequence[Mark], words: Words, *, uid: str, width: Width = "wide") -> str:
    """Return the SVG, 720 or 343 units wide; ``uid`` must be unique on the page, per drawing.

    Marks come in the order of their numbers. Those without a day stand after the last day.
    """
    total, axis = _TOTAL[width], _LABELS[width]
    frame = Frame(
        left=axis + 20, right=total - 20, top=_TOP, row=_ROW, rows=_rows(marks),
        apart=2 * _RADIUS + 5,
    )  # fmt: skip
    legend = list(_legend(marks, words, total))
    height = frame.bottom + _DAYS_ROW + _LEGEND_ROW * len(legend)
    svg, group = _begin(words, uid, f"0 0 {total:g} {height:g}", f"ramp chart-{width}")
    _rows_with_names(group, frame, words, axis, total)
    places = places_of(marks, frame)
    _slope(group, places, frame.bottom)
    _days(group, marks, places, frame, axis, total)
    for mark, (x, y) in zip(marks, places, strict=True):
        _shape(group, mark.look, x, y, _RADIUS)
        solid = mark.look not in {"planned", "trying"}
        drop = 2.5 if mark.look == "expand" else 0
        pen.write(
            group, x, y + 4.2 + drop, str(mark.number), anchor="middle", bold=True,
            fill=PAPER if solid else INK,
        )  # fmt: skip
    for line, entries in enumerate(legend):
        y = frame.bottom + _DAYS_ROW + _LEGEND_ROW * line + 8
        for look, x in entries:
            _shape(group, look, x + 8, y, 7)
            pen.write(group, x + 21, y + 4, words.looks[look])
    return tostring(svg, encoding="unicode")


def draw_small(marks: Sequence[Mark], words: Words, *, uid: str) -> str:
    """Return the ramp as a thumbnail of 120 by 52 units; its title says what it shows."""
    rows = _rows(marks)
    frame = Frame(left=8, right=112, top=3, row=45 / rows, rows=rows, apart=12)
    svg, group = _begin(words, uid, "0 0 120 52", "ramp-small")
    places = places_of(marks, frame)
    _slope(group, places, frame.bottom)
    pen.add(group, "path", d=pen.horizontal(1, 119, frame.bottom), stroke=FAINT)
    for mark, (x, y) in zip(marks, places, strict=True):
        _shape(group, mark.look, x, y, 4.5)
    return tostring(svg, encoding="unicode")


def places_of(marks: Sequence[Mark], frame: Frame) -> list[tuple[float, float]]:
    """Return where each mark lies: by day from left to right, by size from bottom to top."""
    days = [mark.day for mark in marks if mark.day]
    undated = len(marks) - len(days)
    right = max(frame.right - undated * frame.apart, frame.left) if days else frame.left
    first, last = (min(days), max(days)) if days else (None, None)
    span = (last - first).days if first and last else 0
    after = right if span else frame.left
    xs: list[float] = []
    for mark in marks:
        if mark.day and first:
            share = (mark.day - first).days / span if span else 0.0
            xs.append(frame.left + share * (right - frame.left))
        else:
            after += frame.apart if days or xs else 0.0
            xs.append(min(after, frame.right))
    xs = _spread(xs, [mark.size for mark in marks], frame)
    return [(x, frame.y(mark.size)) for x, mark in zip(xs, marks, strict=True)]


def _spread(xs: Sequence[float], sizes: Sequence[int | None], frame: Frame) -> list[float]:
    """Nudge places apart, keeping their order; where they do not all fit, squeeze them evenly."""
    spread = list(xs)
    order = sorted(range(len(xs)), key=lambda place: (xs[place], place))
    for step, places, edge in ((1, order, frame.left), (-1, order[::-1], frame.right)):
        last, last_in_row = edge, dict[int | None, float]()
        for place in places:
            needed = [spread[place], last]
            if sizes[place] in last_in_row:
                needed.append(last_in_row[sizes[place]] + step * frame.apart)
            spread[place] = max(needed) if step > 0 else min(needed)
            last = last_in_row[sizes[place]] = spread[place]
    low = min(spread, default=frame.left)
    if low < frame.left:
        squeezed = (frame.right - frame.left) / (frame.right - low)
        spread = [frame.right - (frame.right - x) * squeezed for x in spread]
    return spread


def _rows(marks: Sequence[Mark]) -> int:
    return SIZES + any(mark.size is None for mark in marks)


def _begin(words: Words, uid: str, box: str, css: str) -> tuple[Element, Element]:
    svg, group = pen.drawing(box=box, css=css, uid=uid, title=words.title)
    described = pen.clean(f"{uid}-description")
    svg.set("aria-describedby", described)
    description = Element("desc", {"id": described})
    description.text = pen.clean(words.description)
    svg.insert(1, description)
    return svg, group


def _rows_with_names(group: Element, frame: Frame, words: Words, axis: float, total: float) -> None:
    names: list[tuple[int | None, str]] = [*enumerate(words.sizes)]
    if frame.rows > SIZES:
        names.append((None, words.no_size))
    for size, name in names:
        middle = frame.y(size)
        pen.add(group, "path", d=pen.horizontal(axis, total - 1, middle), stroke=TINT)
        lines = list(wrapped(name, axis - 8))[:3]
        for place, line in enumerate(lines):
            pen.write(group, 1, middle + 4 + _LINE * (place - (len(lines) - 1) / 2), line)
    lines_of_axes = f"{pen.vertical(axis, frame.top, frame.bottom)}H{pen.number(total - 1)}"
    pen.add(group, "path", d=lines_of_axes, fill="none", stroke=AXIS)


def _slope(group: Element, places: Sequence[tuple[float, float]], bottom: float) -> None:
    ordered = sorted(places, key=lambda place: place[0])
    if len(ordered) < 2:
        return
    feet = [(ordered[0][0], bottom), *ordered, (ordered[-1][0], bottom)]
    pen.add(group, "polygon", points=pen.points(feet), fill=TINT)
    for start, end in pairwise(ordered):
        line = pen.add(group, "polyline", points=pen.points([start, end]), fill="none", stroke=TEAL)
        line.set("stroke-width", "1.5")


def _days(
    group: Element,
    marks: Sequence[Mark],
    places: Sequence[tuple[float, float]],
    frame: Frame,
    axis: float,
    total: float,
) -> None:
    """The days below the axis: every one that has room beside those already written."""
    taken: list[tuple[float, float]] = []
    for mark, (x, _y) in zip(marks, places, strict=True):
        half = text_width(mark.when) / 2
        middle = min(max(x, axis + half), total - half)
        free = all(middle - half > right or middle + half < left for left, right in taken)
        if mark.when and free:
            pen.add(group, "path", d=pen.vertical(x, frame.bottom, frame.bottom + 4), stroke=AXIS)
            pen.write(group, middle, frame.bottom + 17, mark.when, anchor="middle", fill=MUTED)
            taken.append((middle - half - 6, middle + half + 6))


def _legend(
    marks: Sequence[Mark], words: Words, total: float
) -> Iterator[list[tuple[Look, float]]]:
    """Yield lines of (shape, x): the shapes that are drawn, each with its word."""
    present = {mark.look for mark in marks}
    line: list[tuple[Look, float]] = []
    x = 0.0
    for look in (each for each in LOOKS if each in present):
        width = 21 + text_width(words.looks[look]) + 16
        if line and x + width > total:
            yield line
            line, x = [], 0.0
        line.append((look, x))
        x += width
    if line:
        yield line


def _shape(group: Element, look: Look, x: float, y: float, radius: float) -> None:
    """Append a marker about ``radius`` around a place."""
    if look == "expand":
        tip, foot, half = y - radius * 1.25, y + radius * 0.85, radius * 1.25
        corners = [(x, tip), (x + half, foot), (x - half, foot)]
        pen.add(group, "polygon", points=pen.points(corners), fill=TEAL)
    elif look == "adjust":
        half = radius * 1.2
        corners = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
        pen.add(group, "polygon", points=pen.points(corners), fill=TEAL)
    elif look == "abandon":
        side = radius * 1.8
        square = pen.add(group, "rect", x=x - side / 2, y=y - side / 2, fill=MUTED)
        square.set("width", pen.number(side))
        square.set("height", pen.number(side))
    else:
        solid = look == "ready"
        inner = radius * (0.8 if solid else 1)
        dot = pen.add(group, "circle", cx=x, cy=y, r=inner, stroke=TEAL)
        dot.set("fill", TEAL if solid else PAPER if look == "planned" else TINT)
        dot.set("stroke-width", "1.5")
        if look == "planned":
            dot.set("stroke-dasharray", "3 2")
        if solid:
            ring = pen.add(group, "circle", cx=x, cy=y, r=radius * 1.15, fill="none", stroke=TEAL)
            ring.set("stroke-width", "1.5")
