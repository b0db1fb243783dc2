"""What hangs on the date of an event: tasks, reminders, rounds. Upper apps register in ``ready()``.

``describe`` says in sentences what would move with events of one collaborative; ``follow`` moves
it, in the transaction of the change, after events were made, moved or cancelled.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from collaboratives.models import Membership
from collaboratives.schedule.models import Event

Describe = Callable[[Sequence[Event]], list[str]]
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


def describe(events: Sequence[Event], *, without: str = "") -> list[str]:
    """Return sentences about what moves with the events; ``without`` leaves one app's away."""
    return [
        line
        for name, one in _dependents.items()
        if name != without
        for line in one.describe(events)
    ]


def follow(events: Sequence[Event], by: Membership | None) -> None:
    """Let everything follow events that were made, moved or cancelled."""
    for one in _dependents.values():
        one.follow(events, by)
