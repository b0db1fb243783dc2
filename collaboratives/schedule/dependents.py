"""What hangs on the date of an event: tasks, reminders, rounds. Upper apps register in ``ready()``.

``describe`` says in sentences what would move; ``follow`` moves it, in the transaction of the
change, after events were made, moved or cancelled.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from collaboratives.models import Membership
from collaboratives.schedule.models import Event

Describe = Callable[[Event], list[str]]
Follow = Callable[[Sequence[Event], Membership | None], None]


@dataclass(frozen=True)
class Dependent:
    """One app's things that hang on events."""

    describe: Describe
    follow: Follow


_dependents: dict[str, Dependent] = {}


def register(name: str, *, describe: Describe, follow: Follow) -> None:
    """Add things that hang on events; the name is the app's."""
    _dependents[name] = Dependent(describe, follow)


def describe(event: Event) -> list[str]:
    """Return one sentence for each kind of thing that moves with the event."""
    return [line for one in _dependents.values() for line in one.describe(event)]


def follow(events: Sequence[Event], by: Membership | None) -> None:
    """Let everything follow events that were made, moved or cancelled."""
    for one in _dependents.values():
        one.follow(events, by)
