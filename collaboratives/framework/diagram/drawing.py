"""A laid-out driver diagram as SVG.

Presentation attributes only, because page CSS does not reach an SVG in a PDF. Nothing is said by
colour alone: tests are a bar with its number, and where nobody has tried anything the driver's
outline is dashed and the words say so.
"""

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import NamedTuple

from collaboratives.framework.diagram.boxes import (
    LEADING,
    NUMBER,
    PAD,
    SIZES,
    TAG_PAD,
    Bar,
    Box,
    Head,
    Kind,
    Layout,
)
from collaboratives.framework.diagram.layout import Sheet, fitted, lay_out
from collaboratives.framework.diagram.picture import Picture, Words

TEAL, INK, MUTED, LINE, PAPER, TINT, WARM = (
    "#2f5d5a", "#22302f", "#565c5a", "#8d9297", "#ffffff", "#e6efec", "#f7f3ea",
)  # fmt: skip
HEAD_SIZE, BAR_SIZE, NOBODY_SIZE = 11.5, 12.0, 11.5
BAR_LENGTH, BAR_HEIGHT = 42.0, 9.0
POINTS = 72


class Drawn(NamedTuple):
    """A drawing, and how large its smallest letters are on the sheet, in points."""

    svg: str
    points: float


class _Look(NamedTuple):
    fill: str
    stroke: str
    ink: str
    corner: float


LOOKS: dict[Kind, _Look] = {
    "aim": _Look(TINT, TEAL, INK, 5),
    "primary": _Look(TEAL, TEAL, PAPER, 5),
    "secondary": _Look(PAPER, LINE, INK, 5),
    "measure": _Look(WARM, LINE, INK, 9),
    "idea": _Look(PAPER, "none", INK, 0),
}


def driver_diagram(picture: Picture, words: Words) -> str:
    """Return the drawing for a screen: its boxes are links, each large enough for a thumb."""
    return _svg(lay_out(picture), words, name="driver-diagram")


def printed_diagram(picture: Picture, words: Words, sheet: Sheet) -> Drawn:
    """Return the drawing that fills a sheet best, as one image without links.

    Ideas are left out: they follow on pages of their own, or the letters would be too small.
    """
    layout, scale = fitted(without_ideas(picture), sheet)
    svg = _svg(layout, words, name="driver-diagram-printed", inches=scale)
    smallest = min([HEAD_SIZE, *(SIZES[box.kind] for box in layout.boxes)])
    return Drawn(svg, smallest * scale * POINTS)


def without_ideas(picture: Picture) -> Picture:
    """Return the picture with its ideas folded away."""
    groups = [
        replace(group, drivers=[replace(driver, ideas=()) for driver in group.drivers])
        for group in picture.groups
    ]
    return replace(picture, groups=groups)


def _svg(layout: Layout, words: Words, *, name: str, inches: float = 0) -> str:
    """Draw it; with ``inches`` (per unit) for paper: one image, without links."""
    linked, joined = not inches, "".join(layout.lines)
    parts = [
        f'<path d="{joined}" fill="none" stroke="{LINE}"/>' if joined else "",
        *(_head(head, words) for head in layout.heads),
        *(_linked(_box(box), box.label.url, _name_of(box), linked=linked) for box in layout.boxes),
        *(
            _linked(
                _bar(bar, words),
                bar.driver.count_url if bar.count else "",
                _tests(bar, words),
                linked=linked,
            )
            for bar in layout.bars
        ),
    ]
    size = (
        f'width="{layout.width * inches:.3f}in" height="{layout.height * inches:.3f}in"'
        if inches
        else f'width="{layout.width:g}" height="{layout.height:.0f}"'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {layout.width:g} '
        f'{layout.height:.0f}" {size} role="{"group" if linked else "img"}" '
        f'aria-labelledby="{name}-title {name}-description">'
        f'<title id="{name}-title">{escape(words.title)}</title>'
        f'<desc id="{name}-description">{escape(words.description)}</desc>'
        f'<g fill="{INK}" font-family="system-ui, sans-serif">{"".join(parts)}</g></svg>'
    )


def _linked(drawn: str, url: str, name: str, *, linked: bool) -> str:
    if not (linked and url):
        return drawn
    return f'<a href="{escape(url)}" aria-label="{escape(name)}">{drawn}</a>'


def _name_of(box: Box) -> str:
    return f"{box.number} {box.label.text}".strip()


def _head(head: Head, words: Words) -> str:
    text = getattr(words, head.column)
    return _text([text], head.x, 12, HEAD_SIZE, ink=INK, bold=True)


def _box(box: Box) -> str:
    look, size = LOOKS[box.kind], SIZES[box.kind]
    bold, pad = box.kind == "primary", TAG_PAD if box.kind == "measure" else PAD
    indent = {"primary": NUMBER * 0.55, "secondary": NUMBER}.get(box.kind, 0)
    # One line is centered in a row that is higher than it; several fill the row.
    taken = len(box.lines) * size * LEADING
    first = box.y + ((box.text_height or box.height) - taken) / 2 + size * 0.98
    dashes = (
        f' stroke="{MUTED}" stroke-dasharray="5 3"' if box.untried else f' stroke="{look.stroke}"'
    )
    drawn = (
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" '
        f'rx="{look.corner:g}" fill="{look.fill}"{dashes}/>'
    )
    if box.number:
        drawn += _text([box.number], box.x + PAD, first, size, ink=look.ink, bold=True)
    if box.kind == "idea":
        drawn += f'<circle cx="{box.x + 1.8:g}" cy="{first - size * 0.33:g}" r="1.8"/>'
    lines = _text(
        box.lines, box.x + pad + indent, first, size, ink=look.ink, bold=bold, lang=box.label.lang
    )
    return drawn + lines


def _bar(bar: Bar, words: Words) -> str:
    middle = bar.y + bar.height / 2
    # The whole cell answers to the pointer, not the thin bar alone.
    cell = (
        f'<rect x="{bar.x:g}" y="{bar.y:g}" width="{bar.width:g}" height="{bar.height:g}" '
        f'fill="none" pointer-events="all"/>'
    )
    base = middle + BAR_SIZE * 0.35
    if not bar.count:
        return _text([words.nobody], bar.x, base, NOBODY_SIZE, ink=MUTED, italic=True)
    length = max(3.0, BAR_LENGTH * bar.share)
    return (
        f'{cell}<rect x="{bar.x:g}" y="{middle - BAR_HEIGHT / 2:g}" width="{length:.1f}" '
        f'height="{BAR_HEIGHT:g}" rx="2" fill="{TEAL}"/>'
        + _text([str(bar.count)], bar.x + length + 6, base, BAR_SIZE, ink=INK, bold=True)
    )


def _tests(bar: Bar, words: Words) -> str:
    return f"{words.tests}: {bar.count} ({bar.driver.label.text})"


def _text(
    lines: Sequence[str],
    x: float,
    y: float,
    size: float,
    *,
    ink: str,
    bold: bool = False,
    italic: bool = False,
    lang: str = "",
) -> str:
    more = ' font-weight="700"' if bold else ""
    more += ' font-style="italic"' if italic else ""
    more += f' lang="{escape(lang)}"' if lang else ""
    spans = "".join(
        f'<tspan x="{x:g}" y="{y + number * size * LEADING:g}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return f'<text font-size="{size:g}" fill="{ink}"{more}>{spans}</text>'
