"""Reading the calendar: which events somebody sees, which concern them, where we are."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import yaml
from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from collaboratives.models import Collaborative, Membership
from collaboratives.queries import roles_held_today, with_hats
from collaboratives.schedule.enums import Audience, EventKind, EventStatus
from collaboratives.schedule.models import AffinityGroup, Event, Rsvp
from collaboratives.schedule.timeline import Phase, Session, phase_on, timeline

DATA = Path(__file__).parent / "data"
OWN_ANSWERS: str = "own_answers"


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

    def __init__(self) -> None:
        members = Membership.objects.filter(pk__in=roles_held_today().values("membership"))
        self.people = list(with_hats(members).order_by("user__name", "pk"))
        self.groups = Groups()

    def concerned_by(self, event: Event) -> list[Membership]:
        """Return those meant to attend, hats and user loaded, by name. Needs the leaders."""
        return [one for one in self.people if is_concerned(one, event, self.groups)]


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
    marks: dict[str, list[Session]] = {}
    kinds = (
        EventKind.LEARNING_SESSION,
        EventKind.PRE_WORK_DAY,
        EventKind.INFORMATIONAL_MEETING,
    )
    for event in Event.objects.filter(
        collaborative=collaborative, kind__in=kinds, status=EventStatus.PLANNED
    ).order_by("starts_at", "pk"):
        marks.setdefault(event.kind, []).append(Session(*event_days(event, collaborative.zone)))

    def first(kind: EventKind) -> date | None:
        return marks[kind][0].first if kind in marks else None

    return timeline(
        collaborative.starts_on,
        collaborative.ends_on,
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


class PhaseWords(NamedTuple):
    """What a phase is called and what goes on in it; ``lang`` is the language of the lines."""

    title: str
    lines: list[str]
    lang: str


def phase_words(phase: Phase, member: Membership) -> PhaseWords:
    """Return the words for a reader: families get plain ones, in their language where it is there."""
    words = _phase_activities()[activities_key(phase)]
    if not member.is_family_only:
        return PhaseWords(phase_label(phase), words["staff"], settings.LANGUAGE_CODE)
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    if f"family_{language}" in words:
        return PhaseWords(words[f"family_title_{language}"], words[f"family_{language}"], language)
    return PhaseWords(words["family_title"], words["family"], settings.LANGUAGE_CODE)


def activities_key(phase: Phase) -> str:
    """Return the key of a phase in data/phase_activities.yaml.

    The last Learning Session has words of its own; any other from the third on shares those of
    the third, and Action Periods likewise.
    """
    if phase.is_last_session:
        return "learning_session_last"
    if phase.number is None:
        return phase.key
    return f"{phase.key}_{min(phase.number, 3)}"


@cache
def _phase_activities() -> dict[str, Any]:
    data = yaml.safe_load((DATA / "phase_activities.yaml").read_text(encoding="utf-8"))
    return {phase["key"]: phase for phase in data["phases"]}
