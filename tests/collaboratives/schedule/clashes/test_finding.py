from collections import Counter
from datetime import date, timedelta
from itertools import combinations

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from collaboratives.enums import Role
from collaboratives.schedule.clashes import find_clashes, guests
from collaboratives.schedule.clashes.finding import CALLS, Clash
from collaboratives.schedule.enums import Audience, ClashKind, EventKind, EventStatus
from collaboratives.schedule.queries import is_concerned, is_invited
from tests.collaboratives.schedule.clashes.crowds import (
    NEW_YORK,
    crowd,
    event,
    everybody,
    group,
    person,
    whole_calendar,
)

TEACHER = person(1, (Role.TEACHER, 7))
PARENT = person(2, (Role.FAMILY, 7))
COACH = person(3, Role.FACULTY)
PLANNER = person(4, Role.IMPLEMENTATION)
OBSERVER = person(5, Role.OBSERVER)
PEOPLE = [TEACHER, PARENT, COACH, PLANNER, OBSERVER]
TEACHERS = group(1, [Role.TEACHER], leads=[3], liaison=4)
MONDAY, FRIDAY, NEXT_MONDAY = "2026-03-02", "2026-03-06", "2026-03-09"


def find(*events, people=PEOPLE, days_off=None):
    return find_clashes(
        events, crowd=crowd(people, [TEACHERS]), days_off=days_off or {}, zone=NEW_YORK
    )


def shape(clash):
    second = clash.second.pk if clash.second else None
    return (clash.kind, clash.first.pk, second, [one.pk for one in clash.people])


def teachers_call(pk, day, hour=15, **fields):
    return event(
        pk,
        f"{day} {hour}:00",
        kind=EventKind.AFFINITY_CALL,
        audience=Audience.GROUP,
        group=TEACHERS,
        **fields,
    )


def test_an_event_on_a_day_off_concerns_all_whom_it_is_for():
    holiday = {date(2026, 3, 2): "Founders’ Day"}
    [clash] = find(event(10, f"{MONDAY} 11:00"), days_off=holiday)
    assert shape(clash) == (ClashKind.HOLIDAY, 10, None, [1, 2, 3, 4])
    assert (clash.days, clash.name) == ((date(2026, 3, 2),), "Founders’ Day")
    assert clash.key == ("holiday", 10, None, "2026-03-02")


def test_a_day_off_is_meant_by_the_collaboratives_clock():
    """A call at eight in the evening in New York is on the next day in UTC."""
    evening = event(10, f"{MONDAY} 20:00")
    assert find(evening, days_off={date(2026, 3, 3): "Day"}) == []
    assert len(find(evening, days_off={date(2026, 3, 2): "Day"})) == 1


def test_only_the_days_off_of_a_session_of_two_days_are_named():
    session = event(10, f"{MONDAY} 08:00", 31 * 60, days=2, kind=EventKind.LEARNING_SESSION)
    [clash] = find(session, days_off={date(2026, 3, 3): "Day", date(2026, 3, 4): "After"})
    assert (clash.days, clash.name) == ((date(2026, 3, 3),), "Day")


def test_two_events_at_the_same_time_clash_for_those_in_both():
    everyone = event(10, f"{MONDAY} 11:00")
    team = event(
        11,
        f"{MONDAY} 11:30",
        kind=EventKind.CONSULTATION,
        audience=Audience.TEAM,
        team_id=7,
        led_by=[3],
    )
    [clash] = find(team, everyone)
    assert shape(clash) == (ClashKind.OVERLAP, 10, 11, [1, 2, 3])


def test_one_after_the_other_is_not_at_the_same_time():
    consultation = EventKind.CONSULTATION
    first = event(10, f"{MONDAY} 11:00", 30, kind=consultation)
    assert find(first, event(11, f"{MONDAY} 11:30", 30, kind=consultation)) == []
    assert len(find(first, event(11, f"{MONDAY} 11:29", 30, kind=consultation))) == 1


def test_the_night_between_two_days_of_a_session_is_free():
    session = event(10, f"{MONDAY} 08:00", 32 * 60, days=2, kind=EventKind.LEARNING_SESSION)
    evening = event(11, f"{MONDAY} 18:00", kind=EventKind.IMPLEMENTATION_MEETING)
    second_day = event(12, "2026-03-03 09:00", kind=EventKind.IMPLEMENTATION_MEETING)
    [clash] = find(session, evening, second_day)
    assert (clash.first.pk, clash.second.pk, clash.days) == (10, 12, (date(2026, 3, 3),))


def test_the_same_hour_on_both_days_is_one_clash_with_two_days():
    session = event(10, f"{MONDAY} 08:00", 32 * 60, days=2, kind=EventKind.LEARNING_SESSION)
    course = event(11, f"{MONDAY} 09:00", 25 * 60, days=2, kind=EventKind.OTHER)
    [clash] = find(session, course)
    assert clash.days == (date(2026, 3, 2), date(2026, 3, 3))
    assert clash.stands_on == "2026-03-02 2026-03-03"


def test_two_calls_in_one_week_count_for_teams_but_not_for_hosts_or_planners():
    [clash] = find(event(10, f"{MONDAY} 11:00"), teachers_call(11, FRIDAY))
    assert shape(clash) == (ClashKind.SAME_WEEK, 10, 11, [1])
    assert clash.days == (date(2026, 3, 2), date(2026, 3, 6))


def test_faculty_are_spared_two_calls_that_they_do_not_lead():
    faculty = {"kind": EventKind.FACULTY_CALL, "audience": Audience.FACULTY}
    other = person(6, Role.FACULTY)
    [clash] = find(
        event(10, f"{MONDAY} 11:00", led_by=[3]),
        event(11, f"{FRIDAY} 11:00", **faculty),
        people=[*PEOPLE, other],
    )
    assert shape(clash) == (ClashKind.SAME_WEEK, 10, 11, [6])


def test_a_week_begins_on_monday():
    assert find(event(10, f"{FRIDAY} 11:00"), teachers_call(11, NEXT_MONDAY)) == []
    sunday = teachers_call(11, "2026-03-08")
    assert [one.kind for one in find(event(10, f"{MONDAY} 11:00"), sunday)] == ["same_week"]


def test_sunday_evening_is_still_this_week_by_the_collaboratives_clock():
    sunday_evening = teachers_call(11, "2026-03-08", hour=22)
    assert find(sunday_evening, event(12, f"{NEXT_MONDAY} 11:00")) == []


@pytest.mark.parametrize(
    "kind",
    (
        EventKind.LEARNING_SESSION,
        EventKind.PRE_WORK_DAY,
        EventKind.IMPLEMENTATION_MEETING,
        EventKind.AFFINITY_MEETING,
        EventKind.CONSULTATION,
    ),
)
def test_what_is_no_call_may_share_the_week(kind):
    assert find(event(10, f"{MONDAY} 11:00", kind=kind), teachers_call(11, FRIDAY)) == []


def test_two_calls_at_the_same_time_are_told_once():
    kinds = [one.kind for one in find(event(10, f"{MONDAY} 15:00"), teachers_call(11, MONDAY))]
    assert kinds == [ClashKind.OVERLAP]


def test_what_is_cancelled_clashes_with_nothing():
    cancelled = event(10, f"{MONDAY} 11:00", status=EventStatus.CANCELLED)
    days_off = {date(2026, 3, 2): "Day"}
    assert find(cancelled, teachers_call(11, FRIDAY), days_off=days_off) == []


def test_a_clash_that_concerns_nobody_is_none():
    team_of_nobody = {"audience": Audience.TEAM, "team_id": 99}
    assert find(event(10, f"{MONDAY} 11:00"), event(11, f"{MONDAY} 11:00", **team_of_nobody)) == []


def test_the_key_changes_with_the_days_and_with_nothing_else():
    before = find(event(10, f"{MONDAY} 11:00"), teachers_call(11, FRIDAY))
    later = find(event(10, f"{MONDAY} 16:00"), teachers_call(11, FRIDAY))
    moved = find(event(10, "2026-03-03 11:00"), teachers_call(11, FRIDAY))
    assert [one.key for one in before] == [one.key for one in later]
    assert [one.key for one in before] != [one.key for one in moved]


def test_the_days_of_a_clash_always_fit_into_their_column():
    days = tuple(date(2026, 3, 2) + timedelta(days=n) for n in range(8))
    clash = Clash(ClashKind.HOLIDAY, event(10, f"{MONDAY} 11:00"), None, days, ())
    assert clash.stands_on == "2026-03-02/2026-03-09 (8)"


HATS = st.sampled_from(
    [
        (Role.TEACHER, 1),
        (Role.FAMILY, 1),
        (Role.TEACHER, 2),
        Role.FACULTY,
        Role.IMPLEMENTATION,
        Role.OBSERVER,
    ]
)
GROUPS = [group(1, [Role.TEACHER], leads=[2], liaison=3), group(2, [Role.FAMILY], leads=[1])]


@st.composite
def calendars(draw):
    hats = draw(st.lists(st.lists(HATS, max_size=2, unique=True), min_size=1, max_size=5))
    people = [person(pk, *worn) for pk, worn in enumerate(hats, start=1)]
    events = []
    for pk in range(1, draw(st.integers(2, 6)) + 1):
        day, hour = draw(st.integers(0, 13)), draw(st.integers(9, 12))
        audience = draw(st.sampled_from(Audience.values))
        starts = timezone.make_naive(event(0, f"{MONDAY} 00:00").starts_at, NEW_YORK)
        starts += timedelta(days=day, hours=hour)
        made = event(
            pk,
            starts.isoformat(),
            draw(st.sampled_from([30, 60, 150])),
            kind=draw(st.sampled_from(EventKind.values)),
            audience=audience,
            audience_roles=draw(st.sampled_from([[Role.TEACHER], [Role.FACULTY, Role.FAMILY]])),
            led_by=draw(st.sets(st.integers(1, 5), max_size=2)),
            status=draw(st.sampled_from(EventStatus.values)),
        )
        if audience == Audience.GROUP:
            made.group_id = draw(st.sampled_from([1, 2]))
        if audience == Audience.TEAM:
            made.team_id = draw(st.sampled_from([1, 2]))
        events.append(made)
    return people, events


def one_by_one(people, events, asking):
    """Find clashes the slow way: each person and each pair of events."""
    found = Counter()
    planned = [one for one in events if one.status == EventStatus.PLANNED]
    for first, second in combinations(planned, 2):
        for one in people:
            if not (is_concerned(one, first, asking) and is_concerned(one, second, asking)):
                continue
            pair = frozenset((first.pk, second.pk))
            if first.starts_at < second.ends_at and second.starts_at < first.ends_at:
                found[ClashKind.OVERLAP, pair, one.pk] += 1
                continue
            weeks = {each.first_day_in(NEW_YORK).isocalendar()[:2] for each in (first, second)}
            calls = first.kind in CALLS and second.kind in CALLS and len(weeks) == 1
            at_work = one.is_implementation or hosts(one, first) or hosts(one, second)
            if calls and not at_work:
                found[ClashKind.SAME_WEEK, pair, one.pk] += 1
    return found


def hosts(one, call):
    leading = {leader.membership_id for leader in call.leaders.all()}
    for each in GROUPS:
        if call.audience == Audience.GROUP and call.group_id == each.pk:
            leading |= {lead.membership_id for lead in each.leads.all()} | {each.liaison_id}
    return one.pk in leading


@settings(max_examples=150, deadline=None)
@given(calendars())
def test_it_finds_what_looking_at_each_person_finds(made):
    people, events = made
    all_of_them = crowd(people, GROUPS)
    found = Counter(
        (clash.kind, frozenset((clash.first.pk, clash.second.pk)), one.pk)
        for clash in find_clashes(events, crowd=all_of_them, days_off={}, zone=NEW_YORK)
        for one in clash.people
    )
    assert found == one_by_one(people, events, all_of_them.groups)


def test_people_with_the_same_hats_are_asked_once(monkeypatch):
    """How long that takes is measured by ``make bench``."""
    asked = Counter()

    def counting(member, event, groups):
        asked[event.audience, event.group_id, event.team_id, frozenset(member.roles)] += 1
        return is_invited(member, event, groups)

    monkeypatch.setattr(guests, "is_invited", counting)
    groups = [group(1, [Role.TEACHER], leads=[10]), group(2, [Role.FAMILY], leads=[11])]
    people = everybody(teams=12, a_team=10)
    found = find_clashes(
        whole_calendar(120, 12), crowd=crowd(people, groups), days_off={}, zone=NEW_YORK
    )
    assert found
    # 3 planners are alike, 8 of 10 coaches (two lead groups), and on each team the same roles.
    kinds_of_people = 1 + 3 + 12 * 5
    audiences = {key[:3] for key in asked}
    assert sum(asked.values()) == kinds_of_people * len(audiences) < len(people) * 120
