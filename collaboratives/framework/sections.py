"""Parts of a driver's page that other apps add: its tests, its measures, its ratings."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from collaboratives.framework.models import SecondaryDriver
from collaboratives.models import Membership


@dataclass(frozen=True)
class Section:
    """A titled part of a page; ``template`` gets ``context`` beside the page's own."""

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)


Source = Callable[[Membership, SecondaryDriver], Section | None]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source; it returns None where it has nothing to say to this reader."""
    _sources[name] = source


def sections_of(member: Membership, driver: SecondaryDriver) -> list[Section]:
    """Return the parts that other apps add, in the order of registration."""
    made = (source(member, driver) for source in _sources.values())
    return [section for section in made if section is not None]
