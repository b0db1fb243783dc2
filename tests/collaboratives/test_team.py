"""A core team's page."""

import pytest
from django_scopes import scopes_disabled

from centers.models import CoreTeam
from collaboratives.enums import Role
from tests.cast import cast_gets
from tests.factories import CoreTeamFactory, MembershipFactory, MembershipRoleFactory

pytestmark = pytest.mark.django_db


def now(team):
    with scopes_disabled():
        return CoreTeam.objects.get(pk=team.pk)


@pytest.mark.parametrize(("who", "status"), cast_gets(observer=404, others=200))
def test_who_sees_a_team(client, cast, who, status):
    assert cast.get(client, who, f"team/{cast.team.pk}/") == status


@pytest.mark.parametrize(
    ("who", "status"), cast_gets(leader=200, implementation=200, observer=404, others=403)
)
def test_who_edits_its_story(client, cast, who, status):
    assert cast.get(client, who, f"team/{cast.team.pk}/edit/") == status


def test_a_team_of_another_collaborative_is_not_there(client, cast):
    theirs = CoreTeamFactory()
    assert cast.get(client, "implementation", f"team/{theirs.pk}/") == 404


def test_ones_own_team_is_behind_one_address(client, cast):
    cast.sign_in(client, "member")
    assert client.get(cast.url("team/")).url == cast.url(f"team/{cast.team.pk}/")
    cast.sign_in(client, "faculty")
    assert client.get(cast.url("team/")).url == cast.url("people/")


def test_free_seats_are_shown_gently_and_families_first(client, cast):
    cast.sign_in(client, "member")
    page = client.get(cast.url(f"team/{cast.other_team.pk}/"))
    assert page.context["missing"] == [Role.FAMILY, Role.TEAM_LEADER, Role.SENIOR_LEADER]
    assert "invite" not in page.content.decode().lower()
    cast.sign_in(client, "implementation")
    text = client.get(cast.url(f"team/{cast.other_team.pk}/")).content.decode()
    assert f"?team={cast.other_team.pk}&amp;role=family" in text


def test_members_are_shown_with_their_part_in_this_team_only(client, cast):
    MembershipRoleFactory(membership=cast.other_center, role=Role.FAMILY, team=cast.team)
    cast.sign_in(client, "member")
    faces = client.get(cast.url(f"team/{cast.team.pk}/")).context["faces"]
    [guest] = [face for face in faces if face.name == cast.other_center.user.name]
    assert guest.detail == "Family member"


def test_leaders_write_motto_and_story(client, cast):
    cast.sign_in(client, "leader")
    path = cast.url(f"team/{cast.team.pk}/edit/")
    given = client.get(path).context["form"].initial
    answer = client.post(path, given | {"motto": "Small steps.", "story": "We are new."})
    assert answer.status_code == 302
    assert (now(cast.team).motto, now(cast.team).story) == ("Small steps.", "We are new.")


def test_two_people_at_once_lose_nothing(client, client_elsewhere, cast):
    path = cast.url(f"team/{cast.team.pk}/edit/")
    cast.sign_in(client, "leader")
    cast.sign_in(client_elsewhere, "implementation")
    seen = client.get(path).context["form"].initial
    client_elsewhere.post(path, seen | {"motto": "Theirs", "story": ""})
    page = client.post(path, seen | {"motto": "Mine", "story": ""})
    assert now(cast.team).motto == "Theirs"
    text = page.content.decode()
    assert "Theirs" in text
    assert 'value="Mine"' in text
    again = page.context["form"].data | {"motto": "Mine after all"}
    client.post(path, again)
    assert now(cast.team).motto == "Mine after all"


@pytest.mark.parametrize("how_many", (1, 3))
def test_a_team_takes_a_constant_number_of_queries(
    client, cast, how_many, django_assert_num_queries
):
    for _ in range(how_many):
        member = MembershipFactory(collaborative=cast.collaborative)
        MembershipRoleFactory(membership=member, role=Role.STAFF, team=cast.team)
    cast.sign_in(client, "member")
    with django_assert_num_queries(8):
        client.get(cast.url(f"team/{cast.team.pk}/"))
