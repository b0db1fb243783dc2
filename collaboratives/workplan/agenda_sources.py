"""What a meeting's agenda assembles itself from. Upper apps add to it in ``ready()``.

    def tests_posted(occasion: Occasion) -> Part | None: ...

    agenda_sources.register("tests", tests_posted)

Parts with the same key are one part of the agenda: their lines stand below each other under the
title that came first. A source takes a constant number of queries.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from collaboratives.models import Membership
from collaboratives.schedule.models import Event
from collaboratives.workplan.coming import Window

# The parts in their order. What has to be decided and done comes before what is only told.
CHANGED, ACTIONS, DECISIONS, POINTS = "changed", "actions", "decisions", "points"
NEEDS, LATE, COMING, CLOSING = "needs", "late", "coming", "closing"
ORDER = (CHANGED, ACTIONS, DECISIONS, POINTS, NEEDS, LATE, COMING, CLOSING)


@dataclass(frozen=True)
class Occasion:
    """Whose meeting it is: ``since`` the one before began, ``on`` its own day, the weeks from then."""

    member: Membership
    event: Event
    since: dt.datetime
    on: dt.date
    windows: Sequence[Window]


@dataclass(frozen=True)
class Line:
    """One thing to talk about. With a ``weight`` or a ``wish`` in minutes it has time of its own."""

    text: str
    url: str = ""
    detail: str = ""
    weight: int = 0
    wish: int | None = None


@dataclass(frozen=True)
class Part:
    """A part of the agenda; ``weight`` is its share of the time where its lines have none."""

    key: str
    title: str
    lines: Sequence[Line] = field(default_factory=tuple)
    weight: int = 1


Source = Callable[[Occasion], Part | None]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source; it returns None where it has nothing to say."""
    _sources[name] = source


def parts_of(occasion: Occasion) -> list[Part]:
    """Return the parts that have something to say, in their order."""
    found: dict[str, Part] = {}
    for source in _sources.values():
        part = source(occasion)
        if part is None or not part.lines:
            continue
        standing = found.get(part.key)
        found[part.key] = (
            replace(standing, lines=[*standing.lines, *part.lines]) if standing else part
        )
    return sorted(found.values(), key=lambda part: ORDER.index(part.key))
