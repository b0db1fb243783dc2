"""The driver diagram as inline SVG: aims on the left, what drives them, what drives that.

Plain Python without Django: texts in, markup out. Presentation attributes only, because page CSS
does not reach an SVG in a PDF. Lengths are SVG units; the published framework prints on one
landscape page with some 120 of them to an inch.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

WIDTH = 1230
GAP = 28
AIMS_WIDTH, PRIMARY_WIDTH = 184, 200
SECONDARY_X = AIMS_WIDTH + PRIMARY_WIDTH + 2 * GAP
SECONDARY_WIDTH = WIDTH - SECONDARY_X - 2
HEAD = 26
PADDING = 3
SECONDARY_SIZE, SECONDARY_LINE = 11, 13.5
SPACE = 3
BLOCK_SPACE = 8
TEAL, INK, LINE, PAPER, TINT = "#2f5d5a", "#22302f", "#8d9297", "#ffffff", "#e6efec"

# How much wider bold letters run.
BOLD = 1.12
NARROW = set("iljtfrI.,;:'|!()[] ")
WIDE = set("mwMW@%")


@dataclass(frozen=True)
class Driver:
    """A box of the last column; ``count`` is drawn beside its text where it is set."""

    number: str
    text: str
    count: int = 0


@dataclass(frozen=True)
class Group:
    """A primary driver with those below it."""

    number: str
    text: str
    drivers: Sequence[Driver] = field(default_factory=tuple)


@dataclass(frozen=True)
class Words:
    """What is written on the diagram in the reader's language. ``count`` heads the counts."""

    title: str
    description: str
    aims: str
    primary: str
    secondary: str
    count: str = ""


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is set in the widest of the common sans-serifs."""
    ems = sum(
        0.38 if c in NARROW else 0.96 if c in WIDE else 0.72 if c.isupper() else 0.62 for c in text
    )
    return ems * size


def wrap(text: str, width: float, size: float) -> list[str]:
    """Return the text in lines no wider than ``width``; a longer word stands alone, uncut."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def driver_diagram(aims: Sequence[str], groups: Sequence[Group], words: Words) -> str:
    """Return the SVG; its height follows from the texts.

    It is one picture to assistive technology (``role="img"`` with title and description): the
    outline says the same in words and holds the links.
    """
    parts: list[str] = []
    top = float(HEAD)
    middles: list[float] = []
    for group in groups:
        drawn, bottom, middle = _group(group, top)
        parts.append(drawn)
        middles.append(middle)
        top = bottom + BLOCK_SPACE
    aim_boxes, aims_height = _aims(aims, (HEAD + top) / 2)
    height = max(top, HEAD + aims_height) + 2
    left = AIMS_WIDTH + GAP / 2
    if middles:
        ends = [*middles, (HEAD + top) / 2]
        parts.append(_path(f"M{left:g} {min(ends):g}V{max(ends):g}"))
        parts += [_path(f"M{left:g} {m:g}H{AIMS_WIDTH + GAP}") for m in middles]
    has_counts = any(driver.count for group in groups for driver in group.drivers)
    heads = _heads(words, with_count=has_counts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'width="{WIDTH}" height="{height:.0f}" role="img" '
        f'aria-labelledby="driver-diagram-title driver-diagram-description">'
        f'<title id="driver-diagram-title">{escape(words.title)}</title>'
        f'<desc id="driver-diagram-description">{escape(words.description)}</desc>'
        f'<g fill="{INK}" font-family="system-ui, sans-serif">{heads}{aim_boxes}{"".join(parts)}</g></svg>'
    )


def _heads(words: Words, *, with_count: bool) -> str:
    columns = [(0, words.aims), (AIMS_WIDTH + GAP, words.primary), (SECONDARY_X, words.secondary)]
    drawn = "".join(_text([text], x, 14, 11, bold=True) for x, text in columns)
    if with_count:
        drawn += (
            f'<text x="{WIDTH - 2}" y="14" font-size="11" font-weight="700" text-anchor="end">'
            f"{escape(words.count)}</text>"
        )
    return drawn


def _aims(aims: Sequence[str], middle: float) -> tuple[str, float]:
    """Draw the aims around ``middle``, joined to the line between the columns."""
    size, wide = 11, AIMS_WIDTH - 16
    texts = [wrap(aim, wide, size) for aim in aims]
    heights = [len(lines) * size * 1.3 + 16 for lines in texts]
    total = sum(heights) + 14 * max(len(aims) - 1, 0)
    top = max(HEAD, middle - total / 2)
    parts, boxes = [], []
    for lines, height in zip(texts, heights, strict=True):
        boxes.append(top + height / 2)
        parts.append(_box(1, top, AIMS_WIDTH - 1, height, TINT, TEAL))
        parts.append(_text(lines, 8, top + 8 + size, size))
        top += height + 14
    left = AIMS_WIDTH + GAP / 2
    parts += [_path(f"M{AIMS_WIDTH} {y:g}H{left:g}") for y in boxes]
    if len(boxes) > 1:
        parts.append(_path(f"M{left:g} {boxes[0]:g}V{boxes[-1]:g}"))
    return "".join(parts), total


def _group(group: Group, top: float) -> tuple[str, float, float]:
    """Draw one primary driver and its own; return the markup, its bottom and its middle."""
    size = SECONDARY_SIZE
    parts: list[str] = []
    centres: list[float] = []
    y = top
    for driver in group.drivers:
        room = SECONDARY_WIDTH - 46 - (34 if driver.count else 0)
        lines = wrap(driver.text, room, size)
        height = max(len(lines), 1) * SECONDARY_LINE + 2 * PADDING
        centres.append(y + height / 2)
        parts.append(_box(SECONDARY_X, y, SECONDARY_WIDTH, height, PAPER, LINE))
        first = y + PADDING + SECONDARY_LINE - 3
        parts.append(_text([driver.number], SECONDARY_X + 8, first, size, bold=True))
        parts.append(_text(lines, SECONDARY_X + 38, first, size))
        if driver.count:
            parts.append(_count(driver.count, y, height))
        y += height + SPACE
    primary_lines = wrap(f"{group.number} {group.text}", (PRIMARY_WIDTH - 20) / BOLD, 12)
    primary_height = len(primary_lines) * 12 * 1.3 + 16
    bottom = max(y - SPACE, top + primary_height)
    middle = (top + bottom) / 2
    box_top = middle - primary_height / 2
    x = AIMS_WIDTH + GAP
    parts.append(_box(x, box_top, PRIMARY_WIDTH, primary_height, TEAL, TEAL))
    parts.append(_text(primary_lines, x + 10, box_top + 20, 12, bold=True, fill=PAPER))
    if centres:
        line = SECONDARY_X - GAP / 2
        parts.append(_path(f"M{x + PRIMARY_WIDTH} {middle:g}H{line:g}"))
        ends = [*centres, middle]
        parts.append(_path(f"M{line:g} {min(ends):g}V{max(ends):g}"))
        parts += [_path(f"M{line:g} {c:g}H{SECONDARY_X}") for c in centres]
    return "".join(parts), bottom, middle


def _count(count: int, top: float, height: float) -> str:
    x, y = WIDTH - 34, top + height / 2
    return (
        f'<rect x="{x}" y="{y - 7:g}" width="28" height="14" rx="7" fill="{TINT}"/>'
        f'<text x="{x + 14}" y="{y + 3.5:g}" font-size="10" font-weight="700" '
        f'text-anchor="middle" fill="{TEAL}">{count}</text>'
    )


def _box(x: float, y: float, width: float, height: float, fill: str, stroke: str) -> str:
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="5" '
        f'fill="{fill}" stroke="{stroke}"/>'
    )


def _text(
    lines: Sequence[str], x: float, y: float, size: float, *, bold: bool = False, fill: str = INK
) -> str:
    weight = ' font-weight="700"' if bold else ""
    spans = "".join(
        f'<tspan x="{x:g}" y="{y + number * size * 1.28:g}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return f'<text font-size="{size:g}" fill="{fill}"{weight}>{spans}</text>'


def _path(d: str) -> str:
    return f'<path d="{d}" fill="none" stroke="{LINE}"/>'
