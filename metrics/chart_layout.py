"""Where the parts of a chart lie: scale, ticks, labels, level lines. No drawing, no words.

Lengths are the drawing's own units, y grows downwards. Text is measured by estimate, generously,
because nobody knows which system font the reader has.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import ceil, floor, log10

from metrics.chart_levels import Level, pieces
from metrics.runchart import Analysis

LINE_HEIGHT = 15

_INSET = 12
_BETWEEN_LABELS = 3
_SHARES = (1, 0.75, 0.5, 0.25, 0)  # how far along its line a label may stand
_LABEL_STEPS = (1, 2, 3, 4, 6, 8, 12, 13, 16, 24, 26, 36, 52, 104)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing that is taken."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two share more than an edge."""
        beside = self.right <= other.left or other.right <= self.left
        return not beside and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the plot lies in a drawing `total` wide, and what its height stands for."""

    total: float
    left: float
    right: float
    top: float
    bottom: float
    low: float
    high: float
    positions: int

    @property
    def spacing(self) -> float:
        """From one position to the next."""
        return (self.right - self.left - 2 * _INSET) / max(self.positions - 1, 1)

    @property
    def radius(self) -> float:
        """Of a dot: smaller where many points stand close together."""
        return max(2.0, min(4.0, self.spacing * 0.4))

    def x(self, position: float) -> float:
        """Of a position, or of a place between two; a single position stands in the middle."""
        if self.positions < 2:
            return (self.left + self.right) / 2
        return self.left + _INSET + position * self.spacing

    def y(self, value: float) -> float:
        """Of a value on the scale."""
        share = (value - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)

    def edge(self, position: float) -> float:
        """Of a place between two positions, where steps meet; the plot's own edge at its ends."""
        if position <= 0:
            return self.left
        return self.right if position >= self.positions - 1 else self.x(position)


@dataclass(frozen=True, slots=True)
class EndLabel:
    """What stands beside the end of the level line at `value`."""

    value: float
    lines: tuple[str, ...]


def text_width(text: str, *, bold: bool = False) -> float:
    """A generous estimate at 12 units, after the widest of the common system fonts."""
    width = 0.0
    for character in text:
        if ord(character) > 0x2E7F:
            width += 12.5
        elif character in " \N{NO-BREAK SPACE}.,:;'|!iIjlt()":
            width += 5
        elif character in "mwMW%@" or (character.isupper() and ord(character) < 0x250):
            width += 10
        else:
            width += 7.7
    return width * 1.1 if bold else width


def shortened(text: str, room: float, *, bold: bool = False) -> str:
    """The text, cut with an ellipsis where it would be wider than the room."""
    if text_width(text, bold=bold) <= room:
        return text
    while text and text_width(text + "…", bold=bold) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, room: float) -> Iterator[str]:
    """Lines of bold text no wider than the room; a word that is wider is cut."""
    line = ""
    for word in text.replace(" %", "\N{NO-BREAK SPACE}%").split(" "):
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, bold=True) > room:
            yield shortened(line, room, bold=True)
            longer = word
        line = longer
    yield shortened(line, room, bold=True)


def scale(shown: Iterable[float], *, percent: bool) -> tuple[float, float]:
    """Lowest and highest value of an axis that holds all that is shown.

    From 0, or below where values are, with 12 % of room above, but nothing above 100 %.
    """
    heights = [0.0, *shown]
    low, high = min(heights), max(heights)
    if low == high:
        return 0.0, 100.0 if percent else 1.0
    room = 0.12 * (high - low)
    top = high + room if high > 0 else 0.0
    if percent and high <= 100:
        top = min(top, 100.0)
    return low - room if low < 0 else 0.0, top


def ticks(low: float, high: float, *, whole: bool) -> list[float]:
    """Round numbers about a fifth of the range apart; only whole ones where values are whole."""
    raw = (high - low) / 5
    power = 10.0 ** floor(log10(raw))
    step = next(s * power for s in (1, 2, 5, 10, 20) if s * power >= raw * 0.999)
    if whole:
        step = max(step, 1.0)
    first, last = ceil(low / step - 1e-6), floor(high / step + 1e-6)
    return [i * step for i in range(first, last + 1)]


def period_labels(frame: Frame, labels: Sequence[str]) -> list[tuple[int, float, str]]:
    """Every n-th label as (position, middle, text), n being the least that keeps them apart."""
    placed: list[tuple[int, float, str]] = []
    for step in (*_LABEL_STEPS, max(len(labels), 1)):
        placed, end, apart = [], float("-inf"), True
        for position in range(0, len(labels), step):
            text = shortened(labels[position], frame.total / 3)
            half = text_width(text) / 2
            middle = min(max(frame.x(position), half), frame.total - half)
            apart = apart and middle - half >= end + 5
            end = middle + half
            placed.append((position, middle, text))
        if apart:
            break
    return placed


def end_label_tops(frame: Frame, ends: Sequence[EndLabel]) -> list[float]:
    """Upper edges of the labels: each beside its line, nudged apart equally where they meet.

    They stay beside the plot, clear of the marks above and the periods below.
    """
    heights = [len(end.lines) * LINE_HEIGHT for end in ends]
    order = sorted(range(len(ends)), key=lambda i: (-ends[i].value, i))
    blocks: list[list[float]] = []  # [upper edge, height, labels in it], none touching another
    for i in order:
        block = [frame.y(ends[i].value) - heights[i] / 2, heights[i], 1]
        while blocks and blocks[-1][0] + blocks[-1][1] + _BETWEEN_LABELS > block[0]:
            block = _joined(blocks.pop(), block)
        blocks.append(block)
    tops = [0.0] * len(ends)
    waiting = iter(order)
    for top, _height, count in blocks:
        edge = top
        for _label in range(int(count)):
            i = next(waiting)
            tops[i] = edge
            edge += heights[i] + _BETWEEN_LABELS
    lowest = frame.bottom + 6
    for i in reversed(order):
        tops[i] = min(tops[i], lowest - heights[i])
        lowest = tops[i] - _BETWEEN_LABELS
    highest = frame.top - 6
    for i in order:
        tops[i] = max(tops[i], highest)
        highest = tops[i] + heights[i] + _BETWEEN_LABELS
    return tops


def _joined(upper: Sequence[float], lower: Sequence[float]) -> list[float]:
    """Two blocks as one, moved so that their labels give way equally."""
    count = upper[2] + lower[2]
    below = upper[1] + _BETWEEN_LABELS
    top = (upper[2] * upper[0] + lower[2] * (lower[0] - below)) / count
    return [top, below + lower[1], count]


def stretches(analysis: Analysis) -> list[list[int]]:
    """Neighbouring positions to join by a line: none across a gap, a phase or a hollow point."""
    found: list[list[int]] = [[]]
    starts = {phase.first for phase in analysis.phases}
    for position, value in enumerate(analysis.values):
        if value is None or position in analysis.excluded:
            found.append([])
            continue
        if position in starts:
            found.append([])
        found[-1].append(position)
    return [stretch for stretch in found if stretch]


def places(
    frame: Frame, analysis: Analysis, positions: Iterable[int]
) -> Iterator[tuple[float, float]]:
    """Where the values at these positions are drawn; missing ones are passed over."""
    for position in positions:
        value = analysis.values[position]
        if value is not None:
            yield frame.x(position), frame.y(value)


def steps(frame: Frame, level: Level) -> Iterator[list[tuple[float, float, float]]]:
    """The drawn pieces of a level line: connected steps (left, right, y)."""
    for piece in pieces(level):
        yield [
            (frame.edge(first - 0.5), frame.edge(last + 0.5), frame.y(height))
            for first, last, height in piece
        ]


def earlier_labels(
    frame: Frame,
    analysis: Analysis,
    levels: Sequence[Level],
    texts: Sequence[tuple[Level, str]],
    breaks: Iterable[float],
) -> Iterator[tuple[float, float, str]]:
    """Left edge, base line and text for the centre lines that do not reach the plot's end.

    Near its line, where the plot leaves room; one that finds none is left out, for the sentences
    have it. `texts` are the lines with their labels, `breaks` the positions of vertical lines.
    """
    if not texts:
        return
    taken = list(_taken(frame, analysis, levels))
    for position in breaks:
        x = frame.x(position)
        taken.append(Box(x - 1, frame.top, x + 1, frame.bottom))
    for level, text in texts:
        y, width = frame.y(level.latest or 0.0), text_width(text, bold=True)
        start, end = frame.edge(level.first - 0.5), frame.edge(level.last + 0.5)
        room = end - start - width - 8
        for base, share in product((y - 5, y + 15, y - 20, y + 30, y - 35, y + 45), _SHARES):
            left = start + 4 + share * room
            box = Box(left, base - 11, left + width, base + 2)
            inside = frame.top <= box.top and box.bottom <= frame.bottom - 1
            if room >= 0 and inside and not any(box.meets(other) for other in taken):
                taken.append(box)
                yield left, base, text
                break


def _taken(frame: Frame, analysis: Analysis, levels: Iterable[Level]) -> Iterator[Box]:
    """Boxes around the points, along the lines that join them, and around the level lines."""
    reach = frame.radius + 3
    for x, y in places(frame, analysis, range(len(analysis.values))):
        yield Box(x - reach, y - reach, x + reach, y + reach)
    for stretch in stretches(analysis):
        for (x1, y1), (x2, y2) in pairwise(places(frame, analysis, stretch)):
            for part in range(1, 12):
                x, y = x1 + (x2 - x1) * part / 12, y1 + (y2 - y1) * part / 12
                yield Box(x - 2, y - 2, x + 2, y + 2)
    for level in levels:
        for piece in steps(frame, level):
            for start, end, y in piece:
                yield Box(start, y - 1, end, y + 1)
