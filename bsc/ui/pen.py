"""How charts write SVG: colours, elements, texts, paths.

Presentation attributes only: a PDF renderer that ignores the page's CSS inside SVG draws the same
chart. An element tree is built, so every text is escaped by construction.
"""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

TEAL, WARM, MUTED, INK = "#2f5d5a", "#b4410e", "#5c6462", "#22302f"
PAPER, FAINT, AXIS = "#ffffff", "#a8a498", "#8d9297"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"

_NOT_IN_XML = dict.fromkeys([*range(32), 127, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], " ")


def drawing(*, box: str, css: str, uid: str, title: str) -> tuple[Element, Element]:
    """An empty SVG named by its title, and the group that everything is drawn into."""
    svg = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img"})
    svg.set("viewBox", box)
    svg.set("class", css)
    svg.set("aria-labelledby", f"{clean(uid)}-title")
    add(svg, "title", id=f"{uid}-title").text = clean(title)
    return svg, add(svg, "g", font_family=FONT, font_size=12, fill=INK)


def add(parent: Element, tag: str, **attributes: float | str) -> Element:
    """Append an element; attribute names are written with underscores, lengths are rounded."""
    child = SubElement(parent, tag)
    for name, value in attributes.items():
        shown = clean(value) if isinstance(value, str) else number(value)
        child.set(name.replace("_", "-"), shown)
    return child


def write(
    group: Element,
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    bold: bool = False,
    fill: str = INK,
) -> None:
    """Append a line of text; `y` is its base line."""
    element = add(group, "text", x=x, y=y, text_anchor=anchor, fill=fill)
    if bold:
        element.set("font-weight", "700")
    element.text = clean(text)


def clean(text: str) -> str:
    """The text without characters that XML has no place for."""
    return str(text).translate(_NOT_IN_XML)


def number(value: float) -> str:
    """A length to a tenth of a unit."""
    return f"{value:.1f}".removesuffix(".0")


def vertical(x: float, start: float, end: float) -> str:
    """A path straight down."""
    return f"M{number(x)} {number(start)}V{number(end)}"


def horizontal(start: float, end: float, y: float) -> str:
    """A path straight to the right."""
    return f"M{number(start)} {number(y)}H{number(end)}"


def points(places: Iterable[tuple[float, float]]) -> str:
    """Places as a polyline or polygon takes them."""
    return " ".join(f"{number(x)},{number(y)}" for x, y in places)


def diamond(group: Element, x: float, y: float, half: float) -> None:
    """Append the shape of a signal: a diamond in the warm colour."""
    corners = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
    add(group, "polygon", points=points(corners), fill=WARM)


def hollow(group: Element, x: float, y: float, radius: float) -> None:
    """Append the shape of a point that does not count."""
    dot = add(group, "circle", cx=x, cy=y, r=radius, fill=PAPER, stroke=MUTED)
    dot.set("stroke-width", "1.5")
