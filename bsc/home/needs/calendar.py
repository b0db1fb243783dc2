"""Calls without a lead, calls and sessions without questions or an agenda, and clashes."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboratives.schedule.clashes import open_clashes, sentence_of
from collaboratives.schedule.enums import EventKind
from collaboratives.schedule.models import Event
from collaboratives.workplan.needs import MOST, Act, Asker, Need, Row
from learning_sessions.enums import AGENDA_KINDS
from learning_sessions.models import AgendaItem

CALLS = frozenset(
    {
        EventKind.ALL_TEAM_CALL,
        EventKind.AFFINITY_CALL,
        EventKind.AFFINITY_MEETING,
        EventKind.SENIOR_LEADER_CALL,
        EventKind.TEAM_LEADER_CALL,
        EventKind.FACULTY_CALL,
    }
)


def without_lead(asker: Asker) -> Need | None:
    """Name the calls of the next four weeks that nobody leads."""
    found = [
        event
        for window in asker.windows
        for event in window.events
        if event.kind in CALLS and not event.leaders.all()
    ]
    if not found:
        return None
    return Need(
        "lead",
        ngettext(
            "%(count)s call of the next four weeks has no lead",
            "%(count)s calls of the next four weeks have no lead",
            len(found),
        )
        % {"count": len(found)},
        asker.url("schedule:weeks"),
        "people",
        [
            _row(asker, event, _("Set a lead"), f"{_edit(asker, event)}#id_leaders")
            for event in found[:MOST]
        ],
    )


def without_questions(asker: Asker) -> Need | None:
    """Name the calls without questions and the sessions without an agenda, two weeks ahead."""
    soon = [event for window in asker.windows[:2] for event in window.events]
    silent = [event for event in soon if event.kind in CALLS and not event.questions.strip()]
    bare = list(_without_agenda([event for event in soon if event.kind in AGENDA_KINDS]))
    number = len(silent) + len(bare)
    if not number:
        return None
    rows = [
        _row(
            asker,
            event,
            _("Write the agenda"),
            asker.url("learning_sessions:agenda", pk=event.pk),
        )
        for event in bare
    ]
    rows += [
        _row(asker, event, _("Write the questions"), f"{_edit(asker, event)}#id_questions")
        for event in silent
    ]
    return Need(
        "questions",
        ngettext(
            "%(count)s date of the next two weeks has no agenda or questions yet",
            "%(count)s dates of the next two weeks have no agenda or questions yet",
            number,
        )
        % {"count": number},
        asker.url("schedule:weeks"),
        "help_outline",
        rows[:MOST],
    )


def clashes(asker: Asker) -> Need | None:
    """Say what does not go together in the calendar and nobody has accepted."""
    found = open_clashes(asker.member)
    if not found:
        return None
    page = asker.url("schedule:clashes")
    return Need(
        "clashes",
        ngettext("%(count)s clash in the calendar", "%(count)s clashes in the calendar", len(found))
        % {"count": len(found)},
        page,
        "event",
        [Row(sentence_of(clash), Act(_("Look at it"), page), url=page) for clash in found[:MOST]],
    )


def _without_agenda(sessions: list[Event]) -> Iterable[Event]:
    if not sessions:
        return
    planned = set(
        AgendaItem.objects.filter(event__in=sessions, removed_at=None).values_list(
            "event", flat=True
        )
    )
    for event in sessions:
        if event.pk not in planned:
            yield event


def _row(asker: Asker, event: Event, label: str, address: str) -> Row:
    day = event.first_day_in(asker.collaborative.zone)
    return Row(
        event.title,
        Act(label, address),
        f"{date_format(day, 'l')}, {date_format(day, 'MONTH_DAY_FORMAT')}",
        asker.url("schedule:event", pk=event.pk),
    )


def _edit(asker: Asker, event: Event) -> str:
    return asker.url("schedule:edit", pk=event.pk)
