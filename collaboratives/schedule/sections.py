"""Parts of an event's page that other apps add: its agenda, its materials, its evaluation."""

from collections.abc import Callable

from collaboratives.framework.sections import Section
from collaboratives.models import Membership
from collaboratives.schedule.models import Event

Source = Callable[[Membership, Event], Section | None]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source; it returns None where it has nothing to say to this reader."""
    _sources[name] = source


def sections_of(member: Membership, event: Event) -> list[Section]:
    """Return the parts that other apps add, in the order of registration."""
    made = (source(member, event) for source in _sources.values())
    return [section for section in made if section is not None]
