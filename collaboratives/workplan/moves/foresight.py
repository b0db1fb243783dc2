"""What a move would do to each task. Standard library only; no Django, no database.

Two calendars are given, before and after, as what the plan asks for in each. The result is the
same that applying the move writes, because both go through following.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from collaboratives.workplan.dates import Due
from collaboratives.workplan.following import (
    Choice,
    Chosen,
    Standing,
    Verdict,
    choose,
    follow,
    verdict_on,
)

Identity = tuple[int, int | None, int | None]


@dataclass(frozen=True)
class Known:
    """A task of the plan: its key, what makes it the same one, where it stands."""

    key: int
    identity: Identity
    standing: Standing


@dataclass(frozen=True)
class Foreseen:
    """One task before and after. ``key`` and ``before`` are None for one that the plan gets.

    ``was`` and ``due`` are what the plan asks for before and after. ``in_the_past``: it would be
    due before today. ``too_late``: it prepares its event and would be due after it.
    """

    key: int | None
    identity: Identity
    before: Standing | None
    after: Standing
    was: Due | None
    due: Due | None
    verdict: Verdict
    in_the_past: bool = False
    too_late: bool = False

    @property
    def needs_care(self) -> bool:
        """Whether somebody should look at it before confirming."""
        return self.in_the_past or self.too_late


def foresee(
    tasks: Sequence[Known],
    *,
    was: Mapping[Identity, Due],
    wanted: Mapping[Identity, Due],
    choices: Mapping[int, Chosen],
    prepares: Mapping[Identity, date],
    today: date,
) -> list[Foreseen]:
    """Return each task that the move touches, or would touch if it were not done or pinned.

    ``prepares`` holds, for tasks that lie before their anchor, the day of that anchor after the
    move. Tasks that nothing happens to are left out. The order is that of ``tasks``, new ones last.
    """
    found = []
    for task in tasks:
        before, due_before = task.standing, was.get(task.identity)
        due_after = wanted.get(task.identity)
        chosen = choices.get(task.key)
        if chosen:
            after = choose(before, chosen.choice, was=due_before, due=due_after, on=chosen.on)
        else:
            after = follow(before, due_after)
        verdict = verdict_on(before, after, was=due_before, due=due_after)
        if verdict is Verdict.UNTOUCHED and not chosen:
            continue
        found.append(
            _line(
                task.key,
                task.identity,
                before,
                after,
                due_before,
                due_after,
                verdict,
                prepares,
                today,
            )
        )
    known = {task.identity for task in tasks}
    for identity, due in wanted.items():
        if identity not in known:
            event = due.occasion.key if due.occasion else None
            after = Standing(due.on, event=event)
            found.append(
                _line(None, identity, None, after, None, due, Verdict.NEW, prepares, today)
            )
    return found


def _line(
    key: int | None,
    identity: Identity,
    before: Standing | None,
    after: Standing,
    was: Due | None,
    due: Due | None,
    verdict: Verdict,
    prepares: Mapping[Identity, date],
    today: date,
) -> Foreseen:
    open_after = after.live and not after.withdrawn and after.due_on is not None
    deadline = prepares.get(identity)
    was_late = (
        before is not None
        and not before.withdrawn
        and before.due_on is not None
        and (before.due_on < today)
    )
    return Foreseen(
        key,
        identity,
        before,
        after,
        was,
        due,
        verdict,
        in_the_past=bool(open_after and after.due_on and after.due_on < today and not was_late),
        too_late=bool(open_after and deadline and after.due_on and after.due_on > deadline),
    )


def options_for(line: Foreseen) -> tuple[Choice, ...]:
    """Return what somebody can choose for a line beside letting it be as it is.

    Nothing for a task that is done, withdrawn or new.
    """
    if line.before is None or not line.before.live or line.before.withdrawn or line.after.withdrawn:
        return ()
    if line.before.pinned:
        return (Choice.KEEP, Choice.FOLLOW, Choice.ON)
    return (Choice.PIN, Choice.LEAVE, Choice.ON)
