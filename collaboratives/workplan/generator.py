"""The workplan made from its rules and the calendar, again and again with the same result."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bsc.accounts.models import User
from bsc.audit.models import Entry
from bsc.audit.services import record
from collaboratives.enums import Role
from collaboratives.models import Collaborative, Membership
from collaboratives.queries import roles_held_today
from collaboratives.schedule.queries import learning_sessions_of
from collaboratives.workplan.calendar import calendar_of, dues_of, identity, identity_of
from collaboratives.workplan.dates import Due
from collaboratives.workplan.enums import LIVE
from collaboratives.workplan.models import Activity, Task, TaskOwner, TaskRule
from collaboratives.workplan.plan import read_plan
from collaboratives.workplan.trail import change

Data = dict[str, Any]


@dataclass
class Changes:
    """What making the plan again did; the lists hold tasks."""

    new: list[Task] = field(default_factory=list)
    moved: list[Task] = field(default_factory=list)
    withdrawn: list[Task] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.moved or self.withdrawn)


def write_rules(collaborative: Collaborative) -> None:
    """Make the activities and rules that are missing; those that stand are left as they are.

    An activity that is repeated gets a copy for every Learning Session in the calendar.
    """
    standing = {
        (activity.key, activity.session_id)
        for activity in Activity.objects.filter(collaborative=collaborative)
    }
    sessions = list(learning_sessions_of(collaborative))
    position = 0
    for phase in read_plan()["phases"]:
        for data in phase["activities"]:
            for session in sessions if data.get("repeat") else [None]:
                position += 1
                if (data["key"], session and session.pk) in standing:
                    continue
                number = session.number if session else None
                activity = Activity.objects.create(
                    collaborative=collaborative,
                    phase=phase["number"],
                    key=data["key"],
                    session=session,
                    title=_numbered(data["title"], number),
                    brief=data["brief"].strip(),
                    position=position,
                )
                TaskRule.objects.bulk_create(_rules(activity, data["tasks"], number))


def _rules(activity: Activity, tasks: Iterable[Data], number: int | None) -> list[TaskRule]:
    rules = []
    for position, task in enumerate(tasks, start=1):
        timing = task["timing"]
        rules.append(
            TaskRule(
                collaborative=activity.collaborative,
                activity=activity,
                key=task["key"],
                title=_numbered(task["title"].strip(), number),
                competency=task["competency"],
                position=position,
                form=timing.form,
                anchor=timing.anchor,
                offset=timing.offset,
                unit=timing.unit,
                kinds=list(timing.kinds),
                step=timing.step,
                day=timing.day,
                since=timing.since,
                until=timing.until,
            )
        )
    return rules


def _numbered(text: str, number: int | None) -> str:
    return text.replace("{number}", str(number)) if number is not None else text


def make_tasks(collaborative: Collaborative, by: Membership | None) -> Changes:
    """Bring the tasks in line with rules and calendar; returns what changed. Idempotent.

    Open tasks follow. Done tasks and pinned dates stay. A task that is no longer asked for is
    withdrawn, and comes back as it was when it is asked for again.
    """
    calendar = calendar_of(collaborative)
    rules = TaskRule.objects.filter(collaborative=collaborative).select_related("activity")
    wanted: dict[tuple[int, int | None, int | None], tuple[TaskRule, Due]] = {}
    for rule in rules:
        for due in dues_of(rule, calendar):
            wanted[identity_of(rule, due)] = rule, due
    changes = Changes()
    entries: list[Entry] = []
    tasks = Task.objects.filter(collaborative=collaborative, rule__isnull=False)
    for task in tasks.select_related("rule"):
        if task.rule is None:
            continue
        found = wanted.pop(identity(task.rule, task.event_id, task.occurrence), None)
        if found is None:
            if _follows(task) and not task.withdrawn:
                task.withdrawn = True
                changes.withdrawn.append(task)
        elif _bring_in_line(task, *found, entries=entries, by=by.user if by else None):
            changes.moved.append(task)
    changes.new = [_task(rule, due) for rule, due in wanted.values()]
    Task.objects.bulk_create(changes.new)
    fields = ["due_on", "event", "withdrawn", "title"]
    Task.objects.bulk_update([*changes.moved, *changes.withdrawn], fields, batch_size=500)
    Entry.objects.bulk_create(entries)
    _give_owners(collaborative, changes.new)
    return changes


def _follows(task: Task) -> bool:
    return task.status in LIVE and not task.pinned


def _bring_in_line(
    task: Task, rule: TaskRule, due: Due, *, entries: list[Entry], by: User | None
) -> bool:
    """Set what follows the calendar; return whether anything changed."""
    event = due.occasion.key if due.occasion else None
    title = title_of(rule, due) if task.revision == 0 else task.title
    due_on = due.on if _follows(task) else task.due_on
    before = (task.event_id, task.title, task.due_on, task.withdrawn)
    if before == (event, title, due_on, False):
        return False
    if due_on != task.due_on:
        entries.append(
            Entry(
                collaborative=task.collaborative,
                action="task.followed",
                target=f"{task._meta.label_lower}:{task.pk}",
                summary=change("due_on", task.due_on, due_on),
                by=by,
            )
        )
    task.event_id, task.title, task.due_on, task.withdrawn = event, title, due_on, False
    return True


def title_of(rule: TaskRule, due: Due) -> str:
    """Return the title of a task: a rule for each event names the event."""
    name = due.occasion.title if due.occasion else ""
    return rule.title.replace("{event}", name)[:300]


def _task(rule: TaskRule, due: Due) -> Task:
    return Task(
        collaborative_id=rule.collaborative_id,
        activity=rule.activity,
        rule=rule,
        event_id=due.occasion.key if due.occasion else None,
        occurrence=due.occurrence,
        title=title_of(rule, due),
        due_on=due.on,
        competency=rule.competency,
        position=rule.position,
    )


def _give_owners(collaborative: Collaborative, tasks: list[Task]) -> None:
    """Give each new task to the first of the implementation team who holds its competency."""
    holders: dict[str, int] = {}
    for hat in roles_held_today().filter(role=Role.IMPLEMENTATION):
        for competency in hat.competencies:
            holders.setdefault(competency, hat.membership_id)
    TaskOwner.objects.bulk_create(
        TaskOwner(collaborative=collaborative, task=task, membership_id=holders[task.competency])
        for task in tasks
        if task.competency in holders
    )


def audit_changes(collaborative: Collaborative, changes: Changes, by: Membership | None) -> None:
    """Record that the plan was made again, where it changed anything."""
    if changes:
        record(
            action="workplan.made",
            by=by.user if by else None,
            target=collaborative,
            collaborative=collaborative,
            summary=f"+{len(changes.new)} ~{len(changes.moved)} -{len(changes.withdrawn)}",
        )
