"""Calendars in memory: people, groups and events that were never saved."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from bsc.accounts.models import User
from collaboratives.enums import Role
from collaboratives.models import Membership, MembershipRole
from collaboratives.schedule.clashes import drafts
from collaboratives.schedule.enums import Audience, EventKind
from collaboratives.schedule.models import AffinityGroup, AffinityGroupLead, Event
from collaboratives.schedule.queries import Crowd, Groups

NEW_YORK = ZoneInfo("America/New_York")


def person(pk, *hats):
    """Return somebody with hats, each a role or a pair of role and team key."""
    one = Membership(pk=pk, user=User(name=f"Person {pk}"))
    one.held = []
    for hat in hats:
        role, team = hat if isinstance(hat, tuple) else (hat, None)
        one.held.append(MembershipRole(membership=one, role=role, team_id=team))
    return one


def group(pk, roles, leads=(), liaison=None):
    one = AffinityGroup(pk=pk, roles=list(roles), liaison_id=liaison)
    rows = QuerySet(AffinityGroupLead)
    rows._result_cache = [AffinityGroupLead(group=one, membership_id=lead) for lead in leads]
    one._prefetched_objects_cache = {"leads": rows}
    return one


def crowd(people, groups=()):
    made = Crowd.__new__(Crowd)
    made.people = list(people)
    made.groups = Groups.__new__(Groups)
    made.groups.all = list(groups)
    return made


def event(pk, starts, minutes=45, *, led_by=(), kind=EventKind.ALL_TEAM_CALL, **fields):
    """Return an event at "2026-03-02 11:00", New York time."""
    starts_at = datetime.fromisoformat(starts).replace(tzinfo=NEW_YORK)
    fields.setdefault("ends_at", starts_at + timedelta(minutes=minutes))
    one = Event(pk=pk, kind=kind, title=f"Event {pk}", starts_at=starts_at, **fields)
    return drafts.led_by(one, [Membership(pk=leader) for leader in led_by])


def everybody(teams, a_team):
    """Return three planners, ten coaches and the core teams of a whole collaborative."""
    people = [person(pk, Role.IMPLEMENTATION) for pk in range(1, 4)]
    people += [person(pk, Role.FACULTY) for pk in range(10, 20)]
    roles = [Role.SENIOR_LEADER, Role.TEAM_LEADER, Role.TEACHER, Role.FAMILY, Role.STAFF]
    for team in range(1, teams + 1):
        for seat in range(a_team):
            role = roles[seat % len(roles)]
            people.append(person(1000 * team + seat, (role, team)))
    return people


def whole_calendar(count, teams):
    """Return events of a year as a collaborative has them: calls, consultations, meetings."""
    made = []
    kinds = [
        (EventKind.ALL_TEAM_CALL, {"audience": Audience.ALL}),
        (EventKind.AFFINITY_CALL, {"audience": Audience.GROUP, "group_id": 1}),
        (EventKind.AFFINITY_CALL, {"audience": Audience.GROUP, "group_id": 2}),
        (EventKind.FACULTY_CALL, {"audience": Audience.FACULTY}),
        (EventKind.IMPLEMENTATION_MEETING, {"audience": Audience.IMPLEMENTATION}),
        (EventKind.SENIOR_LEADER_CALL, {"audience": Audience.ROLES}),
    ]
    for number in range(count):
        starts = datetime.fromisoformat("2026-01-05T09:00")
        starts += timedelta(days=number * 400 / count, hours=number % 7)
        kind, fields = kinds[number % len(kinds)]
        fields = dict(fields)
        if number % 9 == 8:
            kind = EventKind.CONSULTATION
            fields = {"audience": Audience.TEAM, "team_id": 1 + number % teams}
        if fields["audience"] == Audience.ROLES:
            fields["audience_roles"] = [Role.SENIOR_LEADER]
        leaders = [10 + number % 10]
        made.append(event(number + 1, starts.isoformat(), kind=kind, led_by=leaders, **fields))
    return made
