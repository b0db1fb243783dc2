"""How the phases of a collaborative change their length. Plain Python without Django."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from collaboratives.schedule.timeline import Phase


@dataclass(frozen=True)
class Stretch:
    """A phase before and after; one of them is None where it begins or ceases to be."""

    before: Phase | None
    after: Phase | None

    @property
    def phase(self) -> Phase:
        """Return the phase as it will be, or as it was where it ceases."""
        found = self.after or self.before
        if found is None:
            raise ValueError("A stretch needs a phase.")
        return found

    @property
    def days(self) -> int:
        """Return by how many days it becomes longer (negative: shorter)."""
        return length(self.after) - length(self.before)


def length(phase: Phase | None) -> int:
    """Return how many days a phase has, both ends included."""
    return (phase.last - phase.first).days + 1 if phase else 0


def stretches(before: Sequence[Phase], after: Sequence[Phase]) -> list[Stretch]:
    """Return the phases that get longer, shorter, begin or cease; a shift alone is left out.

    The order is that of their first days.
    """
    old = {(phase.key, phase.number): phase for phase in before}
    new = {(phase.key, phase.number): phase for phase in after}
    found = [
        Stretch(old.get(key), new.get(key))
        for key in dict.fromkeys([*old, *new])
        if length(old.get(key)) != length(new.get(key))
    ]
    return sorted(found, key=_first)


def _first(stretch: Stretch) -> date:
    return stretch.phase.first
