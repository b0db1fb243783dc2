"""Clashes that only an upper app can see, such as too little time for the tasks before an event."""

from collections.abc import Callable, Sequence

from collaboratives.models import Collaborative
from collaboratives.schedule.clashes.finding import Clash
from collaboratives.schedule.models import Event

Source = Callable[[Collaborative, Sequence[Event]], list[Clash]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source; it looks at the events it is given, in a constant number of queries."""
    _sources[name] = source


def registered_clashes(collaborative: Collaborative, events: Sequence[Event]) -> list[Clash]:
    """Return what the other apps find about these events; drafts have a negative key."""
    return [clash for source in _sources.values() for clash in source(collaborative, events)]
