"""Too little time to prepare an event, as a clash of the calendar (schedule.clashes).

One late task is no clash; the workplan shows it. It is one when nothing that comes before an event
can be done in time any more: every such task should have been done by now, and none is.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import ngettext

from collaboratives.models import Collaborative
from collaboratives.schedule.clashes import Clash
from collaboratives.schedule.enums import ClashKind, EventKind
from collaboratives.schedule.models import Event
from collaboratives.workplan.calendar import holidays_of
from collaboratives.workplan.dates import Holidays, shift
from collaboratives.workplan.enums import LIVE, Form, TaskStatus
from collaboratives.workplan.models import Task, TaskRule


def lead_times(collaborative: Collaborative, events: Sequence[Event]) -> list[Clash]:
    """Return the events that come too soon for their preparation, in at most two queries.

    Of an event in the calendar its tasks are looked at; of one that is being entered (its key is
    negative) what the rules would ask for.
    """
    today = collaborative.today()
    coming = [
        event
        for event in events
        if not event.is_cancelled and event.first_day_in(collaborative.zone) >= today
    ]
    saved = [event for event in coming if event.pk > 0]
    drafts = [event for event in coming if event.pk < 0]
    found = _of_saved(saved, today, collaborative) if saved else []
    return [*found, *(_of_drafts(drafts, today, collaborative) if drafts else [])]


def _of_saved(events: Iterable[Event], today: date, collaborative: Collaborative) -> list[Clash]:
    tasks: dict[int, list[Task]] = {}
    rows = Task.objects.filter(
        event__in=[event.pk for event in events], withdrawn=False, rule__offset__lt=0
    ).exclude(status=TaskStatus.NOT_NEEDED)
    for task in rows:
        tasks.setdefault(task.event_id or 0, []).append(task)
    found = []
    for event in events:
        before = tasks.get(event.pk, [])
        is_late = [
            task.status in LIVE and task.due_on is not None and task.due_on < today
            for task in before
        ]
        if before and all(is_late):
            found.append(_clash(event, len(before), collaborative))
    return found


def _of_drafts(events: Iterable[Event], today: date, collaborative: Collaborative) -> list[Clash]:
    rules = list(
        TaskRule.objects.filter(
            collaborative=collaborative,
            active=True,
            offset__lt=0,
            form__in=(Form.EACH, Form.ANCHOR),
        ).select_related("activity")
    )
    days_off = holidays_of(collaborative)
    found = []
    for event in events:
        days = _days_before(event, rules, collaborative, days_off)
        if days and max(days) < today:
            found.append(_clash(event, len(days), collaborative))
    return found


def _days_before(
    event: Event, rules: Iterable[TaskRule], collaborative: Collaborative, days_off: Holidays
) -> list[date]:
    """Return when the tasks before an event would be due; each rule of a session counts once."""
    on = event.first_day_in(collaborative.zone)
    offsets = {
        (rule.activity.key, rule.key): (rule.offset, rule.unit)
        for rule in rules
        if _is_about(rule, event)
    }
    return [shift(on, offset, unit, days_off) for offset, unit in offsets.values()]


def _is_about(rule: TaskRule, event: Event) -> bool:
    if rule.form == Form.EACH:
        return event.kind in rule.kinds
    return event.kind == EventKind.LEARNING_SESSION and rule.activity.session_id is not None


def _clash(event: Event, count: int, collaborative: Collaborative) -> Clash:
    text = ngettext(
        "%(n)s task before it should have been done by now.",
        "%(n)s tasks before it should have been done by now.",
        count,
    )
    days = (event.first_day_in(collaborative.zone),)
    return Clash(ClashKind.LEAD_TIME, event, None, days, (), text % {"n": count})
