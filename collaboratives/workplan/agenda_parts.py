"""What the calendar, the plan and earlier meetings bring to a meeting's agenda."""

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bsc.audit.models import Entry
from collaboratives.http import url_in
from collaboratives.schedule.models import Event
from collaboratives.workplan import agenda_sources
from collaboratives.workplan.agenda_sources import Line, Occasion, Part
from collaboratives.workplan.coming import Window, lean
from collaboratives.workplan.enums import ChangeStatus, TaskStatus
from collaboratives.workplan.meeting_queries import (
    open_action_items,
    open_decisions,
    points_of,
)
from collaboratives.workplan.models import Decision, PlanChange, Task
from collaboratives.workplan.needs import Asker, needs_of
from collaboratives.workplan.queries import late_tasks

MOST = 8  # lines of one kind; the page that they lead to has all
NAMED, NAME_LENGTH = 3, 70  # of what needs a person, in its line
# What needs a person and has a part of its own above.
OWN_PARTS = ("home.action_items_overdue", "home.decisions_overdue")
EVENT_DEEDS = ("event.created", "event.moved", "event.cancelled", "event.restored")


def register() -> None:
    """Add the workplan's own parts; upper apps add theirs beside them."""
    for source in (changed, actions, decisions, points, needing, late, coming, closing):
        agenda_sources.register(f"workplan.{source.__name__}", source)


def changed(occasion: Occasion) -> Part:
    """Tell what moved since the meeting before: dates, deeds on the plan, decisions, what is done."""
    lines = [*_dates(occasion), *_deeds(occasion), *_decided(occasion), *_done(occasion)]
    return Part(agenda_sources.CHANGED, _("Since the last meeting"), lines, weight=2)


def _dates(occasion: Occasion) -> Iterable[Line]:
    """Events that were set, moved or cancelled, each once, by its latest deed."""
    entries = Entry.objects.filter(at__gte=occasion.since, action__in=EVENT_DEEDS)
    latest = dict(entries.order_by("at", "pk").values_list("target", "action"))
    keys = [int(target.rpartition(":")[2]) for target in latest]
    said = {
        "event.created": _("New in the calendar"),
        "event.moved": _("Moved"),
        "event.cancelled": _("Cancelled"),
        "event.restored": _("Takes place after all"),
    }
    coming = Event.objects.filter(pk__in=keys, ends_at__gte=occasion.since)
    for event in coming.order_by("starts_at", "pk")[:MOST]:
        deed = said[latest[f"{Event._meta.label_lower}:{event.pk}"]]
        yield Line(
            f"{deed}: {event.title}",
            url_in(occasion.member.collaborative, "schedule:event", pk=event.pk),
            date_format(event.first_day_in(occasion.member.collaborative.zone), "DATE_FORMAT"),
        )


def _deeds(occasion: Occasion) -> Iterable[Line]:
    deeds = PlanChange.objects.filter(
        status=ChangeStatus.APPLIED, applied_at__gte=occasion.since
    ).select_related("by__user")
    for deed in deeds.order_by("applied_at", "pk")[:MOST]:
        yield Line(deed.title, detail=deed.by.user.name)


def _decided(occasion: Occasion) -> Iterable[Line]:
    """Decisions that were made between two meetings."""
    made = Decision.objects.filter(made_at=None, made_on__gte=occasion.since.date())
    for decision in made.order_by("made_on", "pk")[:MOST]:
        yield Line(
            _("Decided: %(text)s") % {"text": decision.text},
            url_in(occasion.member.collaborative, "workplan:decision", pk=decision.pk),
            decision.outcome,
        )


def _done(occasion: Occasion) -> Iterable[Line]:
    number = Task.objects.filter(
        status=TaskStatus.DONE, done_at__gte=occasion.since, withdrawn=False
    ).count()
    if number:
        text = ngettext("%(count)s task was finished.", "%(count)s tasks were finished.", number)
        yield Line(text % {"count": number}, _plan(occasion, status=TaskStatus.DONE))


def actions(occasion: Occasion) -> Part:
    """Ask after what people took on in earlier meetings and have not finished."""
    lines = []
    for task in open_action_items():
        if task.meeting_id == occasion.event.pk:
            continue
        due = date_format(task.due_on, "MONTH_DAY_FORMAT") if task.due_on else ""
        is_late = task.due_on is not None and task.due_on < occasion.on
        who = ", ".join(owner.membership.user.name for owner in task.owners.all())
        detail = _("%(who)s, was due on %(day)s") if is_late else _("%(who)s, by %(day)s")
        lines.append(
            Line(
                task.title,
                url_in(occasion.member.collaborative, "workplan:task", pk=task.pk),
                detail % {"who": who or _("Nobody yet"), "day": due},
            )
        )
    return Part(agenda_sources.ACTIONS, _("What we took on"), lines, weight=3)


def decisions(occasion: Occasion) -> Part:
    """Bring back every open decision, until it is made or dropped."""
    return Part(
        agenda_sources.DECISIONS,
        _("Open decisions"),
        [
            Line(
                decision.text,
                url_in(occasion.member.collaborative, "workplan:decision", pk=decision.pk),
                who_and_when(decision, occasion.on),
                weight=3,
            )
            for decision in open_decisions()
        ],
    )


def who_and_when(decision: Decision, on: dt.date) -> str:
    """Return who decides and by when, in one line."""
    who = decision.who_decides.user.name if decision.who_decides else _("Nobody yet")
    if decision.by_when is None:
        return _("%(who)s decides") % {"who": who}
    phrase = (
        _("%(who)s decides, was to be by %(day)s")
        if decision.by_when < on
        else _("%(who)s decides, by %(day)s")
    )
    return phrase % {"who": who, "day": date_format(decision.by_when, "MONTH_DAY_FORMAT")}


def points(occasion: Occasion) -> Part:
    """Put on what people asked for, and what the meeting before did not reach.

    What is talked about already keeps its time, so that the others' does not jump.
    """
    return Part(
        agenda_sources.POINTS,
        _("Points people brought"),
        [
            Line(point.text, point.link, point.by.user.name, weight=3, wish=point.minutes)
            for point in points_of(occasion.event)
        ],
    )


def late(occasion: Occasion) -> Part:
    """Name the tasks whose day has passed, action items aside: they have a part of their own."""
    tasks = lean(late_tasks(occasion.member, occasion.on).filter(meeting=None))
    lines = [
        Line(
            task.title,
            url_in(occasion.member.collaborative, "workplan:task", pk=task.pk),
            _("%(who)s, was due on %(day)s")
            % {
                "who": ", ".join(owner.membership.user.name for owner in task.owners.all())
                or _("Nobody yet"),
                "day": date_format(task.due_on, "MONTH_DAY_FORMAT") if task.due_on else "",
            },
        )
        for task in tasks.order_by("due_on", "position", "pk")[: MOST + 1]
    ]
    if len(lines) > MOST:
        lines[MOST:] = [Line(_("And more in the workplan"), _plan(occasion, when="late"))]
    return Part(agenda_sources.LATE, _("Tasks whose day has passed"), lines, weight=2)


def needing(occasion: Occasion) -> Part:
    """Bring what needs a person today, but for what has a part of its own above."""
    collaborative = occasion.member.collaborative
    asker = Asker(
        occasion.member, collaborative, collaborative.today(), timezone.now(), occasion.windows
    )
    lines = [
        Line(
            need.text,
            need.url,
            "; ".join(Truncator(row.text).chars(NAME_LENGTH) for row in need.rows[:NAMED]),
        )
        for need in needs_of(asker, without=OWN_PARTS)
    ]
    return Part(agenda_sources.NEEDS, _("What needs a person"), lines, weight=3)


def coming(occasion: Occasion) -> Part:
    """Look ahead one, two and four weeks, and ask what has to happen for it now."""
    lines = [line for window in occasion.windows for line in _window(occasion, window)]
    return Part(agenda_sources.COMING, _("The next four weeks"), lines, weight=4)


def _window(occasion: Occasion, window: Window) -> Iterable[Line]:
    collaborative = occasion.member.collaborative
    for event in window.events:
        if event.pk != occasion.event.pk:
            yield Line(
                event.title,
                url_in(collaborative, "schedule:event", pk=event.pk),
                date_format(event.first_day_in(collaborative.zone), "D, N j"),
            )
    number = len(window.mine) + len(window.team)
    if number:
        text = ngettext("%(count)s task until %(day)s", "%(count)s tasks until %(day)s", number)
        unowned = ngettext(
            "%(count)s without an owner", "%(count)s without an owner", window.unowned
        )
        yield Line(
            text % {"count": number, "day": date_format(window.last, "MONTH_DAY_FORMAT")},
            _plan(occasion, when="four_weeks"),
            unowned % {"count": window.unowned} if window.unowned else "",
        )


def closing(occasion: Occasion) -> Part:
    """Turn the Model for Improvement on the team itself (Field Guide, section 4)."""
    return Part(
        agenda_sources.CLOSING,
        _("If there is time: three questions to ourselves"),
        [
            Line(_("What do we want centers to have reached by the next Learning Session?")),
            Line(_("What tells us that our work helps them?")),
            Line(_("What shall we try next week to make it easier for them?")),
        ],
        weight=1,
    )


def _plan(occasion: Occasion, **query: str) -> str:
    return f"{url_in(occasion.member.collaborative, 'workplan:list')}?{urlencode(query)}"
