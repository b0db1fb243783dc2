"""How a day is divided, and what would tire people. Knows no Django.

The four parts and the longest talk come from the Field Guide (section 4 and "Joyful adult
learning"), the longest sitting from its advice on virtual sessions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LONGEST_TALK = 15  # minutes of one person talking from the front
LONGEST_SITTING = 50  # minutes online without a pause


@dataclass(frozen=True)
class Stretch:
    """One item of the day; breakouts run inside their item's time and are not counted again."""

    part: str
    minutes: int
    talk_minutes: int = 0


@dataclass(frozen=True)
class Share:
    """One part's minutes, and its whole percent of the time that the parts take together."""

    part: str
    minutes: int
    percent: int


@dataclass(frozen=True)
class Balance:
    """A day in minutes: the parts in the order asked for, everything else, and talk."""

    shares: tuple[Share, ...]
    other_minutes: int
    talk_minutes: int

    @property
    def minutes(self) -> int:
        """Return the minutes of the parts together."""
        return sum(share.minutes for share in self.shares)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the parts for which the day has no time at all."""
        return tuple(share.part for share in self.shares if not share.minutes)


def balance(stretches: Iterable[Stretch], parts: Sequence[str]) -> Balance:
    """Divide a day among ``parts``; what belongs to none of them is ``other_minutes``.

    Percentages add up to 100 (largest remainder), or are all 0 for a day without any part.
    """
    every = list(stretches)
    minutes = {
        part: sum(stretch.minutes for stretch in every if stretch.part == part) for part in parts
    }
    percents = whole_percents([minutes[part] for part in parts])
    return Balance(
        shares=tuple(
            Share(part, minutes[part], percent)
            for part, percent in zip(parts, percents, strict=True)
        ),
        other_minutes=sum(stretch.minutes for stretch in every if stretch.part not in minutes),
        talk_minutes=sum(stretch.talk_minutes for stretch in every),
    )


def whole_percents(amounts: Sequence[int]) -> list[int]:
    """Return whole percents of the sum that add up to 100; all 0 where there is nothing."""
    total = sum(amounts)
    if not total:
        return [0 for _ in amounts]
    floors = [amount * 100 // total for amount in amounts]
    by_remainder = sorted(
        range(len(amounts)), key=lambda place: (-(amounts[place] * 100 % total), place)
    )
    for place in by_remainder[: 100 - sum(floors)]:
        floors[place] += 1
    return floors


def long_talks(stretches: Sequence[Stretch], limit: int = LONGEST_TALK) -> list[int]:
    """Return the positions of items in which somebody talks for longer than ``limit``."""
    return [position for position, stretch in enumerate(stretches) if stretch.talk_minutes > limit]


def long_sittings(
    stretches: Sequence[Stretch], pause: str, limit: int = LONGEST_SITTING
) -> list[tuple[int, int]]:
    """Return (position of the first item, minutes) of runs longer than ``limit`` without a pause.

    A stretch whose part is ``pause`` ends a run.
    """
    runs: list[tuple[int, int]] = []
    start, minutes = 0, 0
    for position, stretch in enumerate([*stretches, Stretch(pause, 0)]):
        if stretch.part != pause:
            minutes += stretch.minutes
            continue
        if minutes > limit:
            runs.append((start, minutes))
        start, minutes = position + 1, 0
    return runs
