"""The workplan made from its rules and the calendar, again and again with the same result."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bsc.accounts.models import User
from bsc.audit.models import Entry
from bsc.audit.services import record
from bsc.tenancy.wording import in_our_words
from collaboratives.enums import Role
from collaboratives.models import Collaborative, Membership
from collaboratives.queries import roles_held_today
from collaboratives.schedule.queries import learning_sessions_of
from collaboratives.workplan.calendar import anchors_of, calendar_of, identity, wanted_by
from collaboratives.workplan.dates import Due
from collaboratives.workplan.enums import LIVE
from collaboratives.workplan.following import Standing, follow
from collaboratives.workplan.models import Activity, Anchor, PlanOrigin, Task, TaskOwner, TaskRule
from collaboratives.workplan.plan import read_plan, with_timings
from collaboratives.workplan.trail import change
from collaboratives.workplan.vocabulary import ANCHOR_NAMES

Data = dict[str, Any]


@dataclass
class Changes:
    """What making the plan again did; the lists hold tasks."""

    new: list[Task] = field(default_factory=list)
    moved: list[Task] = field(default_factory=list)
    withdrawn: list[Task] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.moved or self.withdrawn)


def plan_of(collaborative: Collaborative) -> Data:
    """Return the plan that a collaborative grows by: that of its template, or the standard one."""
    origin = PlanOrigin.objects.filter(collaborative=collaborative).first()
    return with_timings(origin.data) if origin else read_plan()


def write_rules(collaborative: Collaborative, *, repeated_only: bool = False) -> None:
    """Make the anchors, activities and rules that are missing; those that stand stay as they are.

    An activity that is repeated gets a copy for every Learning Session in the calendar.
    ``repeated_only``: the plan grows by sessions alone, not by what a newer standard plan brings.
    """
    data = plan_of(collaborative)
    _write_anchors(collaborative, data["anchors"])
    standing = {
        (activity.key, activity.session_id)
        for activity in Activity.objects.filter(collaborative=collaborative)
    }
    sessions = list(learning_sessions_of(collaborative))
    position = 0
    for phase in data["phases"]:
        for entry in phase["activities"]:
            for session in sessions if entry.get("repeat") else [None]:
                position += 1
                if (entry["key"], session and session.pk) in standing:
                    continue
                if repeated_only and session is None:
                    continue
                number = session.number if session else None
                activity = Activity.objects.create(
                    collaborative=collaborative,
                    phase=phase["number"],
                    key=entry["key"],
                    session=session,
                    title=_numbered(entry["title"], number),
                    brief=in_our_words(entry["brief"].strip(), "en"),
                    position=position,
                )
                TaskRule.objects.bulk_create(_rules(activity, entry["tasks"], number))


def _write_anchors(collaborative: Collaborative, anchors: Data) -> None:
    standing = set(Anchor.objects.filter(collaborative=collaborative).values_list("key", flat=True))
    Anchor.objects.bulk_create(
        anchor_from(collaborative, key, spec, position)
        for position, (key, spec) in enumerate(anchors.items(), start=1)
        if key not in standing
    )


def anchor_from(collaborative: Collaborative, key: str, spec: Data, position: int) -> Anchor:
    """Return an unsaved anchor from its entry in a plan."""
    other = spec.get("otherwise") or {}
    return Anchor(
        collaborative=collaborative,
        key=key,
        name=spec.get("name") or str(ANCHOR_NAMES.get(key, key.replace("_", " "))),
        field=spec.get("field", ""),
        kind=spec.get("event", ""),
        number=spec.get("number"),
        otherwise=other.get("anchor", ""),
        offset=other.get("offset", 0),
        unit=other.get("unit", "weeks"),
        position=position,
    )


def _rules(activity: Activity, tasks: Iterable[Data], number: int | None) -> list[TaskRule]:
    rules = []
    for position, task in enumerate(tasks, start=1):
        timing = task["timing"]
        rules.append(
            TaskRule(
                collaborative=activity.collaborative,
                activity=activity,
                key=task["key"],
                title=_numbered(task["title"], number),
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
    """Put the session's number into a text of the plan, and the collaborative's own words."""
    said = in_our_words(text.strip(), "en")
    return said.replace("{number}", str(number)) if number is not None else said


def make_tasks(collaborative: Collaborative, by: Membership | None) -> Changes:
    """Bring the tasks in line with rules and calendar; returns what changed. Idempotent.

    Open tasks follow. Done tasks and pinned dates stay. A task that is no longer asked for is
    withdrawn, and comes back as it was when it is asked for again.
    """
    rules = TaskRule.objects.filter(collaborative=collaborative).select_related("activity")
    wanted = wanted_by(list(rules), calendar_of(collaborative), anchors_of(collaborative))
    changes = Changes()
    entries: list[Entry] = []
    tasks = Task.objects.filter(collaborative=collaborative, rule__isnull=False)
    for task in tasks.select_related("rule"):
        if task.rule is None:
            continue
        found = wanted.pop(identity(task.rule, task.event_id, task.occurrence), None)
        if _bring_in_line(task, found, entries=entries, by=by.user if by else None):
            (changes.moved if found else changes.withdrawn).append(task)
    changes.new = [_task(rule, due) for rule, due in wanted.values()]
    Task.objects.bulk_create(changes.new)
    fields = ["due_on", "event", "withdrawn", "title", "revision"]
    Task.objects.bulk_update([*changes.moved, *changes.withdrawn], fields, batch_size=500)
    Entry.objects.bulk_create(entries)
    _give_owners(collaborative, changes.new)
    return changes


def standing_of(task: Task) -> Standing:
    """Return a task as following.py reads it."""
    return Standing(
        due_on=task.due_on,
        event=task.event_id,
        live=task.status in LIVE,
        pinned=task.pinned,
        slip=task.slip,
        withdrawn=task.withdrawn,
    )


def _bring_in_line(
    task: Task, found: tuple[TaskRule, Due] | None, *, entries: list[Entry], by: User | None
) -> bool:
    """Set what follows the calendar; return whether anything changed."""
    before = standing_of(task)
    after = follow(before, found[1] if found else None)
    title = title_of(*found) if found and not task.own_title else task.title
    if (before, task.title) == (after, title):
        return False
    if after.due_on != before.due_on:
        entries.append(
            Entry(
                collaborative_id=task.collaborative_id,
                action="task.followed",
                target=f"{task._meta.label_lower}:{task.pk}",
                summary=change("due_on", before.due_on, after.due_on),
                by=by,
            )
        )
    task.event_id, task.due_on, task.withdrawn = after.event, after.due_on, after.withdrawn
    task.title = title
    # Somebody who has the task open must not put the old date back.
    task.revision += 1
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
