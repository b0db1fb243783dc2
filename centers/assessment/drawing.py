"""The means of two rounds as a drawing: one line for each area, from then to now. No Django.

Two drawings are made, 343 and 720 wide; the page shows the one that fits. The latest round is a
filled dot, the one before it a ring, so that colour is never alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

INK, MUTED, LINE, BRAND = "#22302f", "#56605e", "#cfc8b8", "#2f5d5a"
LOWEST, HIGHEST = 1, 4


@dataclass(frozen=True)
class DrawnArea:
    """One line: its label, the mean of the round before, the mean of the latest round."""

    label: str
    before: Decimal | None
    now: Decimal | None


@dataclass(frozen=True)
class DrawnWords:
    """What the drawing says: its title, a sentence for screen readers, the rounds' names."""

    title: str
    description: str
    before: str
    now: str


@dataclass(frozen=True)
class _Shape:
    css_class: str
    width: int
    left: int  # where 1 stands
    right: int  # where 4 stands
    step: int  # from one line to the next
    label_above: int  # how far the label stands above its line; 0 puts it at the start


NARROW = _Shape("chart-narrow", 343, 14, 329, 54, 18)
WIDE = _Shape("chart-wide", 720, 330, 700, 40, 0)
TOP = 34


def rounds_drawing(areas: Sequence[DrawnArea], words: DrawnWords) -> str:
    """Return both drawings as SVG markup; every text in them is escaped."""
    return _draw(areas, words, NARROW) + _draw(areas, words, WIDE)


def _draw(areas: Sequence[DrawnArea], words: DrawnWords, shape: _Shape) -> str:
    foot = TOP + shape.step * len(areas) + shape.label_above
    height = foot + 26
    box = f"0 0 {shape.width} {height}"
    parts = [
        f'<svg class="{shape.css_class}" viewBox="{box}" role="img" font-size="14" fill="{INK}">',
        f"<title>{escape(words.title)}. {escape(words.description)}</title>",
        *_scale(shape, foot),
    ]
    for place, area in enumerate(areas):
        y = TOP + shape.label_above + shape.step * place + shape.step // 2
        parts += _area(area, shape, y)
    return "".join([*parts, *_key(words, shape, foot + 14), "</svg>"])


def _scale(shape: _Shape, foot: int) -> list[str]:
    parts = []
    for score in range(LOWEST, HIGHEST + 1):
        x = _x(Decimal(score), shape)
        parts.append(
            f'<line x1="{x}" x2="{x}" y1="{TOP - 10}" y2="{foot - 8}" stroke="{LINE}"'
            f' stroke-width="1"/><text x="{x}" y="{TOP - 16}" text-anchor="middle"'
            f' fill="{MUTED}">{score}</text>'
        )
    return parts


def _area(area: DrawnArea, shape: _Shape, y: int) -> list[str]:
    label = escape(area.label)
    if shape.label_above:
        parts = [f'<text x="{shape.left - 8}" y="{y - shape.label_above}">{label}</text>']
    else:
        parts = [f'<text x="0" y="{y + 5}">{label}</text>']
    parts.append(f'<line x1="{shape.left}" x2="{shape.right}" y1="{y}" y2="{y}" stroke="{LINE}"/>')
    if area.before is not None and area.now is not None:
        parts.append(
            f'<line x1="{_x(area.before, shape)}" x2="{_x(area.now, shape)}" y1="{y}" y2="{y}"'
            f' stroke="{BRAND}" stroke-width="3"/>'
        )
    if area.before is not None:
        parts.append(_ring(_x(area.before, shape), y))
    if area.now is not None:
        parts.append(_dot(_x(area.now, shape), y))
    return parts


def _key(words: DrawnWords, shape: _Shape, y: int) -> list[str]:
    start = shape.left if shape.label_above else 8
    after = start + 26 + round(len(words.before) * 7.6)
    return [
        _ring(start, y - 5),
        f'<text x="{start + 12}" y="{y}">{escape(words.before)}</text>',
        _dot(after, y - 5),
        f'<text x="{after + 12}" y="{y}">{escape(words.now)}</text>',
    ]


def _ring(x: float, y: int) -> str:
    return f'<circle cx="{x}" cy="{y}" r="6" fill="#fff" stroke="{BRAND}" stroke-width="2.5"/>'


def _dot(x: float, y: int) -> str:
    return f'<circle cx="{x}" cy="{y}" r="6.5" fill="{BRAND}" stroke="#fff" stroke-width="1.5"/>'


def _x(score: Decimal, shape: _Shape) -> float:
    share = (float(score) - LOWEST) / (HIGHEST - LOWEST)
    return round(shape.left + share * (shape.right - shape.left), 1)
