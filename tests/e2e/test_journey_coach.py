"""A coach answers what waits in the queue, and the teacher reads the answer."""

import pytest
from playwright.sync_api import expect

from tests.e2e.walk import from_menu, look, visit
from tests.e2e.world import furnish

pytestmark = pytest.mark.e2e

ANSWER = "I noticed that you began with one family. What surprised you?"


@pytest.fixture
def world(transactional_db, cast):
    return furnish(cast)


@pytest.mark.parametrize("width", (375, 1280))
def test_an_answer_clears_the_queue_and_reaches_the_teacher(world, new_page, width):
    cast, idea = world.cast, world.waiting.ramp.idea
    page = new_page(width, user=cast.faculty.user)
    visit(page, cast.url("home/"))
    from_menu(page, "Waiting")
    waiting = page.get_by_role("link", name=idea)
    waiting.click()
    page.wait_for_url("**/pdsa/*/#comments")
    look(page)
    page.locator("#comment-text").fill(ANSWER)
    page.get_by_role("button", name="Post my comment").click()
    expect(page.get_by_text("Your comment is posted.")).to_be_visible()
    look(page)

    from_menu(page, "Waiting")
    expect(page.get_by_role("link", name=idea)).to_have_count(0)

    theirs = new_page(width, user=cast.other_center.user)
    visit(theirs, cast.url("home/"))
    from_menu(theirs, "Try")
    theirs.get_by_role("link", name=idea).first.click()
    theirs.wait_for_url("**/pdsa/*/")
    look(theirs)
    comments = theirs.locator("#comments")
    expect(comments).to_contain_text(ANSWER)
    expect(comments).to_contain_text(cast.faculty.user.name)
