"""Every page that somebody's own menu leads to, in a real browser, on a desktop and on a phone.

And behind the menu one page of every kind, on a phone.
"""

from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from tests.e2e.walk import look
from tests.e2e.world import furnish
from tests.factories import CollaborativeFactory, CoreTeamFactory

pytestmark = pytest.mark.e2e

ROLES = ("member", "leader", "family", "faculty", "implementation", "observer")
PHONE, DESKTOP = 375, 1280
BOTH = (DESKTOP, PHONE)
# The menu without its copy under "More", the link to oneself, and help.
FRAME = "nav.main-nav > ul > li > a, a.account-link, a.footer-link"
INSIDE = "main a[href^='/']:not([download])"


@pytest.fixture
def world(transactional_db, cast):
    return furnish(cast)


@pytest.mark.parametrize("who", ROLES)
def test_every_page_of_the_menu(world, new_page, who):
    page = new_page(DESKTOP, user=getattr(world.cast, who).user)
    page.goto("/")
    addresses = links(page, FRAME)
    assert world.cast.url("home/") in addresses
    assert len(addresses) >= 7
    assert broken(page, addresses) == []


def test_every_page_of_an_organizations_admin(world, new_page):
    page = new_page(DESKTOP, user=world.cast.organization_admin)
    slug = world.cast.collaborative.organization.slug
    page.goto("/")
    assert links(page, "main a") == [f"/o/{slug}/"]
    page.goto(f"/o/{slug}/")
    inside = links(page, "main a")
    assert inside != []
    assert broken(page, ["/", f"/o/{slug}/", *inside, "/me/"]) == []


@pytest.mark.parametrize("status", ("setup", "running"))
def test_every_step_of_a_set_up(world, new_page, status):
    organization = world.cast.collaborative.organization
    one = CollaborativeFactory(organization=organization, status=status)
    CoreTeamFactory(collaborative=one)
    page = new_page(DESKTOP, user=world.cast.organization_admin)
    root = f"/o/{organization.slug}/set-up/{one.slug}/"
    steps = ("basics", "framework", "sessions", "measures", "people", "finish")
    assert broken(page, [root, *(f"{root}{step}/" for step in steps)]) == []


@pytest.mark.parametrize("who", ("implementation", "member"))
def test_one_page_of_every_kind_behind_the_menu(world, new_page, who):
    page = new_page(PHONE, user=getattr(world.cast, who).user)
    session = world.cast.url(f"calendar/{world.session.pk}/")
    page.goto(world.cast.url("home/"))
    menu = links(page, FRAME)
    kinds, behind = {kind_of(address) for address in menu}, []

    def of_new_kinds(page):
        found = [address for address in links(page, INSIDE) if kind_of(address) not in kinds]
        # Of several pages of one kind the first is opened.
        first = {kind_of(address): address for address in reversed(found)}
        kinds.update(first)
        return list(first.values())

    for address in (session, *menu):
        page.goto(address)
        behind += of_new_kinds(page)
    assert {"schedule:event", "pdsa:cycle", "metrics:month", "community:topic"} <= {
        name for name, _step in kinds
    }
    assert broken(page, [session, *behind], widths=[PHONE], follow=of_new_kinds) == []


def kind_of(address):
    """Return the name of the page, and its step where it has steps."""
    match = resolve(urlsplit(address).path)
    return match.view_name, match.kwargs.get("step")


def links(page, selector):
    """Return where links lead, each address once, without the part of the page."""
    found = page.locator(selector).evaluate_all(
        "links => links.map(a => new URL(a.getAttribute('href'), location)).map(url => url.pathname + url.search)"
    )
    return list(dict.fromkeys(found))


def broken(page, addresses, *, widths=BOTH, follow=None):
    """Open each page; return what is wrong with any, so that one failure tells of all.

    ``follow(page)`` may return more addresses to open.
    """
    wrong, waiting = [], list(addresses)
    page.on("console", lambda said: said.type == "error" and wrong.append((page.url, said.text)))
    while waiting:
        address = waiting.pop(0)
        answer = page.goto(address)
        if answer.status != 200:
            wrong.append((address, answer.status))
            continue
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            try:
                look(page)
            except AssertionError as error:
                wrong.append((address, width, str(error)))
        waiting += follow(page) if follow else []
    return wrong
