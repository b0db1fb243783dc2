"""Comments through the API."""

import json
import uuid
from types import SimpleNamespace

import pytest
from django_scopes import scopes_disabled

from pdsa.enums import Status, Visibility
from pdsa.models import CycleComment
from tests.cast import cast_gets
from tests.factories import CollaborativeFactory, CoreTeamFactory, MembershipFactory
from tests.factories import MembershipRoleFactory as RoleFactory
from tests.factories.pdsa import CycleCommentFactory, CycleFactory, RampFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(cast):
    return CycleFactory(ramp=RampFactory(team=cast.team), started_by=cast.member)


@pytest.fixture
def comment(cast, cycle):
    return CycleCommentFactory(
        cycle=cycle, hat=cast.faculty.role_rows.get(), text="What would you try next?"
    )


@pytest.mark.parametrize(("who", "status"), cast_gets(observer=404, others=200, anonymous=401))
def test_who_may_read_it(api, comment, who, status):
    assert api.get(f"comments/{comment.pk}/", who).status_code == status


def test_what_it_says(api, cast, comment):
    said = api.get(f"comments/{comment.pk}/").json()
    assert said["author"] == {"id": cast.faculty.pk, "name": cast.faculty.user.name}
    assert (said["text"], said["role"], said["team"]) == (
        "What would you try next?", "faculty", None,
    )  # fmt: skip
    assert (said["kind"], said["reply_to"], said["is_removed"]) == ("comment", None, False)


def test_a_comment_shows_nobody_more_than_the_cycle_it_hangs_on(api, cast, hat_of):
    hidden = CycleFactory(
        ramp=RampFactory(team=cast.team), visibility=Visibility.TEAM, started_by=cast.member
    )
    said = CycleCommentFactory(cycle=hidden, hat=hat_of(cast.member))
    assert api.get(f"comments/{said.pk}/", "other_center").status_code == 404
    assert api.get("comments/", "other_center").json()["count"] == 0
    assert api.get("comments/").json()["count"] == 1


def test_the_list_is_narrowed(api, cast, cycle, comment, hat_of):
    other = CycleFactory(ramp=RampFactory(team=cast.other_team), started_by=cast.other_center)
    saw = CycleCommentFactory(cycle=other, hat=hat_of(cast.other_center), kind="observation")

    def found(**query):
        return [row["id"] for row in api.get("comments/", **query).json()["results"]]

    assert found() == [comment.pk, saw.pk]
    assert found(cycle=cycle.pk) == [comment.pk]
    assert found(author=cast.other_center.pk) == [saw.pk]
    assert found(kind="observation") == [saw.pk]


@pytest.mark.parametrize(("who", "status"), cast_gets(observer=400, others=201, anonymous=401))
def test_who_may_comment(api, cycle, who, status):
    given = {"cycle": cycle.pk, "text": "I noticed how calm it was."}
    assert api.post("comments/", given, who).status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(teammate=201, leader=201, family=201, observer=400, others=403, anonymous=401),
)
def test_who_may_add_what_they_saw(api, cycle, who, status):
    given = {"cycle": cycle.pk, "text": "Two came early.", "kind": "observation"}
    assert api.post("comments/", given, who).status_code == status


def test_a_comment_that_is_sent_twice_stands_once(api, cycle):
    given = {"cycle": cycle.pk, "text": "Good.", "token": str(uuid.uuid4())}
    first, second = (api.post("comments/", given, "leader") for _ in range(2))
    assert first.json()["id"] == second.json()["id"]
    assert (first.json()["role"], first.json()["team"]) == ("team_leader", cycle.ramp.team_id)


def test_a_reply_joins_the_thread(api, cycle, comment):
    reply = api.post("comments/", {"cycle": cycle.pk, "text": "Yes.", "reply_to": comment.pk})
    assert reply.json()["reply_to"] == comment.pk
    deeper = {"cycle": cycle.pk, "text": "And?", "reply_to": reply.json()["id"]}
    assert api.post("comments/", deeper, "faculty").json()["reply_to"] == comment.pk


@pytest.mark.parametrize(
    ("given", "field"),
    (
        ({"text": " "}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"text": "x", "reply_to": 10**6}, "reply_to"),
        ({"text": "x", "hat": 10**6}, "hat"),
        ({"text": "x", "cycle": 10**6}, "cycle"),
    ),
)
def test_what_cannot_be_said_says_where(api, cycle, given, field):
    answer = api.post("comments/", {"cycle": cycle.pk} | given)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]


@pytest.mark.parametrize(
    "body",
    (
        r'{"\ud800": 1}',
        r'{"cycle": %d, "text": "a", "kind": "\ud800"}',
        r'{"cycle": %d, "text": "\udfff\ud800"}',
        r'{"cycle": %d, "text": "a", "hat": [{"deep": ["\ud83d"]}]}',
        r'{"cycle": %d, "text": "a", "hat": {"\udc00": 1}}',
    ),
)
def test_half_a_surrogate_pair_is_no_text(api, cycle, body):
    answer = api.post("comments/", body.replace("%d", str(cycle.pk)))
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    with scopes_disabled():
        assert not CycleComment.objects.exists()


def test_a_whole_surrogate_pair_is_text(api, cycle):
    answer = api.post("comments/", json.dumps({"cycle": cycle.pk, "text": "🌳"}))
    assert answer.json()["text"] == "🌳"


def test_somebody_with_two_roles_says_which_one_signs(api, cast, cycle):
    hat = RoleFactory(membership=cast.faculty, role="implementation")
    given = {"cycle": cycle.pk, "text": "Good."}
    assert list(api.post("comments/", given, "faculty").json()["errors"]) == ["hat"]
    signed = api.post("comments/", given | {"hat": hat.pk}, "faculty")
    assert signed.json()["role"] == "implementation"


def test_nobody_comments_on_a_draft(api, cast):
    draft = CycleFactory(
        ramp=RampFactory(team=cast.team), status=Status.DRAFT, started_by=cast.member
    )
    answer = api.post("comments/", {"cycle": draft.pk, "text": "x"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("who", "status"), cast_gets(faculty=204, observer=404, others=403, anonymous=401)
)
def test_its_writer_takes_it_back(api, comment, who, status):
    assert api.delete(f"comments/{comment.pk}/", who=who).status_code == status
    with scopes_disabled():
        standing = CycleComment.objects.get(pk=comment.pk)
    assert bool(standing.text) is (status != 204)
    if status == 204:
        said = api.get(f"comments/{comment.pk}/").json()
        assert (said["text"], said["is_removed"]) == ("", True)


@pytest.fixture(params=(1, 3))
def reader(request, db):
    collaborative = CollaborativeFactory()
    for _ in range(request.param):
        cycle = CycleFactory(ramp=RampFactory(team=CoreTeamFactory(collaborative=collaborative)))
        hat = RoleFactory(membership=MembershipFactory(collaborative=collaborative), role="faculty")
        CycleCommentFactory(cycle=cycle, hat=hat)
    member = MembershipFactory(collaborative=collaborative)
    RoleFactory(membership=member)
    return SimpleNamespace(member=member, slug=collaborative.slug, count=request.param)


def test_the_number_of_queries_does_not_grow(client, reader, django_assert_num_queries):
    client.force_login(reader.member.user)
    with django_assert_num_queries(7):
        answer = client.get(f"/api/v1/c/{reader.slug}/comments/")
    assert answer.json()["count"] == reader.count
