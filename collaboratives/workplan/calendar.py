"""The bridge from the database to dates.py: events, holidays, anchors."""

from datetime import date

import holidays

from collaboratives.models import Collaborative
from collaboratives.schedule.enums import EventStatus
from collaboratives.schedule.models import Event
from collaboratives.schedule.queries import event_days
from collaboratives.workplan.dates import Calendar, Due, Occasion, Timing, due_dates
from collaboratives.workplan.models import Task, TaskRule
from collaboratives.workplan.plan import read_plan


def calendar_of(collaborative: Collaborative) -> Calendar:
    """Return what anchors stand on: planned events by their first day, and public holidays."""
    events = Event.objects.filter(collaborative=collaborative, status=EventStatus.PLANNED)
    occasions = tuple(
        Occasion(
            key=event.pk,
            kind=event.kind,
            number=event.number,
            on=event_days(event, collaborative.zone)[0],
            title=event.title,
        )
        for event in events.order_by("starts_at", "pk")
    )
    return Calendar(
        collaborative.starts_on, collaborative.ends_on, occasions, holidays_of(collaborative)
    )


def holidays_of(collaborative: Collaborative) -> frozenset[date]:
    """Return the public holidays of its country and subdivision, two years around its own."""
    years = range(collaborative.starts_on.year - 2, collaborative.ends_on.year + 2)
    found = holidays.country_holidays(
        collaborative.holiday_country,
        subdiv=collaborative.holiday_subdivision or None,
        years=years,
    )
    return frozenset(found)


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
    )


def dues_of(rule: TaskRule, calendar: Calendar) -> list[Due]:
    """Return the tasks that a rule asks for; those of a session that is cancelled are none.

    Needs the rule's activity.
    """
    session = None
    if rule.activity.session_id is not None:
        session = next(
            (one for one in calendar.occasions if one.key == rule.activity.session_id), None
        )
        if session is None:
            return []
    return due_dates(timing_of(rule), read_plan()["anchors"], calendar, session)


def planned_date_of(task: Task, calendar: Calendar) -> Due | None:
    """Return where the plan puts a task, or None where it has no rule or is not asked for."""
    if task.rule is None:
        return None
    for due in dues_of(task.rule, calendar):
        if identity_of(task.rule, due) == identity(task.rule, task.event_id, task.occurrence):
            return due
    return None


def identity_of(rule: TaskRule, due: Due) -> tuple[int, int | None, int | None]:
    """Return the identity that a task made from ``due`` has."""
    event = due.occasion.key if due.occasion is not None else None
    return identity(rule, event, due.occurrence)


def identity(
    rule: TaskRule, event: int | None, occurrence: int | None
) -> tuple[int, int | None, int | None]:
    """Return what makes a task the same one when the calendar changes.

    A task of one date stays itself when its anchor finds another event to stand on.
    """
    if rule.form == "each":
        return rule.pk, event, None
    return rule.pk, None, occurrence
