"""Days on which something of somebody's own is due. Upper apps register in ``ready()``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from collaboratives.models import Membership


@dataclass(frozen=True)
class Deadline:
    """One day in somebody's calendar.

    ``uid`` names the thing that is due for good, also when its day changes ("task-12");
    ``sequence`` grows with every change of it. ``title`` names no other person; ``url`` is the
    path of the page where it is done.
    """

    uid: str
    on: date
    title: str
    url: str
    sequence: int = 0


Source = Callable[[Membership, date, date], list[Deadline]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source: what is due for a member from one day to another, both inclusive.

    It asks a constant number of queries and leaves out what is done.
    """
    _sources[name] = source


def deadlines_of(member: Membership, first: date, last: date) -> list[Deadline]:
    """Return what is due for somebody between two days, in order of time."""
    found = [one for source in _sources.values() for one in source(member, first, last)]
    return sorted(found, key=lambda one: (one.on, one.uid))
