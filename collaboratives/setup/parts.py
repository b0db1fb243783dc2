"""What steps of the wizard take from apps further up; each registers its part in ``ready()``.

``metrics`` offers measures, ``centers`` takes the names of those who take part already.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from collaboratives.models import Collaborative, Membership


@dataclass(frozen=True)
class Measure:
    """One measure that can be taken: its key, its two names, and whether it stands already."""

    key: str
    name: str
    plain_name: str
    stands: bool


@dataclass(frozen=True)
class Centers:
    """What became of pasted names: new in the register, new in the collaborative, in it already."""

    registered: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


OfferMeasures = Callable[[Collaborative], list[Measure]]
TakeMeasures = Callable[[Collaborative, Sequence[str], Membership], list[str]]
AddCenters = Callable[[Collaborative, Sequence[str], Membership], Centers]

_measures: list[tuple[OfferMeasures, TakeMeasures]] = []
_centers: list[AddCenters] = []


def register_measures(offer: OfferMeasures, take: TakeMeasures) -> None:
    """Make this the app that has measures.

    ``offer`` returns what the published example holds and what stands; ``take`` makes those with
    the given keys, counted by all teams from the first session on, and returns the names of the
    new ones.
    """
    _measures[:] = [(offer, take)]


def register_centers(add: AddCenters) -> None:
    """Make this the app that has the register; ``add`` is idempotent by name."""
    _centers[:] = [add]


def offered_measures(collaborative: Collaborative) -> list[Measure]:
    """Return the measures of the example and those that stand, in order."""
    return _measures[0][0](collaborative)


def take_measures(collaborative: Collaborative, keys: Sequence[str], by: Membership) -> list[str]:
    """Make the measures with these keys that are not there yet; returns the new ones' names."""
    return _measures[0][1](collaborative, keys, by)


def add_centers(collaborative: Collaborative, names: Sequence[str], by: Membership) -> Centers:
    """Put centers into the register and let each send a core team. Nothing is made twice."""
    return _centers[0](collaborative, names, by)
