"""The organization's own pages."""

import pytest
from django_scopes import scope, scopes_disabled

from bsc.audit.models import Entry
from collaboratives.models import Membership
from tests.cast import WHO
from tests.factories import CollaborativeFactory, OrganizationAdminFactory
from tests.factories.accounts import mails_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(cast):
    return f"/o/{cast.collaborative.organization.slug}/"


@pytest.fixture
def enter(cast, home):
    return f"{home}enter/{cast.collaborative.slug}/"


@pytest.mark.parametrize("who", WHO)
def test_only_its_admins_see_the_pages(client, cast, home, enter, who):
    cast.sign_in(client, who)
    expected = {"organization_admin": 200, "anonymous": 302}.get(who, 404)
    assert client.get(home).status_code == expected
    assert client.get(enter).status_code == expected


def test_an_admin_of_another_organization_sees_neither(client, home, enter):
    client.force_login(OrganizationAdminFactory().user)
    assert client.get(home).status_code == 404
    assert client.post(enter, {"role": "observer", "reason": "x"}).status_code == 404


def test_a_collaborative_of_another_organization_cannot_be_entered(client, cast, home):
    other = CollaborativeFactory()
    cast.sign_in(client, "organization_admin")
    assert client.get(f"{home}enter/{other.slug}/").status_code == 404


def test_a_get_gives_no_role(client, cast, enter):
    cast.sign_in(client, "organization_admin")
    client.get(enter)
    assert client.get(cast.url("people/")).status_code == 404


def test_entering_is_audited_announced_and_visible(client, cast, enter):
    cast.sign_in(client, "organization_admin")
    answer = client.post(enter, {"role": "observer", "reason": "The funder asks how it goes"})
    assert answer.url == cast.url("home/")
    with scope(collaborative=cast.collaborative, organization=cast.collaborative.organization):
        member = Membership.objects.get(user=cast.organization_admin)
        assert member.roles == {"observer"}
        entry = Entry.objects.get(action="organization_admin.entered")
        assert (entry.by, entry.summary) == (cast.organization_admin, "The funder asks how it goes")
    [mail] = mails_to(cast.implementation.user.email)
    assert "The funder asks how it goes" in mail.body_text
    cast.sign_in(client, "member")
    assert cast.organization_admin.name in client.get(cast.url("people/")).content.decode()


def test_without_a_reason_nobody_enters(client, cast, enter):
    cast.sign_in(client, "organization_admin")
    page = client.post(enter, {"role": "observer", "reason": ""})
    assert list(page.context["form"].errors) == ["reason"]
    assert client.get(cast.url("people/")).status_code == 404


@pytest.mark.parametrize("role", ("faculty", "teacher", "senior_leader"))
def test_no_other_role_is_to_be_had(client, cast, enter, role):
    cast.sign_in(client, "organization_admin")
    assert client.post(enter, {"role": role, "reason": "x"}).status_code == 200
    with scopes_disabled():
        assert not Membership.objects.filter(user=cast.organization_admin).exists()


def test_pressing_twice_enters_once(client, cast, enter):
    cast.sign_in(client, "organization_admin")
    for _ in range(2):
        client.post(enter, {"role": "implementation", "reason": "First set-up"})
    with scope(collaborative=cast.collaborative, organization=cast.collaborative.organization):
        assert Entry.objects.filter(action="organization_admin.entered").count() == 1


@pytest.mark.parametrize("how_many", (1, 3))
def test_the_list_takes_a_constant_number_of_queries(
    client, cast, home, how_many, django_assert_num_queries
):
    CollaborativeFactory.create_batch(how_many, organization=cast.collaborative.organization)
    cast.sign_in(client, "organization_admin")
    with django_assert_num_queries(7):
        client.get(home)
