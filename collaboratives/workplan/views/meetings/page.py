"""What the page of a meeting shows beside its notes."""

from typing import Any

from django.db.models import Q

from bsc.accounts.phones import phone_key
from collaboratives.http import CollaborativeRequest
from collaboratives.schedule.models import Event
from collaboratives.workplan import agenda, agenda_sources
from collaboratives.workplan.agenda import Agenda, TimedPart
from collaboratives.workplan.enums import LIVE
from collaboratives.workplan.meeting_forms import (
    ActionItemForm,
    DecisionForm,
    PointForm,
    RolesForm,
)
from collaboratives.workplan.meeting_queries import (
    action_items,
    decisions_of,
    details_of,
    dropped_points_of,
    left_over,
    meeting_after,
    open_decisions,
    points_of,
    team_today,
    whose_turn,
)
from collaboratives.workplan.models import Meeting, MeetingPoint

# These parts are shown with what one does about each line, from the rows themselves.
IN_PERSON = (agenda_sources.ACTIONS, agenda_sources.DECISIONS, agenda_sources.POINTS)


def context_of(request: CollaborativeRequest, event: Event) -> dict[str, Any]:
    """Return everything but the notes' form, in a constant number of queries."""
    meeting = details_of(event)
    closed = meeting is not None and meeting.closed_at is not None
    shown = agenda_shown(request, event, meeting)
    items = list(action_items().filter(Q(meeting=event) | Q(status__in=LIVE)))
    return {
        "event": event,
        "event_key": str(event.pk),
        "meeting": meeting,
        "closed": closed,
        "today": request.collaborative.today(),
        "agenda": shown,
        "before": _lines(shown, (agenda_sources.CHANGED,)),
        "after": _lines(
            shown,
            [
                key
                for key in agenda_sources.ORDER
                if key not in (agenda_sources.CHANGED, *IN_PERSON)
            ],
        ),
        "turns": whose_turn(event, team_today()) if not closed else None,
        "agreed": [task for task in items if task.meeting_id == event.pk],
        "decided": list(decisions_of(event)),
        "following": meeting_after(event),
        "phone_key": phone_key(request.user),
        **(_kept(shown) if closed else _in_person(shown)),
        "open_actions": [
            task
            for task in items
            if not closed and task.status in LIVE and task.meeting_id != event.pk
        ],
        **points_context(event, shown, closed=closed),
        **_forms(request, meeting),
    }


def agenda_shown(request: CollaborativeRequest, event: Event, meeting: Meeting | None) -> Agenda:
    """Return the agenda as it was kept, or as it assembles itself while the meeting is open."""
    if meeting is not None and meeting.closed_at:
        return agenda.read(meeting.agenda, agenda.length_of(event))
    return agenda.agenda_of(request.member, event)


def points_context(event: Event, shown: Agenda, *, closed: bool) -> dict[str, Any]:
    """Return the points with their minutes, and what else can be brought onto the agenda."""
    part = shown.part(agenda_sources.POINTS)
    minutes = {line.text: line.minutes for line in part.lines} if part else {}
    points: list[tuple[MeetingPoint, int | None]] = [
        (point, minutes.get(point.text)) for point in points_of(event)
    ]
    return {
        "event": event,
        "closed": closed,
        "points": points,
        "points_minutes": part.minutes if part else 0,
        "too_much": shown.too_much,
        "agenda_length": shown.length,
        "dropped": [] if closed else dropped_points_of(event),
        "left_over": 0 if closed else left_over(event).count(),
    }


def _lines(shown: Agenda, keys: Any) -> list[TimedPart]:
    return [part for part in shown.parts if part.key in keys]


def _in_person(shown: Agenda) -> dict[str, Any]:
    """Return the open decisions as rows, with the minutes of the parts that are shown as rows."""
    actions = shown.part(agenda_sources.ACTIONS)
    decisions = shown.part(agenda_sources.DECISIONS)
    return {
        "actions_minutes": actions.minutes if actions else 0,
        "open_decisions": list(open_decisions()),
        "decisions_minutes": decisions.minutes if decisions else 0,
    }


def _kept(shown: Agenda) -> dict[str, Any]:
    return {
        "kept_parts": _lines(shown, (agenda_sources.ACTIONS, agenda_sources.DECISIONS)),
        "open_decisions": [],
    }


def _forms(request: CollaborativeRequest, meeting: Meeting | None) -> dict[str, Any]:
    collaborative = request.collaborative
    return {
        "roles_form": RolesForm(meeting=meeting, auto_id="roles_%s"),
        "point_form": PointForm(auto_id="point_%s"),
        "action_form": ActionItemForm(collaborative=collaborative, auto_id="action_%s"),
        "decision_form": DecisionForm(collaborative=collaborative, auto_id="decision_%s"),
    }
