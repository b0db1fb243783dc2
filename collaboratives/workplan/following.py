"""Where a task stands after the calendar changed. Standard library only; no Django, no database.

What a task does depends on where it stood, on what the plan asks for now, and on what somebody
chose for it; on nothing else. So moving there and back restores every date that is not pinned.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from collaboratives.workplan.dates import Due


@dataclass(frozen=True)
class Standing:
    """A task as far as dates go. ``live``: it still has to be done.

    ``slip`` is how many days its date lies beside the plan's. ``event`` is what its date hangs on.
    """

    due_on: date | None
    event: int | None = None
    live: bool = True
    pinned: bool = False
    slip: int = 0
    withdrawn: bool = False

    @property
    def follows(self) -> bool:
        """Whether its date is the plan's business."""
        return self.live and not self.pinned


class Choice(Enum):
    """What somebody wants of one task in a move."""

    FOLLOW = "follow"  # go where the plan says
    PIN = "pin"  # stay, and from now on always
    LEAVE = "leave"  # stay this time, and move along the next time
    KEEP = "keep"  # a pinned task goes as far as the plan's date does, and stays pinned
    ON = "on"  # go to a day of its own and stay there


@dataclass(frozen=True)
class Chosen:
    """What somebody wants of one task; ``on`` is set for Choice.ON and only then."""

    choice: Choice
    on: date | None = None


class Verdict(Enum):
    """What a move does to one task."""

    MOVES = "moves"
    STAYS = "stays"  # somebody chose so
    PINNED = "pinned"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    RETURNS = "returns"
    NEW = "new"
    UNTOUCHED = "untouched"


def follow(standing: Standing, due: Due | None) -> Standing:
    """Return where a task stands once the plan asks for ``due``, or for nothing (None).

    Done tasks and pinned dates stay. An open task that is not asked for is withdrawn; one that is
    asked for again returns as it was.
    """
    if due is None:
        return replace(standing, withdrawn=True) if standing.follows else standing
    event = due.occasion.key if due.occasion else None
    due_on = _slipped(due, standing.slip) if standing.follows else standing.due_on
    return replace(standing, event=event, due_on=due_on, withdrawn=False)


def _slipped(due: Due, slip: int) -> date | None:
    return due.on + timedelta(days=slip) if due.on else None


def choose(
    standing: Standing,
    choice: Choice,
    *,
    was: Due | None,
    due: Due | None,
    on: date | None = None,
) -> Standing:
    """Return where a task stands when somebody chose for it; ``was`` is what the plan asked before.

    A choice that cannot be made (a task that is done, a pin without a date, a distance to
    nothing) leaves the task to follow as it would.
    """
    if not standing.live or due is None:
        return follow(standing, due)
    if choice is Choice.PIN and standing.due_on:
        return follow(replace(standing, pinned=True, slip=0), due)
    if choice is Choice.ON and on:
        return follow(replace(standing, pinned=True, slip=0, due_on=on), due)
    if choice is Choice.FOLLOW and standing.pinned:
        return follow(replace(standing, pinned=False, slip=0), due)
    if choice is Choice.LEAVE and standing.follows and standing.due_on and due.on:
        return follow(replace(standing, slip=(standing.due_on - due.on).days), due)
    if choice is Choice.KEEP and standing.pinned and standing.due_on and was and was.on and due.on:
        moved = standing.due_on + (due.on - was.on)
        return follow(replace(standing, due_on=moved), due)
    return follow(standing, due)


def verdict_on(
    before: Standing | None, after: Standing, *, was: Due | None, due: Due | None
) -> Verdict:
    """Return what happens to a task; ``before`` is None for one that the plan did not have."""
    if before is None:
        return Verdict.NEW
    if before.withdrawn != after.withdrawn:
        return Verdict.WITHDRAWN if after.withdrawn else Verdict.RETURNS
    if before.due_on != after.due_on:
        return Verdict.MOVES
    plan_moved = (was and was.on) != (due and due.on)
    if not plan_moved or before.withdrawn:
        return Verdict.UNTOUCHED
    if not before.live:
        return Verdict.DONE
    return Verdict.PINNED if before.pinned else Verdict.STAYS
