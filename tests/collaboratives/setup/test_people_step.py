"""The fifth step: who plans, which centers take part, who is invited."""

import pytest

from bsc.audit.models import Entry
from centers.models import Center, CoreTeam
from collaboratives.models import Invitation, Membership
from tests.collaboratives.setup.walking import inside, outside, within
from tests.factories import (
    CenterFactory,
    CollaborativeFactory,
    CoreTeamFactory,
    OrganizationAdminFactory,
)
from tests.factories.accounts import mails_to

pytestmark = pytest.mark.django_db
ROSA = {"role": "faculty", "name": "Rosa", "email": "Rosa@Example.org", "language": "es"}


@pytest.fixture
def url(begun):
    return outside(begun, "people")


def teams(collaborative):
    with within(collaborative):
        return sorted(CoreTeam.objects.values_list("name", flat=True))


def invitations(collaborative):
    with within(collaborative):
        return list(Invitation.objects.values_list("role", "email"))


def test_pasted_centers_take_part(client, admin, begun, url):
    known = CenterFactory(organization=begun.organization, name="Mill Pond")
    answer = client.post(url, {"names": "Otter Falls\n\n  mill  pond \nOtter Falls", "go": "more"})
    assert answer.url == url
    assert teams(begun) == ["Mill Pond", "Otter Falls"]
    with within(begun):
        assert Center.objects.count() == 2
        assert CoreTeam.objects.filter(center=known).exists()
        assert Entry.objects.get(action="setup.centers").summary == "Otter Falls, Mill Pond"
    client.post(url, {"names": "Otter Falls", "go": "more"})
    assert teams(begun) == ["Mill Pond", "Otter Falls"]


def test_a_center_of_another_organization_is_not_found_by_its_name(client, admin, begun, url):
    theirs = CenterFactory(name="Mill Pond")
    client.post(url, {"names": "Mill Pond"})
    with within(begun):
        assert Center.objects.get().pk != theirs.pk


def test_a_center_may_be_in_two_collaboratives_that_see_nothing_of_each_other(
    client, admin, begun, url
):
    sister = CollaborativeFactory(organization=begun.organization)
    CoreTeamFactory(
        collaborative=sister,
        center=CenterFactory(organization=begun.organization, name="Mill Pond"),
        name="The Mill Pond Ducks",
    )
    client.post(url, {"names": "Mill Pond", "go": "more"})
    assert teams(begun) == ["Mill Pond"]
    assert "Ducks" not in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    (
        ({"names": "Fine\n" + "x" * 201}, "names"),
        ({"names": "\n".join(f"Center {n}" for n in range(201))}, "names"),
    ),
)
def test_a_bad_list_is_refused_beside_the_field(client, admin, begun, url, wrong, field):
    page = client.post(url, wrong)
    assert list(page.context["centers"].errors) == [field]
    assert page.context["centers"]["names"].value() == wrong["names"]
    assert teams(begun) == []


def test_somebody_is_invited_by_mail_in_their_language(client, admin, begun, url):
    answer = client.post(url, ROSA | {"go": "more"})
    assert answer.url == url
    assert invitations(begun) == [("faculty", "rosa@example.org")]
    [mail] = mails_to("rosa@example.org")
    assert admin.user.name in mail.body_text
    page = client.get(url).content.decode()
    assert "Rosa" in page
    assert "rosa@example.org" in page


def test_pressing_twice_invites_once(client, admin, begun, url):
    for _ in range(2):
        client.post(url, ROSA | {"go": "more"})
    assert len(invitations(begun)) == len(mails_to("rosa@example.org")) == 1


def test_what_is_filled_in_is_saved_when_going_on(client, admin, begun, url):
    answer = client.post(url, ROSA | {"names": "Otter Falls"})
    assert answer.url == outside(begun, "finish")
    assert teams(begun) == ["Otter Falls"]
    assert invitations(begun) == [("faculty", "rosa@example.org")]


def test_nothing_filled_in_goes_on_too(client, admin, begun, url):
    assert client.post(url, {"language": "en"}).url == outside(begun, "finish")
    assert invitations(begun) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    (
        ({"email": ""}, "email"),
        ({"email": "rosa"}, "email"),
        ({"role": ""}, "role"),
        ({"role": "teacher"}, "role"),
        ({"role": "team_leader"}, "team"),
        ({"name": ""}, "name"),
    ),
)
def test_a_bad_invitation_is_refused_and_nothing_is_saved(client, admin, begun, wrong, field):
    CoreTeamFactory(collaborative=begun)
    page = client.post(outside(begun, "people"), ROSA | wrong | {"names": "Otter Falls"})
    assert list(page.context["invitation"].errors) == [field]
    assert page.context["centers"]["names"].value() == "Otter Falls"
    assert len(teams(begun)) == 1
    assert invitations(begun) == []


def test_who_leads_a_team_is_invited_to_it(client, admin, begun, url):
    team = CoreTeamFactory(collaborative=begun)
    client.post(url, ROSA | {"role": "senior_leader", "team": str(team.pk)})
    with within(begun):
        assert Invitation.objects.get().team == team


def test_a_team_of_the_sister_is_no_choice(client, admin, begun, url):
    CoreTeamFactory(collaborative=begun)
    sister = CollaborativeFactory(organization=begun.organization)
    theirs = CoreTeamFactory(collaborative=sister)
    page = client.post(url, ROSA | {"role": "team_leader", "team": str(theirs.pk)})
    assert list(page.context["invitation"].errors) == ["team"]


def test_joining_the_team_is_audited_and_everybody_sees_it(client, admin, begun, url):
    client.post(url, {"join": "on", "go": "more"})
    with within(begun):
        assert Membership.objects.get(user=admin.user).roles == {"implementation"}
        assert Entry.objects.get(action="organization_admin.entered").by == admin.user
    people = client.get(f"/c/{begun.slug}/people/").content.decode()
    assert admin.user.name in people
    assert "join" not in client.get(url).context["centers"].fields


def test_the_hand_of_an_admin_is_not_among_the_people(client, cast):
    """A membership without a role is nobody that a member would meet."""
    cast.collaborative.status = "setup"
    cast.collaborative.save()
    cast.sign_in(client, "organization_admin")
    client.post(outside(cast.collaborative, "people"), ROSA)
    with within(cast.collaborative):
        assert Membership.objects.get(user=cast.organization_admin).roles == frozenset()
    cast.sign_in(client, "implementation")
    for words in ("", "?q=" + cast.organization_admin.name, "?role=implementation"):
        people = client.get(cast.url(f"people/{words}"))
        assert cast.organization_admin.name not in {
            face.name for group in people.context.get("staff", []) for face in group["faces"]
        } | {face.name for face in people.context.get("faces", [])}
    client.force_login(cast.organization_admin)
    assert client.get(cast.url("people/")).status_code == 404


def test_an_admin_reads_only_addresses_they_typed(client, admin, begun, url):
    client.post(url, ROSA)
    client.get(url)  # shows the message that it went out
    other = OrganizationAdminFactory(organization=admin.organization)
    client.force_login(other.user)
    for page in (client.get(url), client.get(outside(begun))):
        assert "rosa@example.org" not in page.content.decode()
        assert "Rosa" not in page.content.decode()
        assert page.context["invited"].others == 1


def test_an_invitation_is_cancelled_by_who_made_it(client, admin, begun, url):
    client.post(url, ROSA)
    with within(begun):
        row = Invitation.objects.get()
    cancel = f"{url}{row.pk}/cancel/"
    assert client.get(cancel).status_code == 405
    client.force_login(OrganizationAdminFactory(organization=admin.organization).user)
    assert client.post(cancel).status_code == 404
    client.force_login(admin.user)
    assert client.post(cancel).url == url
    with within(begun):
        assert Invitation.objects.get().revoked_at is not None


def test_once_it_runs_an_admin_outside_lets_nobody_see_everything(client, cast):
    """The implementation team invites its own; an admin has a door that tells the team."""
    cast.sign_in(client, "organization_admin")
    url = outside(cast.collaborative, "people")
    page = client.get(url)
    offered = [key for key, _label in page.context["invitation"].fields["role"].choices]
    assert offered == ["senior_leader", "team_leader"]
    assert "join" not in page.context["centers"].fields
    refused = client.post(url, ROSA | {"role": "implementation"})
    assert list(refused.context["invitation"].errors) == ["role"]
    client.post(url, {"join": "on"})
    with within(cast.collaborative):
        member = Membership.objects.filter(user=cast.organization_admin).first()
        assert member is None or member.roles == frozenset()


def test_inside_the_team_invites_with_its_own_rights(client, cast):
    cast.sign_in(client, "implementation")
    client.post(inside(cast.collaborative, "people"), ROSA | {"role": "implementation"})
    assert invitations(cast.collaborative) == [("implementation", "rosa@example.org")]


@pytest.mark.parametrize("how_many", (1, 3))
def test_the_step_takes_a_constant_number_of_queries(
    client, admin, begun, url, how_many, django_assert_num_queries
):
    for number in range(how_many):
        client.post(url, ROSA | {"email": f"rosa{number}@example.org"})
    CoreTeamFactory.create_batch(how_many, collaborative=begun)
    with django_assert_num_queries(9):
        client.get(url)
