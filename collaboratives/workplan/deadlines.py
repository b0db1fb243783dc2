"""Somebody's own tasks in their own calendar."""

from datetime import date

from collaboratives.http import url_in
from collaboratives.models import Collaborative, Membership
from collaboratives.schedule.deadlines import Deadline
from collaboratives.workplan.models import Task
from collaboratives.workplan.queries import tasks_of


def own_tasks(member: Membership, first: date, last: date) -> list[Deadline]:
    """Return what somebody still has to do by a day between the two."""
    if not (member.is_implementation or member.is_faculty):
        return []
    tasks = tasks_of(member).filter(due_on__range=(first, last)).prefetch_related(None)
    return [
        Deadline(
            uid=f"task-{task.pk}",
            on=task.due_on,
            title=task.title,
            url=url_in(member.collaborative, "workplan:task", pk=task.pk),
            sequence=_changes(task, member.collaborative),
        )
        for task in tasks
        if task.due_on
    ]


def _changes(task: Task, collaborative: Collaborative) -> int:
    """Return a number that grows with every change of a task, and of what its date hangs on."""
    return task.revision + (task.event.revision if task.event else 0) + collaborative.revision
