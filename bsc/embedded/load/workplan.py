"""The story's workplan: made from the calendar, then half done as the story tells."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bsc.audit.models import Entry
from bsc.embedded.load.framework import planner
from bsc.embedded.load.schedule import day_of
from bsc.embedded.load.story import Story
from collaboratives.models import Membership
from collaboratives.workplan.enums import TaskStatus
from collaboratives.workplan.models import Task, TaskOwner
from collaboratives.workplan.services import generate_workplan
from collaboratives.workplan.trail import change

Told = Mapping[str, Any]
# Those before the Learning Sessions.
FIRST_PHASES = 3


def load(story: Story) -> None:
    """Make the plan; what was due is done, except as the story tells."""
    generate_workplan(collaborative=story.collaborative, by=planner(story))
    told = story.read("workplan_state")
    is_told = all(person in story.people for people in told["owners"].values() for person in people)
    if is_told:
        _owners(story, told["owners"])
    tasks = {task.pk: task for task in Task.objects.select_related("rule", "event", "activity")}
    _finish(story, tasks, told["rule"]["finished_early_days"] if is_told else 0)
    if is_told:
        _tell(story, told, tasks)
    Task.objects.bulk_update(
        tasks.values(), ["status", "done_at", "note", "due_on", "pinned"], batch_size=500
    )
    _audit(story, tasks)


def _owners(story: Story, told: Told) -> None:
    TaskOwner.objects.all().delete()
    TaskOwner.objects.bulk_create(
        TaskOwner(collaborative=story.collaborative, task=task, membership=story.people[person])
        for task in Task.objects.all()
        for person in told.get(task.competency, [])
    )


def _finish(story: Story, tasks: dict[int, Task], early_days: int) -> None:
    for task in tasks.values():
        if task.due_on is not None and task.due_on < story.today:
            early = dt.timedelta(days=story.random.randint(0, early_days))
            _done(story, task, task.due_on - early)
    _finish_without_date(story, tasks)


def _finish_without_date(story: Story, tasks: dict[int, Task]) -> None:
    """Finish what is done when needed: in the phases behind us, and for sessions that were held."""
    sessions = [one for one in tasks.values() if one.rule and one.rule.key == "hold-session"]
    held = {one.activity_id for one in sessions if one.due_on and one.due_on < story.today}
    over = FIRST_PHASES if held else FIRST_PHASES - 1
    begun = (story.today - story.collaborative.starts_on).days
    for task in tasks.values():
        if task.due_on is None and (task.activity.phase <= over or task.activity_id in held):
            ago = max(1, round(begun * story.random.uniform(0.3, 0.9)))
            _done(story, task, story.today - dt.timedelta(days=ago))


def _done(story: Story, task: Task, day: dt.date) -> None:
    task.status = TaskStatus.DONE
    task.done_at = dt.datetime.combine(day, dt.time(15), tzinfo=story.zone)


def _tell(story: Story, told: Told, tasks: dict[int, Task]) -> None:
    """Apply what the story says of single tasks."""
    for one in told["late"]:
        task = find_task(story, tasks, one)
        task.status, task.done_at, task.note = TaskStatus.IN_PROGRESS, None, one["note"]
        _own(story, task, one["owner"])
    for one in told["early"]:
        task = find_task(story, tasks, one)
        _done(story, task, day_of(story, one["done_weeks_ago"], "wed"))
        task.note = one["note"]
    for one in told["started"]:
        task = find_task(story, tasks, one)
        task.status, task.done_at, task.note = TaskStatus.IN_PROGRESS, None, one["note"]
        _own(story, task, one["owner"])
    for one in told["pinned"]:
        task = find_task(story, tasks, one)
        task.due_on = day_of(story, one["weeks_ago"], one["weekday"])
        task.pinned, task.note = True, one["why"]
    for one in told["notes"]:
        find_task(story, tasks, one).note = one["note"]


def find_task(story: Story, tasks: dict[int, Task], told: Told) -> Task:
    """Return the task that a key and ``which`` name (see the head of the story's file)."""
    which = told.get("which", {})
    fitting = [task for task in tasks.values() if task.rule and task.rule.key == told["task"]]
    if which == "latest":
        past = [task for task in fitting if task.due_on and task.due_on < story.today]
        return max(past, key=lambda task: task.due_on or dt.date.min)
    if "session" in which:
        event = story.found["events"][f"learning_session_{which['session']}"]
        fitting = [task for task in fitting if task.event_id == event.pk]
    elif "series" in which:
        event = story.found["events"][f"{which['series']}:{which['occurrence']}"]
        fitting = [task for task in fitting if task.event_id == event.pk]
    if len(fitting) != 1:
        raise ValueError(f"The story means one task, not {len(fitting)}: {told}")
    return fitting[0]


def _own(story: Story, task: Task, person: str) -> None:
    owner: Membership = story.people[person]
    task.owners.all().delete()
    TaskOwner.objects.create(collaborative=story.collaborative, task=task, membership=owner)


def _audit(story: Story, tasks: dict[int, Task]) -> None:
    """Leave a trail: who finished what, on the day it was finished."""
    owners = {
        row.task_id: row.membership.user
        for row in TaskOwner.objects.select_related("membership__user").order_by("-pk")
    }
    done = [task for task in tasks.values() if task.done_at]
    entries = Entry.objects.bulk_create(
        Entry(
            collaborative=story.collaborative,
            action="task.changed",
            target=f"{task._meta.label_lower}:{task.pk}",
            summary=change("status", TaskStatus.OPEN, TaskStatus.DONE),
            by=owners.get(task.pk),
        )
        for task in done
    )
    for entry, task in zip(entries, done, strict=True):
        entry.at = task.done_at or story.moment()
    Entry.objects.bulk_update(entries, ["at"], batch_size=500)
