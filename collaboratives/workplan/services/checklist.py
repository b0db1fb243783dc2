"""The small steps of a task: added, ticked, put in order, removed."""

from django.db import transaction
from django.utils import timezone

from bsc.audit.services import record
from collaboratives.models import Membership
from collaboratives.workplan.models import ChecklistItem, Task

UP, DOWN = "up", "down"
MOST = 40


@transaction.atomic
def add_step(*, task: Task, by: Membership, text: str) -> ChecklistItem:
    """Add a step at the end; an open one with the same words is returned as it is."""
    task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    rows = list(task.checklist.all())
    for row in rows:
        if row.done_at is None and row.text.casefold() == text.casefold():
            return row
    step = ChecklistItem(
        collaborative_id=task.collaborative_id,
        task=task,
        text=text,
        position=max((row.position for row in rows), default=0) + 1,
    )
    step.full_clean(exclude=["collaborative", "task"])
    step.save()
    _record(task, by, "step_added")
    return step


@transaction.atomic
def tick_step(*, step: ChecklistItem, by: Membership, done: bool) -> None:
    """Tick a step, or take the tick back. Idempotent: the first to tick it stays named."""
    if (step.done_at is not None) == done:
        return
    step.done_at = timezone.now() if done else None
    step.done_by = by if done else None
    step.save(update_fields=["done_at", "done_by"])
    _record(step.task, by, "step_done" if done else "step_open")


@transaction.atomic
def move_step(*, step: ChecklistItem, by: Membership, way: str) -> None:
    """Let a step change places with its neighbour."""
    rows = list(ChecklistItem.objects.select_for_update().filter(task=step.task_id))
    at = [row.pk for row in rows].index(step.pk)
    other = at - 1 if way == UP else at + 1
    if not 0 <= other < len(rows):
        return
    rows[at], rows[other] = rows[other], rows[at]
    for position, row in enumerate(rows, start=1):
        row.position = position
    ChecklistItem.objects.bulk_update(rows, ["position"])
    _record(step.task, by, "steps_moved")


@transaction.atomic
def remove_step(*, step: ChecklistItem, by: Membership) -> None:
    """Remove a step for good; the page asks first."""
    task = step.task
    step.delete()
    _record(task, by, "step_removed")


def _record(task: Task, by: Membership, deed: str) -> None:
    record(
        action="task.changed",
        by=by.user,
        target=task,
        collaborative=task.collaborative,
        summary=deed,
    )
