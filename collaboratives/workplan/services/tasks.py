"""Writing the workplan."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from bsc.audit.services import record
from collaboratives.models import Collaborative, Membership
from collaboratives.schedule.models import Event
from collaboratives.workplan.calendar import anchors_of, calendar_of, planned_date_of
from collaboratives.workplan.enums import TaskStatus
from collaboratives.workplan.errors import ChangedMeanwhileError
from collaboratives.workplan.generator import (
    Changes,
    audit_changes,
    make_tasks,
    write_rules,
)
from collaboratives.workplan.models import Activity, PlanTemplate, Task, TaskOwner, TaskRule
from collaboratives.workplan.services.templates import use_template
from collaboratives.workplan.trail import change


@transaction.atomic
def generate_workplan(
    *, collaborative: Collaborative, by: Membership | None, template: PlanTemplate | None = None
) -> Changes:
    """Make the workplan from the standard plan and the calendar. Idempotent.

    With a ``template`` the first plan of a collaborative is made from that one, and grows by it.

    Later events get their tasks; done tasks and pinned dates stay. New tasks go to whoever of the
    implementation team holds their competency.
    """
    if template is not None:
        use_template(collaborative=collaborative, template=template, by=by)
    write_rules(collaborative)
    changes = make_tasks(collaborative, by)
    audit_changes(collaborative, changes, by)
    return changes


def follow_events(events: Sequence[Event], by: Membership | None) -> None:
    """Let the tasks follow events that were made, moved or cancelled, once there is a plan."""
    if events and TaskRule.objects.exists():
        collaborative = events[0].collaborative
        write_rules(collaborative, repeated_only=True)
        audit_changes(collaborative, make_tasks(collaborative, by), by)


@transaction.atomic
def add_task(
    *,
    activity: Activity,
    by: Membership,
    owners: Sequence[Membership] = (),
    token: uuid.UUID | None = None,
    **fields: Any,
) -> Task:
    """Add a task of one's own; a due date typed by hand is pinned. The same token: the same task."""
    if token:
        standing = Task.objects.filter(token=token).first()
        if standing:
            return standing
    task = Task(
        collaborative=activity.collaborative, activity=activity, token=token, pinned=True, **fields
    )
    keep_done_at(task)
    task.full_clean()
    task.save()
    _set_owners(task, owners)
    record(
        action="task.created",
        by=by.user,
        target=task,
        collaborative=task.collaborative,
        summary=task.title,
    )
    return task


@transaction.atomic
def change_task(
    *,
    task: Task,
    by: Membership,
    revision: int | None,
    owners: Sequence[Membership] | None = None,
    follow_plan: bool = False,
    **fields: Any,
) -> Task:
    """Change a task; a due date changed by hand is pinned.

    ``follow_plan`` lets go of the pin and takes the plan's date. ``revision`` is what the writer
    saw: raises ChangedMeanwhileError when the task has another by now. None takes it as it is.
    """
    task = (
        Task.objects.select_for_update(of=("self",))
        .select_related("rule__activity", "collaborative")
        .get(pk=task.pk)
    )
    if revision is not None and task.revision != revision:
        raise ChangedMeanwhileError
    if follow_plan and task.rule:
        due = planned_date_of(task, calendar_of(task.collaborative), anchors_of(task.collaborative))
        fields |= {"pinned": False, "slip": 0, "due_on": due.on if due else task.due_on}
    elif "due_on" in fields and fields["due_on"] != task.due_on:
        fields["pinned"] = True
    changes = []
    for name, value in fields.items():
        before = getattr(task, name)
        if before != value:
            changes.append(change(name, before, value))
            setattr(task, name, value)
            task.own_title |= name == "title"
    if owners is not None and _set_owners(task, owners):
        changes.append("owners")
    if not changes:
        return task
    keep_done_at(task)
    task.revision += 1
    task.full_clean()
    task.save()
    record(
        action="task.changed",
        by=by.user,
        target=task,
        collaborative=task.collaborative,
        summary="\n".join(changes),
    )
    return task


def set_status(*, task: Task, status: str, by: Membership) -> Task:
    """Set the status with one tap, whatever somebody else changed about the task."""
    return change_task(task=task, by=by, revision=None, status=status)


def keep_done_at(task: Task) -> None:
    """Let ``done_at`` agree with the status; the first time that it was done counts."""
    if task.status != TaskStatus.DONE:
        task.done_at = None
    elif task.done_at is None:
        task.done_at = timezone.now()


def _set_owners(task: Task, owners: Sequence[Membership]) -> bool:
    before = set(task.owners.values_list("membership", flat=True))
    if before == {owner.pk for owner in owners}:
        return False
    task.owners.all().delete()
    for owner in owners:
        TaskOwner.objects.create(collaborative=task.collaborative, task=task, membership=owner)
    return True
