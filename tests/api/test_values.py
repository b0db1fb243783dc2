"""Values through the API: read with their history, weeks written with the checks of the sheet."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from centers.models import RoomMember
from metrics.enums import Grain, Source, SubmissionStatus
from metrics.models import Group, Value
from tests.cast import cast_gets
from tests.factories import (
    ClassroomFactory,
    CollaborativeFactory,
    CoreTeamFactory,
    MembershipFactory,
    MembershipRoleFactory,
)
from tests.factories.metrics import MetricFactory, MonthlySubmissionFactory, ValueFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)


@pytest.fixture
def metric(cast):
    return MetricFactory(collaborative=cast.collaborative, definition__by_room=True)


@pytest.fixture
def room(cast):
    return ClassroomFactory(center=cast.team.center)


@pytest.fixture
def value(cast, metric):
    return ValueFactory(team=cast.team, metric=metric, period_start=MONDAY, entered_by=cast.leader)


@pytest.fixture
def send(api, cast, metric):
    """Send one week of the first team."""

    def do(who="member", *, team=None, why="", confirm=False, **entry):
        entry = {"metric": metric.pk, "start": MONDAY.isoformat(), **entry}
        given = {"team": (team or cast.team).pk, "entries": [entry], "confirm": confirm}
        return api.post("values/weeks/", given | ({"why": why} if why else {}), who)

    return do


def standing(**narrowed):
    with scopes_disabled():
        return list(Value.objects.filter(is_current=True, **narrowed).order_by("pk"))


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=200, teammate=200, leader=200, family=200, faculty=200, implementation=200,
        others=404, anonymous=401,
    ),
)  # fmt: skip
def test_who_may_read_a_value(api, value, who, status):
    assert api.get(f"values/{value.pk}/", who).status_code == status


def test_what_a_value_says(api, cast, value):
    said = api.get(f"values/{value.pk}/").json()
    assert (said["numerator"], said["denominator"], said["start"]) == (8.0, 16.0, "2026-03-02")
    assert (said["grain"], said["is_current"], said["revision"]) == ("week", True, 1)
    assert said["entered_by"] == {"id": cast.leader.pk, "name": cast.leader.user.name}


def test_the_list_is_narrowed_and_has_a_history(api, cast, metric, value):
    month = ValueFactory(
        team=cast.team, metric=metric, grain=Grain.MONTH, period_start=date(2026, 4, 1)
    )
    theirs = ValueFactory(team=cast.other_team, metric=metric, period_start=MONDAY)
    old = ValueFactory(
        team=cast.team, metric=metric, period_start=date(2026, 3, 9), is_current=False
    )

    def found(who="implementation", **query):
        return [row["id"] for row in api.get("values/", who, **query).json()["results"]]

    assert found() == [value.pk, theirs.pk, month.pk]
    assert found("member") == [value.pk, month.pk]
    assert found("observer") == []
    assert found(team=cast.other_team.pk) == [theirs.pk]
    assert found(grain="month") == [month.pk]
    assert found(since="2026-03-03") == [month.pk]
    assert found(until="2026-03-31", team=cast.team.pk) == [value.pk]
    assert found(metric=metric.pk + 1) == []
    assert old.pk in found(current="false")


def test_a_room_s_numbers_are_seen_by_that_room_and_by_leaders(api, cast, metric, room):
    with scopes_disabled():
        RoomMember.objects.create(
            collaborative=cast.collaborative, organization=cast.team.organization,
            team=cast.team, classroom=room, member=cast.member,
        )  # fmt: skip
    of_room = ValueFactory(
        team=cast.team, metric=metric, classroom=room, organization=cast.team.organization
    )
    seen = {
        who: api.get("values/", who).json()["count"]
        for who in ("member", "teammate", "leader", "faculty", "implementation", "other_center")
    }
    assert seen == {
        "member": 1, "teammate": 0, "leader": 1, "faculty": 1, "implementation": 1,
        "other_center": 0,
    }  # fmt: skip
    assert api.get("values/", classroom=room.pk).json()["results"][0]["id"] == of_room.pk


def test_a_group_s_numbers_are_for_the_team_itself(api, cast, metric):
    with scopes_disabled():
        group = Group.objects.create(
            collaborative=cast.collaborative, dimension="language", name="Spanish at home"
        )
    ValueFactory(
        team=cast.team, metric=metric, grain=Grain.MONTH, period_start=date(2026, 3, 1), group=group
    )
    assert api.get("values/").json()["count"] == 1
    assert api.get("values/", "implementation").json()["count"] == 0


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=200, teammate=200, leader=200, family=200, implementation=200, faculty=403,
        others=400, anonymous=401,
    ),
)  # fmt: skip
def test_who_may_write_weeks(send, who, status):
    assert send(who, numerator=9, denominator=16).status_code == status


def test_a_week_is_written_once_and_marked_where_it_is_on_behalf(send):
    first = send("implementation", numerator=9, denominator=16)
    (written,) = first.json()["written"]
    assert (written["numerator"], written["source"]) == (9.0, "on_behalf")
    again = send("implementation", numerator=9, denominator=16, revision=1)
    assert again.json()["written"] == []
    assert [row.source for row in standing()] == [Source.ON_BEHALF]


def test_what_another_wrote_meanwhile_is_not_overwritten(send, value):
    answer = send(numerator=10, denominator=16)
    assert answer.status_code == 409
    (theirs,) = answer.json()["theirs"].values()
    assert list(answer.json()["theirs"]) == ["entries.0"]
    assert (theirs["numerator"], theirs["revision"]) == (8.0, 1)
    assert standing() == [value]
    assert send(numerator=10, denominator=16, revision=1).status_code == 200
    assert [(row.numerator, row.revision) for row in standing()] == [(Decimal(10), 2)]


def test_a_week_that_was_not_counted_says_why_and_can_be_taken_back(send):
    assert send(reason="Snow days").status_code == 200
    assert [row.reason_missing for row in standing()] == ["Snow days"]
    assert send(revision=1).status_code == 200
    assert [row.reason_missing for row in standing()] == [""]


@pytest.mark.parametrize(
    ("entry", "field"),
    (
        ({"numerator": 17, "denominator": 16}, "entries.0.numerator"),
        ({"numerator": 1, "denominator": 0}, "entries.0.denominator"),
        ({"numerator": -1, "denominator": 16}, "entries.0.numerator"),
        ({"numerator": 1.5, "denominator": 16}, "entries.0.numerator"),
        ({"numerator": 1}, "entries.0.denominator"),
        ({"denominator": 16}, "entries.0.numerator"),
        ({"numerator": 1, "denominator": 16, "reason": "x"}, "entries.0.reason"),
        ({"start": "2026-03-03"}, "entries.0.start"),
        ({"start": "2025-03-03"}, "entries.0.start"),
        ({"metric": 10**6}, "entries.0.metric"),
        ({"classroom": 10**6}, "entries.0.classroom"),
        ({"numerator": "1e400", "denominator": 1}, "entries.0.numerator"),
    ),
)
def test_the_impossible_is_an_error_beside_its_field(send, entry, field):
    answer = send(**entry)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert standing() == []


def test_a_week_that_has_not_begun_is_refused(send):
    today = timezone.localdate()
    coming = today + timedelta(days=14 - today.weekday())
    answer = send(start=coming.isoformat(), numerator=1, denominator=2)
    assert (answer.status_code, standing()) == (400, [])
    assert "not begun" in answer.json()["detail"]


def test_the_unlikely_is_a_question_that_can_be_confirmed(cast, metric, send):
    this_week = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    for weeks in (2, 3, 4):
        ValueFactory(
            team=cast.team, metric=metric, period_start=this_week - timedelta(weeks=weeks),
            numerator=12, denominator=16,
        )  # fmt: skip
    start = (this_week - timedelta(weeks=1)).isoformat()
    answer = send(start=start, numerator=1200, denominator=1600)
    assert answer.status_code == 422
    said = answer.json()
    assert said["type"] == "urn:bsc:problem:unlikely"
    (question,) = said["questions"]
    assert "12" in question
    assert "1,200" in question
    assert len(standing()) == 3
    sure = send(start=start, numerator=1200, denominator=1600, confirm=True)
    assert sure.status_code == 200
    assert len(standing()) == 4


def test_a_week_of_a_month_that_was_sent_needs_a_reason(cast, send):
    MonthlySubmissionFactory(
        team=cast.team, status=SubmissionStatus.SUBMITTED, submitted_at=timezone.now()
    )
    refused = send("leader", numerator=9, denominator=16)
    assert list(refused.json()["errors"]) == ["why"]
    assert send("member", numerator=9, denominator=16, why="Late").status_code == 400
    assert send("leader", numerator=9, denominator=16, why="A note turned up").status_code == 200
    assert [row.why_corrected for row in standing()] == ["A note turned up"]


def test_a_room_is_counted_by_itself(api, send, room):
    answer = send("leader", numerator=3, denominator=8, classroom=room.pk)
    assert answer.json()["written"][0]["classroom"] == room.pk
    listed = api.get("rooms/", team=standing()[0].team_id).json()["results"]
    assert listed == [{"id": room.pk, "name": room.name}]


def test_nothing_is_written_unless_all_can_be(api, cast, metric):
    entries = [
        {"metric": metric.pk, "start": "2026-03-02", "numerator": 1, "denominator": 2},
        {"metric": metric.pk, "start": "2026-03-02", "numerator": 1, "denominator": 2},
        {"metric": metric.pk, "start": "2026-03-09", "numerator": 3, "denominator": 2},
    ]
    answer = api.post("values/weeks/", {"team": cast.team.pk, "entries": entries})
    assert list(answer.json()["errors"]) == ["entries.1.start"]
    answer = api.post("values/weeks/", {"team": cast.team.pk, "entries": entries[1:]})
    assert list(answer.json()["errors"]) == ["entries.1.numerator"]
    assert standing() == []


@pytest.fixture(params=(1, 3))
def reader(request, db):
    collaborative = CollaborativeFactory()
    metric = MetricFactory(collaborative=collaborative)
    people = [MembershipFactory(collaborative=collaborative) for _ in range(request.param)]
    for person in people:
        team = CoreTeamFactory(collaborative=collaborative)
        ValueFactory(team=team, metric=metric, entered_by=person)
        MonthlySubmissionFactory(team=team, submitted_by=person)
    member = MembershipFactory(collaborative=collaborative)
    MembershipRoleFactory(membership=member)
    return SimpleNamespace(member=member, slug=collaborative.slug, count=request.param)


@pytest.mark.parametrize(("path", "queries"), (("values/", 8), ("submissions/", 7)))
def test_the_number_of_queries_does_not_grow(
    client, reader, django_assert_num_queries, path, queries
):
    client.force_login(reader.member.user)
    with django_assert_num_queries(queries):
        answer = client.get(f"/api/v1/c/{reader.slug}/{path}")
    assert answer.json()["count"] == reader.count
