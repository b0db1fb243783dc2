"""Reading the calendar: which events somebody sees, which concern them, where we are."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboratives.models import Collaborative, Membership
from collaboratives.queries import roles_held_today, with_hats
from collaboratives.schedule.enums import Audience, EventKind, EventStatus
from collaboratives.schedule.models import AffinityGroup, Event, Rsvp
from collaboratives.schedule.timeline import Phase, Session, phase_on, timeline

DATA = Path(__file__).parent / "data"
OWN_ANSWERS: str = "own_answers"
TIMELINE_KINDS = (
    EventKind.LEARNING_SESSION,
    EventKind.PRE_WORK_DAY,
    EventKind.INFORMATIONAL_MEETING,
)


class Groups:
    """The affinity groups of the collaborative in scope, loaded once for many questions."""

    def __init__(self) -> None:
        self.all = list(AffinityGroup.objects.prefetch_related("leads"))

    def of(self, member: Membership) -> AffinityGroup | None:
        """Return the one group somebody belongs to: that of the first hat that has one."""
        for hat in member.hats:
            for group in self.all:
                if hat.role in group.roles:
                    return group
        return None

    def open_to(self, member: Membership) -> set[int]:
        """Return the keys of the groups they belong to, lead or look after."""
        own = self.of(member)
        keys = {own.pk} if own else set()
        for group in self.all:
            leads = {lead.membership_id for lead in group.leads.all()}
            if member.pk in leads or group.liaison_id == member.pk:
                keys.add(group.pk)
        return keys


def group_of(member: Membership) -> AffinityGroup | None:
    """Return the one affinity group that somebody belongs to, if any."""
    return Groups().of(member)


def events_visible_to(member: Membership) -> QuerySet[Event]:
    """Return the events somebody may see, with what a list or a page of events shows.

    The implementation team sees all; others see what concerns them; an observer what is for
    everyone. Leaders with their names, group, team and the reader's own answer are loaded.
    """
    seen = Event.objects.all() if member.is_implementation else concerning(member)
    return _loaded(seen, member)


def concerning(member: Membership) -> QuerySet[Event]:
    """Return the events that somebody is meant to attend, or may read as an observer."""
    wanted = Q(audience=Audience.ALL)
    if not member.is_observer:
        wanted |= Q(pk__in=member.led_events.values("event"))
        wanted |= Q(audience=Audience.GROUP, group__in=Groups().open_to(member))
        wanted |= Q(audience=Audience.TEAM, team__in=member.team_ids)
        for role in member.roles:
            wanted |= Q(audience=Audience.ROLES, audience_roles__contains=[role])
    if member.is_implementation or member.is_faculty:
        wanted |= Q(audience=Audience.FACULTY)
    if member.is_implementation:
        wanted |= Q(audience=Audience.IMPLEMENTATION)
    return Event.objects.filter(wanted)


def _loaded(events: QuerySet[Event], member: Membership) -> QuerySet[Event]:
    own = Rsvp.objects.filter(membership=member)
    return events.select_related("group", "team").prefetch_related(
        "leaders__membership__user", Prefetch("rsvps", queryset=own, to_attr=OWN_ANSWERS)
    )


def is_concerned(member: Membership, event: Event, groups: Groups | None = None) -> bool:
    """Whether somebody is meant to attend; the same rule as ``concerning``, for one event.

    Needs the event's leaders; ``groups`` saves loading them for each of many people.
    """
    if not member.hats or member.is_observer:
        return False
    if any(leader.membership_id == member.pk for leader in event.leaders.all()):
        return True
    return is_invited(member, event, groups)


def is_invited(member: Membership, event: Event, groups: Groups | None = None) -> bool:
    """Whether an event is for somebody's hats and groups, whoever leads it."""
    if not member.hats or member.is_observer:
        return False
    if event.audience == Audience.ROLES:
        return bool(member.roles & set(event.audience_roles))
    if event.audience == Audience.GROUP:
        return event.group_id in (groups or Groups()).open_to(member)
    if event.audience == Audience.TEAM:
        return event.team_id in member.team_ids
    if event.audience == Audience.ALL:
        return True
    if event.audience == Audience.FACULTY and member.is_faculty:
        return True
    return member.is_implementation


class Crowd:
    """Everybody with a role today and the groups, loaded once for many events."""

    def __init__(self, *, names_only: bool = False) -> None:
        """``names_only`` loads roles and names and nothing else of people: for hundreds at once."""
        members = Membership.objects.filter(pk__in=roles_held_today().values("membership"))
        people = _with_names(members) if names_only else with_hats(members)
        self.people = list(people.order_by("user__name", "pk"))
        self.groups = Groups()

    def concerned_by(self, event: Event) -> list[Membership]:
        """Return those meant to attend, hats and user loaded, by name. Needs the leaders."""
        return [one for one in self.people if is_concerned(one, event, self.groups)]


def _with_names(people: QuerySet[Membership]) -> QuerySet[Membership]:
    roles = roles_held_today().select_related(None)
    held = roles.only("membership", "role", "team", "starts_on", "ends_on")
    return (
        people.select_related("user")
        .only("collaborative", "user__name")
        .prefetch_related(Prefetch("role_rows", queryset=held, to_attr="held"))
    )


def people_concerned(event: Event) -> list[Membership]:
    """Return everybody meant to attend, hats and user loaded, by name."""
    return Crowd().concerned_by(event)


def next_event_for(member: Membership) -> Event | None:
    """Return the next event that somebody is meant to attend and that is not over or cancelled."""
    coming = concerning(member).filter(ends_at__gt=timezone.now(), status=EventStatus.PLANNED)
    return _loaded(coming, member).order_by("starts_at", "pk").first()


def learning_sessions_of(collaborative: Collaborative) -> QuerySet[Event]:
    """Return the Learning Sessions in the calendar, in order of time."""
    return Event.objects.filter(
        collaborative=collaborative,
        kind=EventKind.LEARNING_SESSION,
        status=EventStatus.PLANNED,
    ).order_by("starts_at", "pk")


def event_days(event: Event, zone: ZoneInfo) -> tuple[date, date]:
    """Return the first and the last day of an event in a time zone."""
    first = timezone.localdate(event.starts_at, zone)
    last = timezone.localdate(event.ends_at, zone)
    return first, max(last, first + timedelta(days=event.days - 1))


def timeline_of(collaborative: Collaborative) -> tuple[Phase, ...]:
    """Return the collaborative's phases, computed from its events in one query."""
    events = Event.objects.filter(
        collaborative=collaborative, kind__in=TIMELINE_KINDS, status=EventStatus.PLANNED
    )
    span = collaborative.starts_on, collaborative.ends_on
    return timeline_from(events.order_by("starts_at", "pk"), collaborative.zone, *span)


def timeline_from(
    events: Iterable[Event], zone: ZoneInfo, starts_on: date, ends_on: date
) -> tuple[Phase, ...]:
    """Return the phases that planned events would make, in whatever order they come."""
    marks: dict[str, list[Session]] = {}
    for event in sorted(events, key=lambda one: one.starts_at):
        if event.kind in TIMELINE_KINDS:
            marks.setdefault(event.kind, []).append(Session(*event_days(event, zone)))

    def first(kind: EventKind) -> date | None:
        return marks[kind][0].first if kind in marks else None

    return timeline(
        starts_on,
        ends_on,
        marks.get(EventKind.LEARNING_SESSION, []),
        pre_work_day=first(EventKind.PRE_WORK_DAY),
        informational_meeting=first(EventKind.INFORMATIONAL_MEETING),
    )


def current_phase(collaborative: Collaborative, on: date | None = None) -> Phase | None:
    """Return the phase of a day (None: today), or None outside the collaborative."""
    return phase_on(timeline_of(collaborative), on or collaborative.today())


def phase_label(phase: Phase) -> str:
    """Return the name of a phase in the reader's language, in the field's words."""
    labels = {
        "before_selection": _("Before selection"),
        "center_selection": _("Center selection"),
        "pre_work": _("Pre-work"),
        "learning_session": _("Learning Session %(number)s") % {"number": phase.number},
        "action_period": _("Action Period %(number)s") % {"number": phase.number},
        "sustainability": _("Sustainability"),
    }
    return labels[phase.key]
