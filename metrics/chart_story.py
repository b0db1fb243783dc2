"""What people decided or wrote about a chart: new phases, points left out, notes, changed counting.

Pure: plain dates and words. `day` is any day of the period that is meant; `place` turns days into
positions of a series. `by` is the person's name where it may be shown, `key` whatever the caller
needs to find the row again.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar


@dataclass(frozen=True, slots=True)
class Split:
    """From this period on the chart has a centre line of its own: somebody decided so."""

    day: dt.date
    reason: str = ""
    by: str = ""
    decided_on: dt.date | None = None
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A few words at one period: what people should know about it."""

    day: dt.date
    text: str
    by: str = ""
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One period that is drawn, hollow, and counts for nothing."""

    day: dt.date
    reason: str = ""
    by: str = ""
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """From this period on the measure is counted in another way; `text` says why."""

    day: dt.date
    text: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """All that people decided or wrote about one chart."""

    splits: tuple[Split, ...] = ()
    notes: tuple[Note, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A story on a series: (position, what stands there), in order.

    At most one split, exclusion and change at a position, none of the splits and changes at the
    first; any number of notes.
    """

    splits: tuple[tuple[int, Split], ...] = ()
    notes: tuple[tuple[int, Note], ...] = ()
    exclusions: tuple[tuple[int, Exclusion], ...] = ()
    changes: tuple[tuple[int, Change], ...] = ()

    @property
    def cuts(self) -> tuple[int, ...]:
        """The positions that start a phase, as `analyse` takes them."""
        return tuple(position for position, _split in self.splits)

    @property
    def left_out(self) -> tuple[int, ...]:
        """The positions that do not count, as `analyse` takes them."""
        return tuple(position for position, _exclusion in self.exclusions)

    def split_at(self, position: int) -> Split | None:
        """The split that starts a phase at this position."""
        return dict(self.splits).get(position)


class _Dated(Protocol):
    @property
    def day(self) -> dt.date: ...


_D = TypeVar("_D", bound=_Dated)


def place(
    story: Story, changes: Iterable[Change], position_of: Callable[[dt.date], int | None]
) -> Placed:
    """Put a story on a series. `position_of` gives None for a day outside it.

    What lies outside is left away, and so are splits and changes at the first position, which
    divide nothing. Of two at one position the later in order stands.
    """

    def found(things: Iterable[_D]) -> list[tuple[int, _D]]:
        at = [(position_of(thing.day), thing) for thing in things]
        return sorted(
            [(position, thing) for position, thing in at if position is not None],
            key=lambda pair: pair[0],
        )

    def single(things: Iterable[_D], first: int) -> tuple[tuple[int, _D], ...]:
        return tuple((p, thing) for p, thing in dict(found(things)).items() if p >= first)

    return Placed(
        splits=single(story.splits, 1),
        notes=tuple(found(story.notes)),
        exclusions=single(story.exclusions, 0),
        changes=single(changes, 1),
    )


def letter(number: int) -> str:
    """The sign of the first, second, … note: a, b, … z, aa, ab."""
    sign = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        sign = chr(ord("a") + rest) + sign
    return sign
