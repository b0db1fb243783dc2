"""What needs a person of the implementation team, with what one does about it. Upper apps add
theirs in ``ready()``:

    def clashes(asker: Asker) -> Need | None: ...

    needs.register("clashes", clashes, place=50)

A source returns None where nothing waits, and takes a constant number of queries. Its sentences
blame nobody: they say what would help. "This week" and the agenda of a meeting read them all.
"""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from collaboratives.http import url_in
from collaboratives.models import Collaborative, Membership
from collaboratives.workplan.coming import Window

MOST = 5  # rows that are named; the page that a need leads to has all


@dataclass(frozen=True)
class Act:
    """What one does: a link, or with ``post`` a deed by one tap."""

    label: str
    url: str
    post: bool = False


@dataclass(frozen=True)
class Row:
    """One of those that wait: what, about whom or since when, and the act. ``url``: to read it."""

    text: str
    act: Act
    detail: str = ""
    url: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Need:
    """How many wait, in a sentence, the page that has all of them, and the first few."""

    key: str
    text: str
    url: str
    icon: str
    rows: Sequence[Row]

    @property
    def first(self) -> Row:
        """Return the one that has waited longest."""
        return self.rows[0]

    @property
    def others(self) -> Sequence[Row]:
        """Return those after it."""
        return self.rows[1:]


@dataclass(frozen=True)
class Asker:
    """Who looks, on which day, and the coming weeks that the page has loaded already."""

    member: Membership
    collaborative: Collaborative
    today: dt.date
    now: dt.datetime
    windows: Sequence[Window]

    def url(self, name: str, **kwargs: Any) -> str:
        """Return the address of a page of the collaborative."""
        return url_in(self.collaborative, name, **kwargs)


Source = Callable[[Asker], Need | None]
_sources: dict[str, tuple[int, Source]] = {}


def register(name: str, source: Source, *, place: int) -> None:
    """Add a source; those with a lower ``place`` are shown first."""
    _sources[name] = (place, source)


def needs_of(asker: Asker, *, without: Collection[str] = ()) -> list[Need]:
    """Return what needs a person, in a constant number of queries; ``without`` names sources."""
    wanted = (entry for name, entry in _sources.items() if name not in without)
    found = (source(asker) for _place, source in sorted(wanted, key=lambda entry: entry[0]))
    return [need for need in found if need is not None and need.rows]
