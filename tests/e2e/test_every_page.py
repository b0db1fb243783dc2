"""Every page that a role's own menu leads to, in a real browser, on a phone and on a desktop."""

import time
import pytest

from tests.e2e.a11y import check_a11y
from tests.e2e.world import furnish

pytestmark = pytest.mark.e2e

ROLES = ("member", "leader", "family", "faculty", "implementation", "observer")
PHONE, DESKTOP = 375, 1280


@pytest.fixture
def world(transactional_db, cast):
    return furnish(cast)


@pytest.mark.parametrize("who", ROLES)
def test_every_page(world, new_page, who):
    page = new_page(DESKTOP, user=getattr(world.cast, who).user)
    bad = []
    page.goto(world.cast.url("home/"))
    links = page.locator("nav.main-nav > ul > li > a").evaluate_all("a => a.map(x => x.getAttribute('href'))")
    print(who, links)
    for url in links:
        t = time.time()
        r = page.goto(url)
        t1 = time.time()
        for width in (1280, 375):
            page.set_viewport_size({"width": width, "height": 800})
            t2 = time.time()
            try:
                assert r.status == 200, r.status
                check_a11y(page)
            except AssertionError as e:
                bad.append(f"{width} {e}")
            t3 = time.time()
        print(url, page.locator("h1").all_inner_texts(), round(t1 - t, 2), round(t3 - t2, 2))
    assert bad == []
