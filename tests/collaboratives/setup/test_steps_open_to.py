"""Who may open a step, on either side; and that nobody sees another collaborative through it."""

import pytest

from tests.cast import WHO, cast_gets
from tests.collaboratives.setup.walking import STEPS, inside, outside
from tests.factories import CollaborativeFactory, OrganizationAdminFactory

pytestmark = pytest.mark.django_db
PAGES = ("", *STEPS)


@pytest.mark.parametrize("step", PAGES)
@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("status", ("setup", "running"))
def test_the_organizations_side_is_its_admins(client, cast, who, step, status):
    cast.collaborative.status = status
    cast.collaborative.save()
    url = outside(cast.collaborative, step)
    cast.sign_in(client, who)
    ended = 302 if step == "finish" and status == "running" else 200
    expected = {"organization_admin": ended, "anonymous": 302}.get(who, 404)
    assert client.get(url).status_code == expected
    if who != "organization_admin":
        assert client.post(url).status_code in ({404, 302} if who == "anonymous" else {404, 405})


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(implementation=200, observer=403, others=403),
)
@pytest.mark.parametrize("step", [page for page in PAGES if page != "finish"])
def test_inside_it_is_the_implementation_teams(client, cast, who, status, step):
    assert cast.get(client, who, f"settings/set-up/{step}/".replace("//", "/")) == status


@pytest.mark.parametrize("who", ("faculty", "leader", "observer"))
@pytest.mark.parametrize("step", STEPS)
def test_inside_nobody_else_writes(client, cast, who, step):
    assert cast.post(client, who, f"settings/set-up/{step}/") == 403


@pytest.mark.parametrize("step", PAGES)
def test_another_organizations_admin_gets_404_by_either_address(client, cast, step):
    other = OrganizationAdminFactory()
    client.force_login(other.user)
    theirs = f"/o/{other.organization.slug}/set-up/{cast.collaborative.slug}/"
    for url in (outside(cast.collaborative, step), theirs + (f"{step}/" if step else "")):
        assert client.get(url).status_code == 404
        assert client.post(url).status_code == 404


@pytest.mark.parametrize("step", PAGES)
def test_an_unknown_collaborative_is_the_same_404(client, admin, step):
    url = f"/o/{admin.organization.slug}/set-up/nothing/" + (f"{step}/" if step else "")
    assert client.get(url).status_code == 404


def test_a_member_of_one_collaborative_does_not_reach_the_next(client, cast):
    """Two collaboratives of one organization see nothing of each other."""
    sister = CollaborativeFactory(organization=cast.collaborative.organization, name="The sister")
    cast.sign_in(client, "implementation")
    for step in PAGES:
        assert client.get(outside(sister, step)).status_code == 404
        assert client.get(inside(sister, step)).status_code == 404
    for step in PAGES:
        answer = client.get(inside(cast.collaborative, step), follow=True)
        assert "The sister" not in answer.content.decode()


def test_the_admin_outside_gets_no_page_of_the_collaborative(client, cast):
    """The scope that is open on their side shows the set-up and no navigation inwards."""
    cast.sign_in(client, "organization_admin")
    page = client.get(outside(cast.collaborative))
    assert "navigation" not in page.context
    assert f'href="/c/{cast.collaborative.slug}/' not in page.content.decode()
