"""Where the parts of a run chart lie: scale, ticks, labels, numbered marks. No drawing, no words.

Lengths are the drawing's own units, y grows downwards. Text is measured by estimate, generously,
because nobody knows which system font the reader has.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import ceil, floor, log10

from metrics.runchart import Analysis, Phase, enough_for_median

LINE_HEIGHT = 15
PILL_HEIGHT = 19
PILL_ROW = PILL_HEIGHT + 3
MARKS_GAP = 8

_INSET = 12
_BETWEEN_LABELS = 3
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

    def ends(self, phase: Phase) -> tuple[float, float]:
        """Where the level line of a phase begins and stops."""
        start = self.left if phase.first == 0 else self.x(phase.first - 0.5)
        last = phase.last == self.positions - 1
        return start, self.right if last else self.x(phase.last + 0.5)


@dataclass(frozen=True, slots=True)
class Pill:
    """The numbers of the marks at one position; row 0 is the nearest to the plot."""

    position: int
    text: str
    left: float
    right: float
    row: int


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
        elif character in " .,:;'|!iIjlt()":
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
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, bold=True) > room:
            yield shortened(line, room, bold=True)
            longer = word
        line = longer
    yield shortened(line, room, bold=True)


def scale(analysis: Analysis, goal: float | None, *, percent: bool) -> tuple[float, float]:
    """Lowest and highest value of the axis.

    From 0, or below where values are, with 12 % of room above, but nothing above 100 %.
    """
    shown = [value for value in analysis.values if value is not None]
    shown += [p.centre_line for p in analysis.phases if p.centre_line is not None]
    if goal is not None:
        shown.append(goal)
    low, high = min([0.0, *shown]), max([0.0, *shown])
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


def pills(marks: Sequence[int], frame: Frame) -> list[Pill]:
    """One pill for each marked position, in the lowest row where it touches no other."""
    numbers: dict[int, list[int]] = {}
    for number, position in enumerate(marks, 1):
        numbers.setdefault(position, []).append(number)
    placed: list[Pill] = []
    taken: list[float] = []
    for position in sorted(numbers):
        text = shortened(_span(numbers[position]), 90, bold=True)
        half = max(PILL_HEIGHT, text_width(text, bold=True) + 8) / 2
        middle = min(max(frame.x(position), half + 1), frame.total - half - 1)
        row = next((r for r, end in enumerate(taken) if end + 3 <= middle - half), len(taken))
        taken[row : row + 1] = [middle + half]
        placed.append(Pill(position, text, middle - half, middle + half, row))
    return placed


def _span(numbers: Sequence[int]) -> str:
    """The numbers of one pill: "4", "4, 5", "4–7", "4, 9, 11"."""
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]}–{numbers[-1]}"
    return ", ".join(str(number) for number in numbers)


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
    """Upper edges of the labels, at most two: each beside its line, nudged apart where they meet.

    They stay beside the plot, clear of the marks above and the periods below.
    """
    heights = [len(end.lines) * LINE_HEIGHT for end in ends]
    tops = [frame.y(end.value) - height / 2 for end, height in zip(ends, heights, strict=True)]
    order = sorted(range(len(ends)), key=lambda i: (-ends[i].value, i))
    for upper, lower in pairwise(order):
        overlap = tops[upper] + heights[upper] + _BETWEEN_LABELS - tops[lower]
        if overlap > 0:
            tops[upper] -= overlap / 2
            tops[lower] += overlap / 2
    lowest = frame.bottom + 6
    for i in reversed(order):
        tops[i] = min(tops[i], lowest - heights[i])
        lowest = tops[i] - _BETWEEN_LABELS
    highest = frame.top - 6
    for i in order:
        tops[i] = max(tops[i], highest)
        highest = tops[i] + heights[i] + _BETWEEN_LABELS
    return tops


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


def earlier_medians(
    frame: Frame, analysis: Analysis, goal: float | None, texts: Sequence[str]
) -> Iterator[tuple[float, float, str]]:
    """Left edge, base line and text for the median of each phase but the last.

    Near an end of its line, where the plot leaves room; one that finds none is left out, for the
    table has it. `texts` has one entry per phase.
    """
    taken = list(_taken(frame, analysis, goal))
    for phase, text in zip(analysis.phases[:-1], texts, strict=False):
        if phase.centre_line is None or not enough_for_median(phase):
            continue
        y, width = frame.y(phase.centre_line), text_width(text, bold=True)
        start, end = frame.ends(phase)
        room = end - start - width - 8
        for base, share in product((y - 5, y + 15, y - 20, y + 30), (1, 0.5, 0)):
            left = start + 4 + share * room
            box = Box(left, base - 11, left + width, base + 2)
            inside = frame.top <= box.top and box.bottom <= frame.bottom - 1
            if room >= 0 and inside and not any(box.meets(other) for other in taken):
                taken.append(box)
                yield left, base, text
                break


def _taken(frame: Frame, analysis: Analysis, goal: float | None) -> Iterator[Box]:
    """Boxes around the points, along the lines that join them, and around the level lines."""
    reach = frame.radius + 3
    for x, y in places(frame, analysis, range(len(analysis.values))):
        yield Box(x - reach, y - reach, x + reach, y + reach)
    for stretch in stretches(analysis):
        for (x1, y1), (x2, y2) in pairwise(places(frame, analysis, stretch)):
            for part in range(1, 12):
                x, y = x1 + (x2 - x1) * part / 12, y1 + (y2 - y1) * part / 12
                yield Box(x - 2, y - 2, x + 2, y + 2)
    for phase in analysis.phases:
        if phase.centre_line is not None and enough_for_median(phase):
            start, end = frame.ends(phase)
            y = frame.y(phase.centre_line)
            yield Box(start, y - 1, end, y + 1)
    if goal is not None:
        y = frame.y(goal)
        yield Box(frame.left, y - 1, frame.right, y + 1)
