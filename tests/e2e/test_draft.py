"""An expert from outside reads the draft on a phone and says what they think of it."""

import pytest
from django_scopes import scopes_disabled
from playwright.sync_api import expect

from collaboratives.framework.models import DraftReader, FrameworkComment, SecondaryDriver
from tests.e2e.walk import arrive, glance, look, visit
from tests.e2e.world import furnish
from tests.factories.framework import DraftReaderFactory, FrameworkCommentFactory

pytestmark = pytest.mark.e2e


@pytest.fixture
def link(transactional_db, cast):
    furnish(cast)
    reader = DraftReaderFactory(
        collaborative=cast.collaborative, invited_by=cast.implementation, name="Ada Reyes"
    )
    return f"/d/{reader.code}/"


def said():
    with scopes_disabled():
        return [one.text for one in FrameworkComment.objects.order_by("pk")]


def test_every_page_of_the_draft_and_two_comments_at_once(link, new_page):
    page = new_page(375)
    visit(page, link)
    arrive(page, "**/d/read/*/")
    page.get_by_role("link", name="Next: 1").click()
    arrive(page, "**/drivers/*/")
    first = page.locator("section.draft-secondary").nth(0)
    second = page.locator("section.draft-secondary").nth(1)
    for part in (first, second):
        part.get_by_role("link", name="Comment on").click()
        expect(part.locator("textarea")).to_be_visible()
    look(page)
    first.locator("textarea").fill("Not sent yet")
    second.locator("textarea").fill("Two jobs in one")
    second.get_by_role("button", name="Send my comment").click()
    expect(second.get_by_text("Two jobs in one")).to_be_visible()
    # What stands in another field is not lost.
    expect(first.locator("textarea")).to_have_value("Not sent yet")
    assert said() == ["Two jobs in one"]
    page.locator("main").get_by_text("All parts of the draft").click()
    page.get_by_role("link", name="Measures").click()
    arrive(page, "**/measures/")
    page.get_by_role("link", name="What you said").first.click()
    arrive(page, "**/mine/")
    page.get_by_role("link", name="Change your comment").click()
    arrive(page, "**/mine/*/")
    page.get_by_text("Take it back").click()
    page.get_by_role("button", name="Delete my comment").click()
    arrive(page, "**/mine/")
    assert said() == []


def test_without_a_script(link, new_page):
    page = new_page(375, javascript=False)
    visit(page, link, check=glance)
    page.locator("#mission").get_by_role("link", name="Comment on Mission").click()
    page.locator("textarea").fill("Short and good")
    page.get_by_role("button", name="Send my comment").click()
    expect(page.locator("#mission").get_by_text("Short and good")).to_be_visible()
    assert said() == ["Short and good"]


@pytest.mark.parametrize("width", (375, 1280))
def test_the_pages_of_those_who_asked(link, cast, new_page, width):
    with scopes_disabled():
        asked = DraftReader.objects.get()
        driver = SecondaryDriver.objects.order_by("pk")[0]
        for more in ({"part": "mission"}, {"part": "secondary", "part_key": driver.key}):
            FrameworkCommentFactory(
                framework=driver.primary.framework, by=None, reader=asked, **more
            )
    page = new_page(width, user=cast.implementation.user)
    for address in (
        "experts/", f"experts/{asked.pk}/", "comments/", "comments/print/",
        f"comments/on/secondary/{driver.key}/", "diagram/?chosen=yes&show=ideas&show=tests",
    ):  # fmt: skip
        visit(page, cast.url(f"framework/{address}"))
    visit(page, cast.url("framework/comments/"))
    page.get_by_text("Resolve it").first.click()
    page.get_by_label("What came of it?").first.fill("It is shorter now.")
    page.get_by_role("button", name="Resolved").first.click()
    arrive(page, "**/framework/comments/**")
    expect(page.get_by_text("It is shorter now.")).to_be_visible()
    page.get_by_role("button", name="Open it again").click()
    expect(page.get_by_role("button", name="Open it again")).to_have_count(0)
