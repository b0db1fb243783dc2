"""Taps through the API: a batch counts once, and nobody is named."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from bsc.audit.models import Entry
from metrics.enums import Source, Tally
from metrics.models import Tap, Value
from tests.cast import cast_gets
from tests.factories import (
    ClassroomFactory,
    CollaborativeFactory,
    CoreTeamFactory,
    MembershipFactory,
    MembershipRoleFactory,
)
from tests.factories.metrics import MetricFactory, ObservationFactory, TallyGridFactory, TapFactory
from tests.factories.rooms import RoomMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def metric(cast):
    return MetricFactory(
        collaborative=cast.collaborative, definition__tally=Tally.GRID, definition__by_room=True
    )


@pytest.fixture
def room(cast):
    return ClassroomFactory(center=cast.team.center)


@pytest.fixture
def day():
    return timezone.localdate()


@pytest.fixture
def batch(metric, room, day):
    """Return a batch of one grid of ten and taps on the given numbers."""

    def do(*slots, **more):
        monday = day - timedelta(days=day.weekday())
        taps = [
            {
                "uuid": str(uuid.uuid4()), "metric": metric.pk, "day": day.isoformat(),
                "slot": slot, **more,
            }
            for slot in slots
        ]  # fmt: skip
        grids = [{"metric": metric.pk, "week": monday.isoformat(), "size": 10}]
        return {"classroom": room.pk, "taps": taps, "grids": grids}

    return do


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=200, teammate=200, leader=200, family=200, faculty=403, implementation=403,
        others=400, anonymous=401,
    ),
)  # fmt: skip
def test_who_may_tap(api, batch, who, status):
    assert api.post("taps/", batch(1), who).status_code == status


def test_a_batch_counts_once_however_often_it_is_sent(api, batch):
    given = batch(1, 4)
    answers = [api.post("taps/", given).json() for _ in range(2)]
    uuids = [tap["uuid"] for tap in given["taps"]]
    assert [sorted(answer["saved"]) for answer in answers] == [sorted(uuids)] * 2
    with scopes_disabled():
        assert Tap.objects.count() == 2
        value = Value.objects.get()
    assert (value.numerator, value.denominator, value.source) == (2, 10, Source.TAPS)


def test_nobody_who_taps_is_recorded(api, batch):
    api.post("taps/", batch(1))
    with scopes_disabled():
        assert not Entry.objects.exclude(action="access_key.made").exists()


def test_one_that_is_refused_does_not_stop_the_others(api, batch):
    given = batch(3, 11)
    said = api.post("taps/", given).json()
    assert said["saved"] == [given["taps"][0]["uuid"]]
    (refused,) = said["refused"]
    assert refused["uuid"] == given["taps"][1]["uuid"]
    assert refused["why"]


def test_a_size_that_is_refused_is_told(api, batch, metric):
    given = batch(3)
    assert api.post("taps/", given).json()["refused_grids"] == []
    size = given["grids"][0] | {"size": 2}
    said = api.post("taps/", given | {"grids": [size]}).json()
    assert said["saved"] == [given["taps"][0]["uuid"]]
    [refused] = said["refused_grids"]
    assert (refused["metric"], refused["week"]) == (metric.pk, size["week"])
    assert "Number 3 is tapped." in refused["why"]


def test_a_tap_for_what_the_team_does_not_count_is_refused(api, batch):
    given = batch(1)
    given["taps"][0]["metric"] = 10**6
    assert len(api.post("taps/", given).json()["refused"]) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    (
        ({"slot": 0}, "taps.0.slot"),
        ({"slot": None}, "taps.0.slot"),
        ({"observation": str(uuid.uuid4())}, "taps.0.slot"),
        ({"uuid": "mine"}, "taps.0.uuid"),
        ({"day": "yesterday"}, "taps.0.day"),
        ({"who": "Ana"}, "taps.0.who"),
    ),
)
def test_what_is_no_tap_says_where(api, batch, wrong, field):
    answer = api.post("taps/", batch(1, **wrong))
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]


def test_there_is_an_end_to_a_batch(api, batch):
    answer = api.post("taps/", batch(*([1] * 500)))
    assert answer.status_code == 400
    assert "500" in answer.json()["detail"]


def test_the_list_is_for_those_who_see_the_room(api, cast, metric, room, batch, day):
    RoomMemberFactory(team=cast.team, classroom=room, member=cast.member)
    given = batch(1, 2)
    api.post("taps/", given)

    def found(who="member", **query):
        answer = api.get("taps/", who, team=cast.team.pk, **query)
        return [row["slot"] for row in answer.json()["results"]]

    assert found() == found("leader") == found("faculty") == [1, 2]
    assert found("teammate") == []
    assert found(classroom=room.pk + 1) == found(metric=metric.pk + 1) == []
    assert found(since=(day + timedelta(days=1)).isoformat()) == []
    assert found(until=day.isoformat()) == [1, 2]
    row = api.get("taps/", team=cast.team.pk).json()["results"][0]
    assert set(row) == {
        "uuid", "team", "classroom", "metric", "day", "slot", "observation", "is_undone",
    }  # fmt: skip
    assert api.get("taps/", "other_center", team=cast.team.pk).status_code == 400
    assert api.get("taps/").status_code == 400


@pytest.fixture(params=(1, 3))
def reader(request, db):
    collaborative = CollaborativeFactory()
    team = CoreTeamFactory(collaborative=collaborative)
    room = ClassroomFactory(center=team.center)
    metric = MetricFactory(collaborative=collaborative)
    TallyGridFactory(team=team, classroom=room, metric=metric)
    for _ in range(request.param):
        watch = ObservationFactory(team=team, classroom=room, metric=metric)
        TapFactory(team=team, classroom=room, metric=metric, slot=None, observation=watch)
    member = MembershipFactory(collaborative=collaborative)
    MembershipRoleFactory(membership=member)
    return SimpleNamespace(
        member=member, slug=collaborative.slug, team=team.pk, count=request.param
    )


def test_the_number_of_queries_does_not_grow(client, reader, django_assert_num_queries):
    client.force_login(reader.member.user)
    with django_assert_num_queries(8):
        answer = client.get(f"/api/v1/c/{reader.slug}/taps/", {"team": reader.team})
    assert answer.json()["count"] == reader.count
