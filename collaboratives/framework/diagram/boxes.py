"""What a laid-out diagram consists of. Lengths are units of the drawing, y grows downward."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from collaboratives.framework.diagram.picture import Driver, Label

Kind = Literal["aim", "primary", "secondary", "measure", "idea"]

SIZES: dict[Kind, float] = {
    "aim": 12, "primary": 12.5, "secondary": 12, "measure": 11.5, "idea": 11.5
}  # fmt: skip
LEADING = 1.24
HEAD = 30.0
RAIL = 20.0  # where the line to the second bank runs
GAP, SIDE, SPACE, BLOCK = 22.0, 8.0, 3.0, 9.0
PAD, PAD_BLOCK = 7.0, 2.5
NUMBER = 30.0
TESTS, IDEAS = 78.0, 0.42  # a length, and the part of what is left for the drivers
AIMS, PRIMARY = (0.14, 140.0, 190.0), (0.19, 150.0, 196.0)  # part of the width, least, most
THUMB, TAG = 26.0, 24.0  # rows, and tags of measures, where they are tapped
TAG_PAD = 9.0


@dataclass(frozen=True)
class Box:
    """A rectangle with text; ``number`` stands before it. ``untried``: nobody has tested it.

    ``text_height`` is how much of it from the top is for the text (0: all of it).
    """

    kind: Kind
    x: float
    y: float
    width: float
    height: float
    lines: Sequence[str]
    label: Label
    number: str = ""
    untried: bool = False
    text_height: float = 0.0

    @property
    def middle(self) -> float:
        """Return half its height down."""
        return self.y + self.height / 2

    @property
    def bottom(self) -> float:
        """Return where it ends."""
        return self.y + self.height


@dataclass(frozen=True)
class Bar:
    """The tests under one driver; ``share`` (0 to 1) of the most that any driver has."""

    x: float
    y: float
    width: float
    height: float
    count: int
    share: float
    driver: Driver


@dataclass(frozen=True)
class Head:
    """What heads a column."""

    x: float
    column: Literal["aims", "primary", "secondary", "tests", "ideas"]


@dataclass
class Layout:
    """The placed parts; ``lines`` are paths that join boxes."""

    width: float
    height: float = 0.0
    boxes: list[Box] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def boxes_of(self, kind: Kind) -> list[Box]:
        """Return the boxes of one column, in drawing order."""
        return [box for box in self.boxes if box.kind == kind]
