"""Changing several tasks as one deed, which can be undone as one."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from bsc.audit.models import Entry
from collaboratives.models import Collaborative, Membership
from collaboratives.workplan.calendar import anchors_of, calendar_of, planned_date_of
from collaboratives.workplan.enums import LIVE, ChangeKind, TaskStatus
from collaboratives.workplan.models import PlanChange, Task, TaskOwner
from collaboratives.workplan.services.tasks import keep_done_at
from collaboratives.workplan.states import states_of
from collaboratives.workplan.trail import change
from collaboratives.workplan.undoing import keep_deed, lock_plan

# Changes a task in memory; returns whether there was anything to change.
Act = Callable[[Task], bool]
FIELDS = ("status", "done_at", "due_on", "pinned", "slip")


@dataclass
class Outcome:
    """What was done; ``stale`` were changed by somebody else meanwhile, ``left`` had no use for it."""

    deed: PlanChange | None = None
    changed: list[Task] = field(default_factory=list)
    stale: list[Task] = field(default_factory=list)
    left: list[Task] = field(default_factory=list)


@transaction.atomic
def change_many(
    *,
    collaborative: Collaborative,
    by: Membership,
    marks: Mapping[int, int],
    title: Callable[[int], str],
    act: Act | None = None,
    owners: Sequence[Membership] | None = None,
    keep_owners: bool = False,
    token: uuid.UUID | None = None,
) -> Outcome:
    """Change the tasks that ``marks`` names, each with the revision that the writer saw.

    ``act`` changes fields; ``owners`` take the place of those who stand, or join them where
    ``keep_owners``. ``title`` names the deed, given how many changed. The same token changes nothing twice. Kept as one deed unless nothing changed.
    """
    lock_plan(collaborative)
    standing = PlanChange.objects.filter(token=token).first() if token else None
    if standing:
        return Outcome(deed=standing)
    rows = Task.objects.select_for_update(of=("self",)).select_related("rule__activity")
    tasks = list(rows.prefetch_related("owners").filter(pk__in=marks, withdrawn=False))
    before = states_of(tasks=marks)
    outcome = Outcome()
    entries: list[Entry] = []
    given: dict[int, list[int]] = {}
    for task in tasks:
        if task.revision != marks[task.pk]:
            outcome.stale.append(task)
            continue
        lines = _changes(task, act)
        wanted = _owners_of(task, owners, keep=keep_owners)
        if wanted is not None:
            lines.append("owners")
            given[task.pk] = wanted
        if not lines:
            outcome.left.append(task)
            continue
        outcome.changed.append(task)
        entries.append(_entry(task, by, lines))
    Task.objects.bulk_update(outcome.changed, [*FIELDS, "revision"], batch_size=500)
    Entry.objects.bulk_create(entries)
    _give(collaborative, given)
    if outcome.changed:
        outcome.deed = keep_deed(
            collaborative=collaborative,
            by=by,
            kind=ChangeKind.BULK,
            title=title(len(outcome.changed)),
            before=before,
            after=states_of(tasks=marks),
            token=token,
        )
    return outcome


def _changes(task: Task, act: Act | None) -> list[str]:
    """Let ``act`` change the task; return the lines for its trail."""
    if act is None:
        return []
    before = {name: getattr(task, name) for name in FIELDS}
    if not act(task):
        return []
    keep_done_at(task)
    return [
        change(name, value, getattr(task, name))
        for name, value in before.items()
        if name not in ("done_at", "slip") and value != getattr(task, name)
    ]


def _owners_of(task: Task, owners: Sequence[Membership] | None, *, keep: bool) -> list[int] | None:
    """Return who takes care of the task from now on, or None where that stays the same."""
    if owners is None:
        return None
    stand = [owner.membership_id for owner in task.owners.all()]
    wanted = [owner.pk for owner in owners]
    if keep:
        wanted = [*stand, *(pk for pk in wanted if pk not in stand)]
    return None if set(wanted) == set(stand) else wanted


def _give(collaborative: Collaborative, given: Mapping[int, Sequence[int]]) -> None:
    TaskOwner.objects.filter(task__in=given).delete()
    TaskOwner.objects.bulk_create(
        TaskOwner(collaborative=collaborative, task_id=task, membership_id=owner)
        for task, owners in given.items()
        for owner in owners
    )


def _entry(task: Task, by: Membership, lines: Sequence[str]) -> Entry:
    task.revision += 1
    return Entry(
        collaborative_id=task.collaborative_id,
        action="task.changed",
        target=f"{task._meta.label_lower}:{task.pk}",
        summary="\n".join(lines)[:300],
        by=by.user,
    )


def set_status(status: str) -> Act:
    """Return the act that gives tasks a status."""

    def act(task: Task) -> bool:
        if task.status == status:
            return False
        task.status = TaskStatus(status)
        return True

    return act


def shift_by(days: int) -> Act:
    """Return the act that moves open tasks with a date.

    One that follows the plan keeps following, so many days beside it; a pinned date moves itself.
    """

    def act(task: Task) -> bool:
        if task.due_on is None or task.status not in LIVE:
            return False
        task.due_on += dt.timedelta(days=days)
        if task.rule is not None and not task.pinned:
            task.slip += days
        return True

    return act


def pin(task: Task) -> bool:
    """Pin a date where it stands."""
    if task.due_on is None or task.pinned:
        return False
    task.pinned, task.slip = True, 0
    return True


def unpin(collaborative: Collaborative) -> Act:
    """Return the act that lets dates follow the plan again, without what was beside it."""
    calendar, anchors = calendar_of(collaborative), anchors_of(collaborative)

    def act(task: Task) -> bool:
        if task.rule is None or task.status not in LIVE or not (task.pinned or task.slip):
            return False
        due = planned_date_of(task, calendar, anchors)
        if due is None:
            return False
        task.pinned, task.slip, task.due_on = False, 0, due.on
        return True

    return act
