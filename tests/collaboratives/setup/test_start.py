"""``/o/<organization>/new/``: making a collaborative."""

import uuid

import pytest

from bsc.audit.models import Entry
from collaboratives.enums import CollaborativeStatus
from collaboratives.models import Collaborative, Membership
from collaboratives.setup.services.starting import ending_of
from tests.cast import WHO
from tests.collaboratives.setup.walking import basics, day, only, outside, within
from tests.factories import CollaborativeFactory, OrganizationAdminFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def new(admin):
    return f"/o/{admin.organization.slug}/new/"


@pytest.mark.parametrize("who", WHO)
def test_only_the_organizations_admin_starts_one(client, cast, who):
    url = f"/o/{cast.collaborative.organization.slug}/new/"
    expected = {"organization_admin": 200, "anonymous": 302}.get(who, 404)
    assert cast.sign_in(client, who).get(url).status_code == expected
    if expected != 200:
        assert client.post(url, basics()).status_code == expected
        assert Collaborative.objects.filter(name="Growing Together").count() == 0


def test_another_organizations_admin_does_not(client, admin, new):
    client.force_login(OrganizationAdminFactory().user)
    assert client.post(new, basics()).status_code == 404


def test_a_get_makes_nothing(client, admin, new):
    assert client.get(new).status_code == 200
    assert not Collaborative.objects.exists()


def test_the_empty_organization_offers_it(client, admin):
    page = client.get(f"/o/{admin.organization.slug}/").content.decode()
    assert f"/o/{admin.organization.slug}/new/" in page
    assert "Start a collaborative" in page


def test_it_is_made_and_leads_to_the_next_step(client, admin, new):
    answer = client.post(new, basics(closed_days=f"{day(5)} Staff day"))
    made = only(admin.organization)
    assert answer.url == outside(made, "framework")
    assert made.status == CollaborativeStatus.SETUP
    assert made.set_up_steps == ["basics"]
    assert made.closed_days == [{"on": day(5).isoformat(), "name": "Staff day"}]
    with within(made):
        member = Membership.objects.get(user=admin.user)
        assert member.roles == frozenset()
        assert Entry.objects.get(action="collaborative.started").by == admin.user


def test_their_membership_opens_nothing(client, admin, new):
    client.post(new, basics())
    made = only(admin.organization)
    for page in ("home/", "people/", "framework/", "settings/set-up/"):
        assert client.get(f"/c/{made.slug}/{page}").status_code == 404


def test_pressing_twice_makes_one(client, admin, new):
    sent = basics()
    first, second = client.post(new, sent), client.post(new, sent)
    assert first.url == second.url
    assert only(admin.organization).name == "Growing Together"


def test_the_address_says_nothing_about_names_that_are_taken(client, admin, new):
    """Whether another organization has one of that name cannot be read from the address."""
    token = uuid.uuid4()
    ending = ending_of(admin.organization, token, 5)
    theirs = CollaborativeFactory(slug=f"growing-together-{ending}")
    client.post(new, basics(token=str(token)))
    mine = only(admin.organization)
    assert mine.slug != theirs.slug
    assert mine.slug.startswith(f"growing-together-{ending}")
    client.post(new, basics(name="Alone Together"))
    alone = Collaborative.objects.get(name="Alone Together")
    assert len(alone.slug) == len("alone-together-") + 5


def test_a_name_without_letters_for_an_address_has_one_all_the_same(client, admin, new):
    client.post(new, basics(name="成長"))
    assert only(admin.organization).slug.startswith("collaborative-")


@pytest.mark.parametrize(
    ("wrong", "field"),
    (
        ({"name": ""}, "name"),
        ({"ends_on": day(1).isoformat()}, "ends_on"),
        ({"ends_on": day(400).isoformat()}, "ends_on"),
        ({"starts_on": "2006-01-02"}, "starts_on"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"holiday_country": "CA"}, "holiday_subdivision"),
        ({"closed_days": "Winter break"}, "closed_days"),
        ({"closed_days": f"{day(5)} to {day(4)} Backwards"}, "closed_days"),
        ({"closed_days": f"{day(5)} to {day(40)} Too long"}, "closed_days"),
    ),
)
def test_bad_input_is_refused_beside_the_field_and_kept(client, admin, new, wrong, field):
    page = client.post(new, basics(**wrong))
    assert list(page.context["form"].errors) == [field]
    assert page.context["form"]["topic"].value() == "Social and emotional learning"
    assert not Collaborative.objects.exists()


def test_a_closed_stretch_is_kept_day_by_day_and_shown_as_one_line(client, admin, new):
    client.post(new, basics(closed_days=f"{day(5)} to {day(5, 4)} Winter break\n\n{day(9)}"))
    made = only(admin.organization)
    assert [one["name"] for one in made.closed_days] == ["Winter break"] * 3 + ["Closed"]
    page = client.get(outside(made, "basics"))
    assert page.context["form"].initial["closed_days"].splitlines() == [
        f"{day(5)} – {day(5, 4)} Winter break",
        f"{day(9)} Closed",
    ]


def test_the_parts_of_another_country_are_offered_when_it_is_chosen(client, admin, new):
    part = client.get(new, {"holiday_country": "CA"}, headers={"HX-Request": "true"})
    assert "Ontario" in part.content.decode()
    assert "<html" not in part.content.decode()
    assert "Pennsylvania" in client.get(new).content.decode()
