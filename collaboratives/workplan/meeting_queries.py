"""Reading the implementation team's meetings: points, decisions, what people took on."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from collaboratives.enums import Role
from collaboratives.models import Membership
from collaboratives.queries import roles_held_today
from collaboratives.schedule.enums import EventKind, EventStatus
from collaboratives.schedule.models import Event
from collaboratives.workplan.coming import lean
from collaboratives.workplan.enums import LIVE, DecisionState, PointState
from collaboratives.workplan.models import Decision, Meeting, MeetingPoint, Task

KIND = EventKind.IMPLEMENTATION_MEETING
TO_CARRY = (PointState.OPEN, PointState.CARRIED)


def meetings_visible_to(member: Membership) -> QuerySet[Event]:
    """Return the meetings for the implementation team, cancelled ones too; none for others."""
    meetings = Event.objects.filter(kind=KIND).select_related("collaborative")
    return meetings if member.is_implementation else meetings.none()


def decisions_visible_to(member: Membership) -> QuerySet[Decision]:
    """Return the decisions for the implementation team, with who decides and where; else none."""
    decisions = Decision.objects.select_related(
        "who_decides__user", "event", "made_at", "collaborative"
    )
    return decisions if member.is_implementation else decisions.none()


def points_visible_to(member: Membership) -> QuerySet[MeetingPoint]:
    """Return the points of the meetings that somebody sees."""
    return _loaded(MeetingPoint.objects.filter(event__in=meetings_visible_to(member).values("pk")))


def details_of(event: Event) -> Meeting | None:
    """Return what belongs to a meeting beside its event, where anybody has written it."""
    return (
        Meeting.objects.select_related("facilitator__user", "note_taker__user")
        .filter(event=event)
        .first()
    )


def next_meeting() -> Event | None:
    """Return the meeting that is going on or comes next and is not closed."""
    return _open().filter(ends_at__gt=timezone.now()).order_by("starts_at", "pk").first()


def meeting_after(event: Event) -> Event | None:
    """Return the next meeting after one, to which its open points go."""
    return _open().filter(starts_at__gt=event.starts_at).order_by("starts_at", "pk").first()


def meeting_before(event: Event) -> Event | None:
    """Return the meeting held before one."""
    held = Event.objects.filter(kind=KIND, status=EventStatus.PLANNED)
    return held.filter(starts_at__lt=event.starts_at).order_by("-starts_at", "-pk").first()


def _open() -> QuerySet[Event]:
    closed = Meeting.objects.filter(closed_at__isnull=False).values("event")
    return Event.objects.filter(kind=KIND, status=EventStatus.PLANNED).exclude(pk__in=closed)


def points_of(event: Event) -> list[MeetingPoint]:
    """Return a meeting's points in their order, without those that were dropped."""
    points = MeetingPoint.objects.filter(event=event).exclude(state=PointState.DROPPED)
    return list(_loaded(points).order_by("position", "pk"))


def dropped_points_of(event: Event) -> list[MeetingPoint]:
    """Return what was taken off a meeting's agenda and can come back."""
    return list(_loaded(MeetingPoint.objects.filter(event=event, state=PointState.DROPPED)))


def left_over(event: Event) -> QuerySet[MeetingPoint]:
    """Return points of earlier meetings that were not talked about and went nowhere yet."""
    carried = MeetingPoint.objects.filter(carried_from__isnull=False).values("carried_from")
    return (
        MeetingPoint.objects.filter(
            event__kind=KIND, event__starts_at__lt=event.starts_at, state__in=TO_CARRY
        )
        .exclude(pk__in=carried)
        .order_by("event__starts_at", "position", "pk")
    )


def _loaded(points: QuerySet[MeetingPoint]) -> QuerySet[MeetingPoint]:
    return points.select_related("by__user", "event", "carried_from__event", "collaborative")


def open_decisions() -> QuerySet[Decision]:
    """Return the decisions that somebody still has to take, the first to be due first."""
    return (
        Decision.objects.filter(state=DecisionState.OPEN)
        .select_related("who_decides__user")
        .order_by("by_when", "created_at", "pk")
    )


def decisions_of(event: Event) -> QuerySet[Decision]:
    """Return the decisions that came up in a meeting or were made in it."""
    return (
        Decision.objects.filter(Q(event=event) | Q(made_at=event))
        .select_related("who_decides__user")
        .order_by("created_at", "pk")
    )


def action_items() -> QuerySet[Task]:
    """Return what people took on in meetings, with owners and the meeting."""
    return (
        lean(Task.objects.filter(meeting__isnull=False, withdrawn=False))
        .select_related("meeting")
        .order_by("due_on", "pk")
    )


def open_action_items() -> QuerySet[Task]:
    """Return the action items that are still to do, the first to be due first."""
    return action_items().filter(status__in=LIVE)


def with_counts(meetings: QuerySet[Event]) -> QuerySet[Event]:
    """Load what a row of the list shows: points, decisions, action items, when it was closed."""
    return meetings.annotate(
        points=_number(MeetingPoint.objects.exclude(state=PointState.DROPPED), "event"),
        decisions=_number(Decision.objects.all(), "event"),
        agreed=_number(Task.objects.all(), "meeting"),
        closed_at=Subquery(Meeting.objects.filter(event=OuterRef("pk")).values("closed_at")[:1]),
    )


def _number(
    rows: QuerySet[MeetingPoint] | QuerySet[Decision] | QuerySet[Task], key: str
) -> Coalesce:
    counted = (
        rows.filter(**{key: OuterRef("pk")})
        .order_by()
        .values(key)
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted), Value(0))


def with_words(meetings: QuerySet[Event], words: str) -> QuerySet[Event]:
    """Return the meetings in whose notes, points, decisions or action items every word stands."""
    for word in words.split():
        points = MeetingPoint.objects.filter(event=OuterRef("pk"), text__icontains=word)
        decisions = Decision.objects.filter(
            Q(event=OuterRef("pk")) | Q(made_at=OuterRef("pk")),
            Q(text__icontains=word) | Q(outcome__icontains=word),
        )
        agreed = Task.objects.filter(meeting=OuterRef("pk"), title__icontains=word)
        meetings = meetings.filter(
            Q(title__icontains=word)
            | Q(notes__icontains=word)
            | Exists(points)
            | Exists(decisions)
            | Exists(agreed)
        )
    return meetings


@dataclass(frozen=True)
class WantedDecisions:
    """What a reader filters decisions by; empty means any."""

    state: str = ""
    who: int | None = None
    words: str = ""


def filtered_decisions(
    decisions: QuerySet[Decision], wanted: WantedDecisions
) -> QuerySet[Decision]:
    """Return the decisions that fit, open ones first by their day, then the latest made."""
    if wanted.state in DecisionState.values:
        decisions = decisions.filter(state=wanted.state)
    if wanted.who:
        decisions = decisions.filter(who_decides=wanted.who)
    for word in wanted.words.split():
        decisions = decisions.filter(Q(text__icontains=word) | Q(outcome__icontains=word))
    return decisions.annotate(is_open=Q(state=DecisionState.OPEN)).order_by(
        "-is_open", "by_when", "-made_on", "-created_at", "-pk"
    )


def team_today() -> list[Membership]:
    """Return the implementation team, by name, in one query."""
    hats = roles_held_today().filter(role=Role.IMPLEMENTATION)
    people = {hat.membership_id: hat.membership for hat in hats}
    return sorted(people.values(), key=lambda one: (one.user.name, one.pk))


@dataclass(frozen=True)
class Turn:
    """Somebody whose turn it is, and when they last did it."""

    member: Membership
    last: dt.datetime | None


@dataclass(frozen=True)
class Turns:
    """Who might facilitate and take notes: those who have not for the longest time."""

    facilitator: Turn | None
    note_taker: Turn | None


def whose_turn(event: Event, team: Iterable[Membership]) -> Turns:
    """Suggest the rotation for a meeting from those before it, in two queries."""
    before = Meeting.objects.filter(event__starts_at__lt=event.starts_at)
    facilitated = dict(
        before.order_by().values_list("facilitator").annotate(last=Max("event__starts_at"))
    )
    noted = dict(before.order_by().values_list("note_taker").annotate(last=Max("event__starts_at")))
    people = list(team)
    facilitator = _longest_ago(people, facilitated)
    others = [one for one in people if facilitator is None or one.pk != facilitator.member.pk]
    return Turns(facilitator, _longest_ago(others, noted))


def _longest_ago(people: list[Membership], when: dict[int | None, dt.datetime]) -> Turn | None:
    never = dt.datetime.min.replace(tzinfo=dt.UTC)
    ordered = sorted(people, key=lambda one: (when.get(one.pk, never), one.user.name, one.pk))
    return Turn(ordered[0], when.get(ordered[0].pk)) if ordered else None
