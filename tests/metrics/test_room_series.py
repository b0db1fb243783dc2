"""Rooms: summed into their center, and seen one by one by those who may."""

from datetime import date

import pytest

from centers.models import RoomMember
from collaboratives.enums import Role
from metrics.enums import Grain, Kind, Source
from metrics.queries import (
    Clock,
    metrics_in_use,
    series_of_all_teams,
    series_of_the_collaborative,
    together,
)
from metrics.rooms import room_series
from metrics.rules import rooms_visible_to
from tests.cast import cast_gets
from tests.factories import ClassroomFactory, MembershipFactory, MembershipRoleFactory
from tests.factories.metrics import MetricFactory, ValueFactory
from tests.metrics.helpers import MAY, count_weeks, inside, page_of, point, ratio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

LATER = date(2026, 8, 24)
ADDRESS = "metrics/measure/hours/rooms/"


@pytest.fixture
def hours(cast):
    """A rate that is counted room by room, every week."""
    return MetricFactory(
        collaborative=cast.collaborative, key="hours", name="Behaviors an hour", plain_name="Storms",
        definition__kind=Kind.RATE, definition__by_room=True, definition__multiplier=1,
    )  # fmt: skip


@pytest.fixture
def rooms(cast):
    """Bluebirds, where the member works, and Robins, of the first team's center."""
    made = [
        ClassroomFactory(center=cast.team.center, organization=cast.team.organization, name=name)
        for name in ("Bluebirds", "Robins")
    ]
    with inside(cast.team):
        RoomMember.objects.create(
            collaborative=cast.collaborative, organization=cast.team.organization,
            team=cast.team, classroom=made[0], member=cast.member,
        )  # fmt: skip
    return made


def in_room(team, metric, room, start, numerator, denominator=2, **more):
    return ValueFactory(
        team=team, metric=metric, classroom=room, organization=team.organization,
        period_start=start, numerator=numerator, denominator=denominator, **more,
    )  # fmt: skip


def test_a_week_is_the_sum_of_its_rooms_until_somebody_types_it(cast, hours, rooms):
    in_room(cast.team, hours, rooms[0], MAY, 9)
    in_room(cast.team, hours, rooms[1], MAY, 7)
    assert ratio(point(cast.team, hours, MAY, Grain.WEEK)) == (16, 4)
    assert ratio(point(cast.team, hours, date(2026, 5, 1))) == (16, 4)
    ValueFactory(team=cast.team, metric=hours, period_start=MAY, numerator=20, denominator=5)
    assert ratio(point(cast.team, hours, MAY, Grain.WEEK)) == (20, 5)
    assert ratio(point(cast.team, hours, date(2026, 5, 1))) == (20, 5)


def test_the_database_sums_rooms_as_the_series_do(cast, hours, rooms):
    in_room(cast.team, hours, rooms[0], MAY, 9)
    in_room(cast.team, hours, rooms[1], MAY, 7)
    in_room(cast.team, hours, rooms[0], LATER, 3)
    closed = {"numerator": None, "denominator": None, "reason_missing": "Closed."}
    ValueFactory(team=cast.team, metric=hours, period_start=LATER, **closed)
    theirs = ClassroomFactory(
        center=cast.other_team.center, organization=cast.other_team.organization
    )
    in_room(cast.other_team, hours, theirs, MAY, 4)
    ValueFactory(team=cast.other_team, metric=hours, period_start=MAY, numerator=5, denominator=3)
    taken_back = {"numerator": None, "denominator": None}
    ValueFactory(team=cast.other_team, metric=hours, period_start=LATER, **taken_back)
    in_room(cast.other_team, hours, theirs, LATER, 6)
    with inside(cast.team):
        found = metrics_in_use().get(pk=hours.pk)
        summed = series_of_the_collaborative(found, Clock.of(cast.collaborative))
        each = together(found, series_of_all_teams(found, "week"))
    assert summed.points == each.points
    by_start = {one.start: one for one in summed.points}
    assert (ratio(by_start[MAY]), by_start[MAY].teams) == ((21, 7), 2)
    assert (ratio(by_start[LATER]), by_start[LATER].teams) == ((6, 2), 1)


def test_a_week_that_phones_still_count_is_no_point_yet(cast, hours, rooms):
    running = date(2026, 9, 7)
    in_room(cast.team, hours, rooms[0], LATER, 3, source=Source.TAPS)
    in_room(cast.team, hours, rooms[0], running, 1, source=Source.TAPS)

    def last_weeks():
        with inside(cast.team):
            found = metrics_in_use().get(pk=hours.pk)
            clock = Clock.of(cast.collaborative)
            own = series_of_all_teams(found, "week")[0].points
            summed = series_of_the_collaborative(found, clock).points
            by_room = [one.series.points for one in room_series(cast.team, found, cast.leader)]
            return {points[-1].start for points in (own, summed, *by_room)}

    assert last_weeks() == {LATER}
    ValueFactory(team=cast.team, metric=hours, period_start=running, numerator=2, denominator=2)
    in_room(cast.team, hours, rooms[1], running, 2)
    assert last_weeks() == {running}


def test_a_plain_count_of_rooms_is_their_sum_and_not_their_mean(cast, rooms):
    metric = MetricFactory(collaborative=cast.collaborative, definition__kind=Kind.COUNT)
    for room, number in zip(rooms, (5, 3), strict=True):
        in_room(cast.team, metric, room, MAY, number, 1)
    assert ratio(point(cast.team, metric, MAY, Grain.WEEK)) == (8, 1)
    with inside(cast.team):
        found = metrics_in_use().get(pk=metric.pk)
        [summed] = series_of_the_collaborative(found, Clock.of(cast.collaborative)).points[:1]
    assert ratio(summed) == (8, 1)


@pytest.mark.parametrize(
    ("who", "names"),
    (
        ("member", ["Bluebirds"]),
        ("teammate", []),
        ("family", []),
        ("leader", ["Bluebirds", "Robins"]),
        ("faculty", ["Bluebirds", "Robins"]),
        ("implementation", ["Bluebirds", "Robins"]),
        ("other_center", []),
        ("observer", []),
    ),
)
def test_a_room_is_seen_by_those_who_work_there_and_by_those_who_see_the_center(
    cast, hours, rooms, who, names
):
    for room in rooms:
        in_room(cast.team, hours, room, MAY, 9)
    with inside(cast.team):
        member = getattr(cast, who)
        assert [room.name for room in rooms_visible_to(member, cast.team)] == names
        found = metrics_in_use().get(pk=hours.pk)
        assert [one.room.name for one in room_series(cast.team, found, member)] == names


def test_the_data_contact_sees_every_room(cast, rooms):
    contact = MembershipFactory(collaborative=cast.collaborative)
    MembershipRoleFactory(
        membership=contact, role=Role.TEACHER, team=cast.team, is_data_contact=True
    )
    with inside(cast.team):
        assert rooms_visible_to(contact, cast.team).count() == 2


def test_rooms_share_their_weeks_and_missing_is_a_gap(cast, hours, rooms):
    in_room(cast.team, hours, rooms[0], MAY, 9)
    in_room(cast.team, hours, rooms[1], LATER, 7)
    with inside(cast.team):
        found = metrics_in_use().get(pk=hours.pk)
        first, second = (one.series.points for one in room_series(cast.team, found, cast.leader))
    assert [one.start for one in first] == [one.start for one in second]
    assert (first[0].count is None, second[0].count is None) == (False, True)


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=200, teammate=200, leader=200, family=200, other_center=404,
        faculty=200, implementation=200, observer=404,
    ),
)  # fmt: skip
def test_who_opens_the_rooms_of_a_team(client, cast, hours, who, status):
    assert cast.get(client, who, f"{ADDRESS}?team={cast.team.pk}") == status


def test_the_page_shows_only_the_readers_rooms(client, cast, hours, rooms):
    for room in rooms:
        in_room(cast.team, hours, room, MAY, 9, note=f"A note of {room.name}")
    page = page_of(client, cast, "member", ADDRESS)
    assert "Bluebirds" in page
    assert "Robins" not in page
    page = page_of(client, cast, "leader", ADDRESS)
    assert page.index("Bluebirds") < page.index("Robins")
    assert "9 in 2" in page
    nobody = page_of(client, cast, "teammate", ADDRESS)
    assert "No room has counted yet" in nobody
    assert "A note of" not in nobody


@pytest.mark.parametrize("number", (1, 3))
def test_queries_of_the_rooms(client, cast, hours, number, django_assert_num_queries):
    for n in range(number):
        room = ClassroomFactory(center=cast.team.center, organization=cast.team.organization)
        count_weeks(
            cast.team, hours, 3, numerator=n, classroom=room, organization=room.organization
        )
    cast.sign_in(client, "leader")
    with django_assert_num_queries(11):
        client.get(cast.url(ADDRESS))
