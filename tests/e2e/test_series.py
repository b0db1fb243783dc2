"""A series of calls: entered in words while its dates appear, then its other pages."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.e2e.a11y import check_a11y

pytestmark = pytest.mark.e2e


@pytest.fixture
def coming(transactional_db, cast):
    """A collaborative that runs for a year from today."""
    today = timezone.localdate()
    cast.collaborative.starts_on = today - timedelta(days=30)
    cast.collaborative.ends_on = today + timedelta(days=365)
    cast.collaborative.save()
    return cast


@pytest.mark.parametrize(("width", "javascript"), ((375, True), (1280, False)))
def test_a_series_is_entered_in_words_and_its_pages_can_be_used(
    new_page, coming, width, javascript
):
    def look():
        if javascript:
            check_a11y(page)

    page = new_page(width, user=coming.implementation.user, javascript=javascript)
    page.goto(coming.url("calendar/"))
    page.get_by_role("link", name="New series of calls").click()
    page.get_by_label("Title", exact=True).fill("Open call")
    page.get_by_label("When does it come again?").press_sequentially("tercer viernes 11:00-11:45")
    if not javascript:
        page.get_by_role("button", name="Show the dates").click()
    said = page.locator("#dates")
    expect(said).to_contain_text("Third Friday of each month, 11 a.m. to 11:45 a.m.")
    expect(said).to_contain_text(re.compile(r"This makes 1[123] dates\."))
    look()
    page.get_by_role("button", name="Make the series").click()
    if page.get_by_text("Not saved yet").is_visible():  # one of the days is a holiday this year
        look()
        page.get_by_role("button", name="Make the series").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Open call")
    look()
    series = page.url
    page.get_by_role("link", name="Move", exact=True).click()
    page.wait_for_load_state()
    page.get_by_label("When does it come again?").fill("first Monday 9-10")
    if not javascript:
        page.get_by_role("button", name="Show the dates").click()
    expect(page.locator("#dates")).to_contain_text("First Monday of each month")
    look()
    for rest in ("change/", "cancel/", "extend/"):
        page.goto(f"{series}{rest}")
        look()
    page.goto(f"{series}change/")
    page.wait_for_load_state()
    page.get_by_label("Place").fill("Library")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("“–” becomes “Library”")).to_be_visible()
    look()
    page.get_by_role("button", name="Yes, change").click()
    look()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("dates are as before.")).to_be_visible()
    for path in ("calendar/weeks/?weeks=4", f"calendar/year/{timezone.localdate().year}/"):
        page.goto(coming.url(path))
        look()
