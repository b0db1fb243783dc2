"""The bridge from the database to dates.py: events, holidays, anchors, phases."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from collaboratives.models import Collaborative
from collaboratives.schedule.enums import EventStatus
from collaboratives.schedule.holidays import named_days_off
from collaboratives.schedule.models import Event
from collaboratives.schedule.queries import event_days, timeline_from
from collaboratives.workplan.dates import Anchors, Calendar, Due, Occasion, Timing, due_dates
from collaboratives.workplan.models import Anchor, Task, TaskRule
from collaboratives.workplan.plan import read_plan


def calendar_of(collaborative: Collaborative) -> Calendar:
    """Return what anchors stand on: planned events by their first day, days off, phases."""
    events = Event.objects.filter(collaborative=collaborative, status=EventStatus.PLANNED)
    return calendar_from(
        events.order_by("starts_at", "pk"),
        collaborative,
        days_off=named_days_off(collaborative),
        span=(collaborative.starts_on, collaborative.ends_on),
    )


def calendar_from(
    events: Iterable[Event],
    collaborative: Collaborative,
    *,
    days_off: Mapping[date, str],
    span: tuple[date, date],
) -> Calendar:
    """Return the calendar that these planned events would make; they may be changed and unsaved."""
    planned = sorted(events, key=lambda one: (one.starts_at, one.pk))
    zone = collaborative.zone
    occasions = tuple(
        Occasion(
            key=event.pk,
            kind=event.kind,
            number=event.number,
            on=event_days(event, zone)[0],
            title=event.title,
            series=event.series_id,
        )
        for event in planned
    )
    boundaries: dict[str, date] = {}
    for phase in timeline_from(planned, zone, *span):
        name = phase.key if phase.number is None else f"{phase.key}:{phase.number}"
        boundaries[f"{name}:start"] = phase.first
        boundaries[f"{name}:end"] = phase.last
    return Calendar(*span, occasions, frozenset(days_off), boundaries)


def holidays_of(collaborative: Collaborative) -> frozenset[date]:
    """Return the days on which nobody works: public holidays and the collaborative's own."""
    return frozenset(named_days_off(collaborative))


def anchors_of(collaborative: Collaborative) -> Anchors:
    """Return the named points as dates.py reads them; the standard plan's where it has none."""
    rows = list(Anchor.objects.filter(collaborative=collaborative))
    return {row.key: spec_of(row) for row in rows} if rows else read_plan()["anchors"]


def spec_of(anchor: Anchor) -> Mapping[str, Any]:
    """Return one anchor in the shape of data/workplan.yaml."""
    if anchor.field:
        return {"field": anchor.field}
    spec: dict[str, Any] = {}
    if anchor.kind:
        spec["event"] = anchor.kind
    if anchor.number is not None:
        spec["number"] = anchor.number
    if anchor.otherwise:
        spec["otherwise"] = {
            "anchor": anchor.otherwise,
            "offset": anchor.offset,
            "unit": anchor.unit,
        }
    return spec


def timing_of(rule: TaskRule) -> Timing:
    """Return a rule as dates.py reads it."""
    return Timing(
        form=rule.form,
        anchor=rule.anchor,
        offset=rule.offset,
        unit=rule.unit,
        kinds=tuple(rule.kinds),
        step=rule.step,
        day=rule.day,
        since=rule.since,
        until=rule.until,
        event=rule.event_id,
        series=rule.series_id,
    )


def dues_of(rule: TaskRule, calendar: Calendar, anchors: Anchors) -> list[Due]:
    """Return the tasks that a rule asks for; none where it is not active, or its session is gone.

    Needs the rule's activity.
    """
    if not rule.active:
        return []
    session = None
    if rule.activity.session_id is not None:
        session = next(
            (one for one in calendar.occasions if one.key == rule.activity.session_id), None
        )
        if session is None:
            return []
    return due_dates(timing_of(rule), anchors, calendar, session)


Identity = tuple[int, int | None, int | None]


def wanted_by(
    rules: Sequence[TaskRule], calendar: Calendar, anchors: Anchors
) -> dict[Identity, tuple[TaskRule, Due]]:
    """Return every task that the rules ask for in a calendar, by what makes it the same task."""
    return {
        identity_of(rule, due): (rule, due)
        for rule in rules
        for due in dues_of(rule, calendar, anchors)
    }


def planned_date_of(task: Task, calendar: Calendar, anchors: Anchors) -> Due | None:
    """Return where the plan puts a task, or None where it has no rule or is not asked for."""
    if task.rule is None:
        return None
    for due in dues_of(task.rule, calendar, anchors):
        if identity_of(task.rule, due) == identity(task.rule, task.event_id, task.occurrence):
            return due
    return None


def identity_of(rule: TaskRule, due: Due) -> Identity:
    """Return the identity that a task made from ``due`` has."""
    event = due.occasion.key if due.occasion is not None else None
    return identity(rule, event, due.occurrence)


def identity(rule: TaskRule, event: int | None, occurrence: int | None) -> Identity:
    """Return what makes a task the same one when the calendar changes.

    A task of one date stays itself when its anchor finds another event to stand on.
    """
    if rule.form == "each":
        return rule.pk, event, None
    return rule.pk, None, occurrence
