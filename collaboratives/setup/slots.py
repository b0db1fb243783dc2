"""The standing times of calls that a collaborative usually has (Field Guide, sections 3 and 4).

The implementation team meets every week and faculty talk regularly, from the first day on. Calls
of everybody and of the affinity groups, one group a role, begin after Learning Session 1.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboratives.enums import Role
from collaboratives.models import Collaborative
from collaboratives.schedule.enums import Audience, EventKind
from collaboratives.schedule.models import Event, Series
from collaboratives.schedule.queries import event_days, learning_sessions_of
from collaboratives.setup.rules import dates_are_free


@dataclass(frozen=True)
class Slot:
    """One standing time. An affinity group's names its roles, and the group as people call it."""

    key: str
    kind: EventKind
    audience: Audience
    label: str | Promise
    example: str | Promise
    roles: tuple[Role, ...] = ()
    from_first_session: bool = False

    @property
    def is_of_a_group(self) -> bool:
        """Whether it is an affinity group's."""
        return self.audience == Audience.GROUP


def _group(key: str, label: Promise, example: Promise, *roles: Role) -> Slot:
    return Slot(key, EventKind.AFFINITY_CALL, Audience.GROUP, label, example, roles, True)


SLOTS = (
    Slot(
        "implementation",
        EventKind.IMPLEMENTATION_MEETING,
        Audience.IMPLEMENTATION,
        _("Implementation team meeting"),
        _("For example: every Monday 10:00-11:00"),
    ),
    Slot(
        "faculty",
        EventKind.FACULTY_CALL,
        Audience.FACULTY,
        _("Faculty call"),
        _("For example: first Wednesday of each month 14:00-15:00"),
    ),
    Slot(
        "all-teams",
        EventKind.ALL_TEAM_CALL,
        Audience.ALL,
        _("All-team call"),
        _("For example: third Friday of each month 11:00-11:45"),
        from_first_session=True,
    ),
    _group(
        "senior-leaders",
        _("Senior leaders"),
        _("For example: second Tuesday of each month 9:00-9:45"),
        Role.SENIOR_LEADER,
    ),
    _group(
        "team-leaders",
        _("Team leaders"),
        _("For example: second Wednesday of each month 9:00-9:45"),
        Role.TEAM_LEADER,
    ),
    _group(
        "teachers",
        _("Teachers and staff"),
        _("For example: second Thursday of each month 13:15-14:00"),
        Role.TEACHER,
        Role.STAFF,
    ),
    _group(
        "families",
        _("Families"),
        _("For example: second Thursday of each month 18:30-19:15"),
        Role.FAMILY,
    ),
)


def span_of(
    slot: Slot, collaborative: Collaborative, first_session: dt.date | None = None
) -> tuple[dt.date, dt.date]:
    """Return the days between which a slot's calls lie, from today on once it runs.

    Those that begin after Learning Session 1 (its last day is ``first_session``; None: as it
    stands in the calendar) begin with the collaborative while it has no date.
    """
    first = collaborative.starts_on
    if slot.from_first_session:
        ends = first_session or _first_session_of(collaborative)
        first = ends + dt.timedelta(days=1) if ends else first
    if not dates_are_free(collaborative):
        first = max(first, collaborative.today())
    return first, collaborative.ends_on


def _first_session_of(collaborative: Collaborative) -> dt.date | None:
    session = learning_sessions_of(collaborative).first()
    return event_days(session, collaborative.zone)[1] if session else None


@dataclass(frozen=True)
class Standing:
    """The series that stands in a slot, and its events in order of time, cancelled ones too."""

    series: Series
    events: tuple[Event, ...]

    @property
    def words(self) -> str:
        """The pattern, or "" where every call is cancelled."""
        return self.series.pattern if any(not one.is_cancelled for one in self.events) else ""


def standing_in(collaborative: Collaborative) -> dict[str, Standing]:
    """Return what stands in each slot, by its key, in two queries. The latest series counts."""
    rows = Series.objects.filter(collaborative=collaborative).order_by("starts_on", "pk")
    events: dict[int, list[Event]] = {}
    for event in (
        Event.objects.filter(collaborative=collaborative, series__isnull=False)
        .select_related("group")
        .order_by("starts_at", "pk")
    ):
        events.setdefault(event.series_id or 0, []).append(event)
    found: dict[str, Standing] = {}
    for series in rows:
        own = tuple(events.get(series.pk, ()))
        for slot in SLOTS:
            if own and slot.kind == series.kind and _is_of(slot, own[0]):
                found[slot.key] = Standing(series, own)
    return found


def _is_of(slot: Slot, event: Event) -> bool:
    if not slot.is_of_a_group:
        return event.audience != Audience.GROUP
    return event.group is not None and set(event.group.roles) == set(slot.roles)
