"""Everything that a move would touch, read and worked out before anybody confirms it.

The preview changes nothing. ``applying`` works it out again and compares ``basis``, so that nobody
confirms something else than what they read.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from bsc.notifications.models import Reminder
from collaboratives.models import Collaborative, Membership
from collaboratives.schedule import dependents
from collaboratives.schedule.clashes import Clash, find_clashes
from collaboratives.schedule.holidays import named_days_off
from collaboratives.schedule.models import CalendarFeed, Event, Rsvp
from collaboratives.schedule.moving import StartWish
from collaboratives.schedule.queries import Crowd, timeline_from
from collaboratives.schedule.rescheduling import altered
from collaboratives.workplan.calendar import (
    Identity,
    anchors_of,
    calendar_from,
    identity,
    wanted_by,
)
from collaboratives.workplan.dates import Calendar, Due
from collaboratives.workplan.enums import Form
from collaboratives.workplan.following import Chosen
from collaboratives.workplan.generator import standing_of, title_of
from collaboratives.workplan.models import Task, TaskRule
from collaboratives.workplan.moves.asked import Asked
from collaboratives.workplan.moves.foresight import Foreseen, Known, foresee
from collaboratives.workplan.moves.stretches import Stretch, stretches

Wanted = Mapping[Identity, tuple[TaskRule, Due]]


@dataclass(frozen=True)
class EventLine:
    """One event before and after, and whom it touches. ``answered``: their answers are asked again."""

    before: Event
    after: Event
    people: int
    answered: int
    reminders: int

    @property
    def is_cancelled(self) -> bool:
        """Whether the move cancels it."""
        return self.after.is_cancelled and not self.before.is_cancelled

    @property
    def is_restored(self) -> bool:
        """Whether the move holds it after all."""
        return self.before.is_cancelled and not self.after.is_cancelled


@dataclass(frozen=True)
class TaskLine:
    """One task of the plan; ``task`` is None for one that the plan gets."""

    task: Task | None
    title: str
    rule: TaskRule | None
    seen: Foreseen


@dataclass(frozen=True)
class Preview:
    """What a move does. ``basis`` is the fingerprint of it all; ``feeds`` counts calendars."""

    events: list[EventLine]
    span: StartWish | None
    tasks: list[TaskLine]
    stretches: list[Stretch]
    clashes: list[Clash]
    clashes_gone: list[Clash]
    others: list[str]
    people: frozenset[int]
    feeds: int
    basis: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not self.events and self.span is None


def preview_of(
    collaborative: Collaborative, asked: Asked, choices: Mapping[int, Chosen]
) -> Preview:
    """Work out a move in a constant number of queries, whatever it moves."""
    events = list(
        Event.objects.filter(collaborative=collaborative)
        .select_related("group", "team")
        .prefetch_related("leaders")
    )
    after = altered(events, asked.events)
    moved = [
        (old, new)
        for old, new in zip(events, after, strict=True)
        if old is not new and _when(old) != _when(new)
    ]
    days_off = named_days_off(collaborative)
    span_before = collaborative.starts_on, collaborative.ends_on
    span = (asked.span.starts_on, asked.span.ends_on) if asked.span else span_before
    zone, crowd = collaborative.zone, Crowd()
    standing = [event for event in events if not event.is_cancelled]
    coming = [event for event in after if not event.is_cancelled]
    tasks = _task_lines(
        collaborative,
        was=calendar_from(standing, collaborative, days_off=days_off, span=span_before),
        coming=calendar_from(coming, collaborative, days_off=days_off, span=span),
        choices=choices,
    )
    touched = {old.pk for old, _new in moved}
    old_clashes = _ahead(standing, crowd, days_off, collaborative, touched)
    new_clashes = _ahead(coming, crowd, days_off, collaborative, touched)
    lines, people = _event_lines(moved, crowd)
    return Preview(
        events=lines,
        span=asked.span if span != span_before else None,
        tasks=tasks,
        stretches=stretches(
            timeline_from(standing, zone, *span_before), timeline_from(coming, zone, *span)
        ),
        clashes=_without(new_clashes, old_clashes),
        clashes_gone=_without(old_clashes, new_clashes),
        others=dependents.describe([old for old, _new in moved], without="workplan"),
        people=frozenset(people),
        feeds=CalendarFeed.objects.filter(membership__in=people, revoked_at=None).count(),
        basis=_fingerprint(lines, tasks, span),
    )


def _when(event: Event) -> tuple[object, ...]:
    return event.starts_at, event.ends_at, event.days, event.status


def _ahead(
    events: Sequence[Event],
    crowd: Crowd,
    days_off: Mapping[date, str],
    collaborative: Collaborative,
    touched: set[int],
) -> list[Clash]:
    """Return the clashes, not over yet, that one of the moved events is part of."""
    today = collaborative.today()
    found = find_clashes(
        [event for event in events if event.pk in touched or not event.is_over],
        crowd=crowd,
        days_off=days_off,
        zone=collaborative.zone,
    )
    return [
        clash
        for clash in found
        if max(clash.days) >= today
        and (clash.first.pk in touched or (clash.second and clash.second.pk in touched))
    ]


def _without(some: Iterable[Clash], others: Iterable[Clash]) -> list[Clash]:
    keys = {clash.key for clash in others}
    return [clash for clash in some if clash.key not in keys]


def _task_lines(
    collaborative: Collaborative, *, was: Calendar, coming: Calendar, choices: Mapping[int, Chosen]
) -> list[TaskLine]:
    rules = list(TaskRule.objects.filter(collaborative=collaborative).select_related("activity"))
    anchors = anchors_of(collaborative)
    before: Wanted = wanted_by(rules, was, anchors)
    after: Wanted = wanted_by(rules, coming, anchors)
    tasks = {
        task.pk: task
        for task in Task.objects.filter(collaborative=collaborative, rule__isnull=False)
        .select_related("rule", "activity", "event")
        .prefetch_related("owners__membership__user")
        .order_by("due_on", "position", "pk")
    }
    known = [
        Known(task.pk, identity(task.rule, task.event_id, task.occurrence), standing_of(task))
        for task in tasks.values()
        if task.rule
    ]
    seen = foresee(
        known,
        was={key: due for key, (_rule, due) in before.items()},
        wanted={key: due for key, (_rule, due) in after.items()},
        choices=choices,
        prepares=_days_prepared(after),
        today=collaborative.today(),
    )
    lines = []
    for one in seen:
        task = tasks[one.key] if one.key is not None else None
        rule, due = after.get(one.identity) or (task.rule if task else None, None)
        title = task.title if task else title_of(rule, due) if rule and due else ""
        lines.append(TaskLine(task, title, rule, one))
    return lines


def _days_prepared(wanted: Wanted) -> dict[Identity, date]:
    """Return the day of the event that a task comes before, for tasks that come before one."""
    return {
        key: due.occasion.on
        for key, (rule, due) in wanted.items()
        if rule.offset < 0 and rule.form in (Form.ANCHOR, Form.EACH) and due.occasion
    }


def _event_lines(
    moved: Sequence[tuple[Event, Event]], crowd: Crowd
) -> tuple[list[EventLine], set[int]]:
    keys = [old.pk for old, _new in moved]
    answered = dict(
        Rsvp.objects.filter(event__in=keys, revision=F("event__revision"))
        .values_list("event")
        .annotate(count=Count("pk"))
    )
    reminders: dict[int, int] = {}
    planned = Reminder.objects.filter(state=Reminder.State.PLANNED, subject__startswith="event:")
    for subject in planned.values_list("subject", flat=True):
        event = int(subject.split(":")[1])
        reminders[event] = reminders.get(event, 0) + 1
    lines, people = [], set()
    for old, new in moved:
        concerned: list[Membership] = crowd.concerned_by(new)
        if not new.is_over:
            people |= {one.pk for one in concerned}
        count = len(concerned)
        lines.append(EventLine(old, new, count, answered.get(old.pk, 0), reminders.get(old.pk, 0)))
    return sorted(lines, key=lambda line: (line.before.starts_at, line.before.pk)), people


def _fingerprint(
    lines: Sequence[EventLine], tasks: Sequence[TaskLine], span: tuple[date, date]
) -> str:
    told = [
        [[line.before.pk, line.before.revision, *map(str, _when(line.after))] for line in lines],
        [
            [line.seen.key, list(line.seen.identity), str(line.seen.before), str(line.seen.after)]
            for line in tasks
        ],
        [str(day) for day in span],
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
