"""Pages of somebody's own that other apps offer on ``/me/``. Upper apps register in ``ready()``."""

from collections.abc import Callable
from dataclasses import dataclass

from bsc.accounts.models import User


@dataclass(frozen=True)
class Link:
    """A page: what it is called, where it is, and its icon."""

    label: str
    url: str
    icon: str


Source = Callable[[User], list[Link]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source; the name is the app's."""
    _sources[name] = source


def links_for(person: User) -> list[Link]:
    """Return the pages that concern somebody, in the order of registration."""
    return [link for source in _sources.values() for link in source(person)]
