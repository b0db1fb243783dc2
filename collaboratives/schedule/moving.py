"""How a page of the calendar asks for a move: nothing moves before its preview is confirmed.

What hangs on a date is known further up, so the app that shows the preview registers itself here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from collaboratives.models import Collaborative, Membership

CANCEL, RESTORE = "cancel", "restore"


@dataclass(frozen=True)
class EventWish:
    """What somebody wants of one event: a new time, or to cancel it, or to hold it after all.

    ``event`` is its key. ``starts_at``, ``ends_at`` and ``days`` are set for a new time and only
    then; ``status`` is "", "cancel" or "restore".
    """

    event: int
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    days: int | None = None
    status: str = ""
    because: str = ""

    @classmethod
    def cancelling(cls, event: int, because: str = "") -> "EventWish":
        """Return the wish to cancel it."""
        return cls(event, status=CANCEL, because=because)

    @classmethod
    def restoring(cls, event: int) -> "EventWish":
        """Return the wish to hold it after all, at the time it had."""
        return cls(event, status=RESTORE)


@dataclass(frozen=True)
class StartWish:
    """Other first and last days of the collaborative itself."""

    starts_on: date
    ends_on: date


Wish = EventWish | StartWish
Propose = Callable[..., str]
_proposers: list[Propose] = []


def register(propose: Propose) -> None:
    """Make this the app that shows the preview."""
    _proposers[:] = [propose]


def propose(
    *, collaborative: Collaborative, by: Membership, wishes: Sequence[Wish], title: str = ""
) -> str:
    """Keep a draft of the move and return the address of its preview. Changes no date."""
    return _proposers[0](collaborative=collaborative, by=by, wishes=wishes, title=title)
