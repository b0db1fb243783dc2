"""The kinds of reminder. Apps higher up fill this in when they are ready.

@reminder_kind("call.week_ahead", reason_to_skip=call_is_over)
def week_ahead(reminder: Reminder) -> Mail: ...
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from bsc.notifications.enums import WantedAs

if TYPE_CHECKING:
    from bsc.notifications.models import Reminder


class Mail(NamedTuple):
    """What a reminder sends: the name of its templates, what they show, and who signs."""

    name: str
    context: Mapping[str, Any]
    sender_name: str = ""
    reply_to: str = ""


Build = Callable[["Reminder"], Mail]
ReasonToSkip = Callable[["Reminder"], str | None]


@dataclass(frozen=True)
class ReminderKind:
    """How reminders of one kind are decided and built, inside the reminder's collaborative."""

    key: str
    build: Build
    reason_to_skip: ReasonToSkip
    wanted_as: WantedAs
    breaks_quiet_hours: bool
    late_after: timedelta


_kinds: dict[str, ReminderKind] = {}


def reminder_kind(
    key: str,
    *,
    reason_to_skip: ReasonToSkip,
    wanted_as: str = WantedAs.REMINDERS,
    breaks_quiet_hours: bool = False,
    late_after: timedelta = timedelta(days=1),
) -> Callable[[Build], Build]:
    """Register the decorated function as the one that builds reminders of this kind.

    ``reason_to_skip`` is asked just before sending and returns None while the reminder is still
    needed. A reminder that could not go within ``late_after`` of its time is skipped. Raises
    ValueError when the key is taken by another function.
    """

    def register(build: Build) -> Build:
        if key in _kinds:
            raise ValueError(f"Two kinds of reminder are called {key!r}.")
        _kinds[key] = ReminderKind(
            key, build, reason_to_skip, WantedAs(wanted_as), breaks_quiet_hours, late_after
        )
        return build

    return register


def kind_of(reminder: "Reminder") -> ReminderKind | None:
    """Return the kind of a reminder, or None when no app registers it (any more)."""
    return _kinds.get(reminder.kind)
