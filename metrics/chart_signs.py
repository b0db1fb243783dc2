"""What stands above the plot: numbers of tests, letters of notes, names of breaks. Only places.

Every sign keeps to a row of its own where it would touch another; row 0 is the nearest to the plot.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from metrics.chart_layout import Frame, shortened, text_width
from metrics.chart_story import letter

SIGN_HEIGHT = 19
SIGN_ROW = SIGN_HEIGHT + 3
SIGNS_GAP = 8

_WIDEST = 90

Kind = Literal["test", "note", "split", "change"]


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign above the plot; a split or a change stands half a step before its position."""

    kind: Kind
    position: float
    text: str
    left: float
    right: float
    row: int

    @property
    def is_break(self) -> bool:
        """Whether it names a line between two points, and not one of them."""
        return self.kind in {"split", "change"}


def signs(
    frame: Frame,
    *,
    tests: Sequence[int],
    notes: Sequence[int],
    splits: Iterable[tuple[int, str]] = (),
    changes: Iterable[tuple[int, str]] = (),
) -> list[Sign]:
    """One sign for each marked position, in the lowest row where it touches no other.

    Tests are numbered from 1 and notes lettered from a, in the order given; splits and changes
    bring their names.
    """
    numbers = [str(number) for number in range(1, len(tests) + 1)]
    letters = [letter(number) for number in range(1, len(notes) + 1)]
    wanted: list[tuple[float, Kind, str]] = [
        *((position - 0.5, "split", name) for position, name in splits),
        *((position - 0.5, "change", name) for position, name in changes),
        *((position, "test", text) for position, text in _together(tests, numbers)),
        *((position, "note", text) for position, text in _together(notes, letters)),
    ]
    placed: list[Sign] = []
    taken: list[float] = []
    for position, kind, text in sorted(wanted, key=lambda one: one[0]):
        named = kind in {"split", "change"}
        shown = text if named else shortened(text, _WIDEST, bold=True)
        half = max(SIGN_HEIGHT, text_width(shown, bold=not named) + (4 if named else 8)) / 2
        middle = min(max(frame.x(position), half + 1), frame.total - half - 1)
        row = next((r for r, end in enumerate(taken) if end + 3 <= middle - half), len(taken))
        taken[row : row + 1] = [middle + half]
        placed.append(Sign(kind, position, shown, middle - half, middle + half, row))
    return placed


def room_above(placed: Sequence[Sign]) -> int:
    """How much height the rows of signs take."""
    return SIGN_ROW * max([sign.row + 1 for sign in placed], default=0)


def _together(positions: Sequence[int], names: Sequence[str]) -> list[tuple[int, str]]:
    """What shares a sign: (position, its names), by position."""
    order: dict[int, list[int]] = {}
    for place, position in enumerate(positions):
        order.setdefault(position, []).append(place)
    return [(position, _span(order[position], names)) for position in sorted(order)]


def _span(places: Sequence[int], names: Sequence[str]) -> str:
    """The names of one sign: "4", "4, 5", "4–7", "4, 9, 11"; "a–c"."""
    if len(places) > 2 and places[-1] - places[0] == len(places) - 1:
        return f"{names[places[0]]}–{names[places[-1]]}"
    return ", ".join(names[place] for place in places)
