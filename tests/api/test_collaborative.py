"""Where one is: the collaborative, its teams, its drivers."""

from types import SimpleNamespace

import pytest

from tests.cast import cast_gets
from tests.factories import (
    CollaborativeFactory,
    CoreTeamFactory,
    MembershipFactory,
    MembershipRoleFactory,
)
from tests.factories.framework import SecondaryDriverFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ("", "teams/", "drivers/"))
@pytest.mark.parametrize(("who", "status"), cast_gets(others=200, anonymous=401))
def test_every_member_may_ask(api, path, who, status):
    assert api.get(path, who).status_code == status


def test_it_says_where_one_is_and_as_whom(api, cast):
    said = api.get("", "leader").json()
    assert (said["slug"], said["name"]) == (cast.collaborative.slug, cast.collaborative.name)
    assert said["today"] == cast.collaborative.today().isoformat()
    assert said["me"]["id"] == cast.leader.pk
    (role,) = said["me"]["roles"]
    assert (role["role"], role["team"], role["is_data_contact"]) == (
        "team_leader", cast.team.pk, False,
    )  # fmt: skip


def test_teams_by_name_and_none_for_an_observer(api, cast):
    assert [team["id"] for team in api.get("teams/").json()["results"]] == [
        cast.team.pk,
        cast.other_team.pk,
    ]
    assert api.get("teams/", "observer").json()["count"] == 0


def test_pages_lead_to_each_other(api, client, cast):
    first = api.get("teams/", size=1).json()
    assert (first["count"], len(first["results"]), first["previous"]) == (2, 1, None)
    assert first["next"].endswith(f"/api/v1/c/{cast.collaborative.slug}/teams/?size=1&page=2")
    second = api.get("teams/", size=1, page=2).json()
    assert second["next"] is None
    assert second["previous"].endswith("?size=1&page=1")
    assert first["results"] != second["results"]
    assert api.get("teams/", size=1, page=3).status_code == 404


@pytest.fixture(params=(1, 3))
def reader(request, db):
    collaborative = CollaborativeFactory()
    for _ in range(request.param):
        CoreTeamFactory(collaborative=collaborative)
        SecondaryDriverFactory(collaborative=collaborative)
    member = MembershipFactory(collaborative=collaborative)
    MembershipRoleFactory(membership=member)
    return SimpleNamespace(member=member, slug=collaborative.slug, count=request.param)


@pytest.mark.parametrize(("path", "queries"), (("teams/", 7), ("drivers/", 7)))
def test_the_number_of_queries_does_not_grow(
    client, reader, django_assert_num_queries, path, queries
):
    client.force_login(reader.member.user)
    with django_assert_num_queries(queries):
        answer = client.get(f"/api/v1/c/{reader.slug}/{path}")
    assert answer.json()["count"] == reader.count
