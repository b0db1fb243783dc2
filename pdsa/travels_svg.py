"""Draw where an idea went as a small tree. Pure: plain values in, markup out.

What came of it is told by the same shapes as on a ramp, with the words beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element, tostring

from bsc.ui import pen
from bsc.ui.pen import AXIS, MUTED, PAPER, TEAL
from metrics.chart_layout import shortened

Outcome = Literal["kept", "stopped", "tried", "planned"]
Width = Literal["wide", "narrow"]

_TOTAL = {"wide": 720.0, "narrow": 343.0}
_ROW, _INDENT, _RADIUS = 46.0, 36.0, 9.0
# However deep it goes, this much is left for the names.
_ROOM_FOR_NAMES = {"wide": 300.0, "narrow": 190.0}


@dataclass(frozen=True, slots=True)
class Node:
    """One place on the way, in the order of the tree: a parent stands above its own."""

    depth: int
    name: str
    words: str
    outcome: Outcome
    is_indirect: bool = False


def draw(
    nodes: Sequence[Node], *, title: str, description: str, uid: str, width: Width = "wide"
) -> str:
    """Return the SVG, 720 or 343 units wide; ``uid`` must be unique on the page, per drawing.

    A dotted line says that the idea came by way of others that are not shown.
    """
    total = _TOTAL[width]
    deepest = max((node.depth for node in nodes), default=0)
    indent = min(_INDENT, (total - _ROOM_FOR_NAMES[width]) / max(deepest, 1))
    svg, group = pen.drawing(
        box=f"0 0 {total:g} {_ROW * len(nodes):g}", css=f"chart-{width}", uid=uid, title=title
    )
    described = pen.clean(f"{uid}-description")
    svg.set("aria-describedby", described)
    about = Element("desc", {"id": described})
    about.text = pen.clean(description)
    svg.insert(1, about)
    places: list[tuple[float, float]] = []
    for row, node in enumerate(nodes):
        x, y = _RADIUS + 4 + indent * node.depth, _ROW * (row + 0.5)
        above = _parent(nodes, row)
        if above is not None:
            _elbow(group, places[above], (x, y), is_indirect=node.is_indirect)
        places.append((x, y))
    for node, (x, y) in zip(nodes, places, strict=True):
        _sign(group, node.outcome, x, y)
        left = x + _RADIUS + 9
        pen.write(group, left, y - 3, shortened(node.name, total - left, bold=True), bold=True)
        pen.write(group, left, y + 13, shortened(node.words, total - left), fill=MUTED)
    return tostring(svg, encoding="unicode")


def _parent(nodes: Sequence[Node], row: int) -> int | None:
    depth = nodes[row].depth
    return next((above for above in reversed(range(row)) if nodes[above].depth < depth), None)


def _elbow(
    group: Element, start: tuple[float, float], end: tuple[float, float], *, is_indirect: bool
) -> None:
    down = pen.vertical(start[0], start[1] + _RADIUS + 2, end[1])
    path = f"{down}H{pen.number(end[0] - _RADIUS - 3)}"
    line = pen.add(group, "path", d=path, fill="none", stroke=AXIS)
    line.set("stroke-width", "1.5")
    if is_indirect:
        line.set("stroke-dasharray", "2 4")


def _sign(group: Element, outcome: Outcome, x: float, y: float) -> None:
    if outcome == "stopped":
        square = pen.add(group, "rect", x=x - 8, y=y - 8, fill=MUTED)
        square.set("width", "16")
        square.set("height", "16")
        return
    dot = pen.add(group, "circle", cx=x, cy=y, r=6 if outcome == "kept" else 8, stroke=TEAL)
    dot.set("fill", PAPER if outcome == "planned" else TEAL)
    dot.set("stroke-width", "1.5")
    if outcome == "planned":
        dot.set("stroke-dasharray", "3 2")
    if outcome == "kept":
        ring = pen.add(group, "circle", cx=x, cy=y, r=_RADIUS, fill="none", stroke=TEAL)
        ring.set("stroke-width", "1.5")
