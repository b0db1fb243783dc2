"""A parent joins by a link, in Spanish, with a name and nothing else."""

from urllib.parse import urlsplit

import pytest
from django_scopes import scopes_disabled
from playwright.sync_api import expect

from collaboratives.enums import Role
from collaboratives.models import Membership, MembershipRole
from collaboratives.services import create_invitation
from tests.e2e.walk import look, visit
from tests.e2e.world import furnish

pytestmark = pytest.mark.e2e

NAME = "Rosa Paz"


@pytest.fixture
def world(transactional_db, cast):
    return furnish(cast)


@pytest.fixture
def link(world):
    """The address of an invitation that the team's leader made."""
    leader, team = world.cast.leader, world.cast.team
    made = create_invitation(invited_by=leader, role=Role.FAMILY, team=team, language="es")
    return f"/j/{made.code}/"


def count_people():
    with scopes_disabled():
        return Membership.objects.count()


def screens_of(page):
    """Return a list that fills with the paths of the pages this browser comes to."""
    paths = []
    page.on("framenavigated", lambda frame: paths.append(urlsplit(frame.url).path))
    return paths


@pytest.mark.parametrize("width", (375, 1280))
def test_three_screens_in_spanish_and_one_is_in(world, link, new_page, width):
    page = new_page(width, locale="es-US")
    screens, before = screens_of(page), count_people()

    visit(page, link)
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.get_by_role("main").get_by_role("button", name="Español").click()
    page.wait_for_url(f"**{link}about/")
    look(page)
    expect(page.get_by_role("main")).to_contain_text(world.cast.leader.user.name)
    page.get_by_role("link", name="Continuar").click()
    page.wait_for_url(f"**{link}you/")
    look(page)
    page.locator("[name=name]").fill(NAME)
    page.locator("[name=photos_welcome]").check()
    assert count_people() == before
    page.get_by_role("button", name="Unirme").click()
    page.wait_for_url("**/me/card/")
    assert screens[:-1] == [link, f"{link}about/", f"{link}you/"]

    # Without an e-mail address the card is the way back, so it is shown before home.
    look(page)
    assert count_people() == before + 1
    page.get_by_role("link", name="Continuar").click()
    page.wait_for_url(f"**{world.cast.url('home/')}")
    look(page)
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hola, Rosa")
    with scopes_disabled():
        row = MembershipRole.objects.select_related("membership__user").get(
            membership__user__name=NAME
        )
        assert (row.role, row.team_id) == (Role.FAMILY, world.cast.team.pk)
        assert (row.membership.user.language, row.membership.user.email) == ("es", None)
        assert row.membership.photo_consent_at is not None


def test_opening_every_screen_joins_nobody(world, link, new_page):
    page = new_page(375)
    before = count_people()
    for screen in ("", "about/", "you/", "code/"):
        assert page.goto(link + screen).ok
    assert count_people() == before
