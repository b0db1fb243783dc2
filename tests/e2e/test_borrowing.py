"""Borrowing across teams: an idea is found, taken up and posted; its author sees where it went."""

import pytest

from tests.e2e.walk import arrive, look, visit
from tests.e2e.world import furnish

pytestmark = pytest.mark.e2e


@pytest.fixture
def world(transactional_db, cast):
    return furnish(cast)


def test_from_another_centers_test_to_a_plan_that_its_author_sees(world, cast, new_page):
    borrower = new_page(375, user=cast.member.user)
    find(cast, borrower)
    borrower.get_by_role("link", name="We could try this").click()
    arrive(borrower, "**/borrow/")
    borrower.get_by_role("button", name="Start our plan").click()
    arrive(borrower, "**/plan/1/")
    borrower.get_by_text("The idea came from Maple Street").wait_for()
    assert "picture card" in borrower.locator("[name=what]").input_value()
    borrower.fill("[name=what]", "Two picture cards, for going out and coming in")
    for step in (2, 3, 4, 5):
        borrower.get_by_role("button", name="Continue").click()
        borrower.wait_for_url(f"**/plan/{step}/")
        if step == 2:
            borrower.get_by_text("One child or family").click()
    borrower.get_by_role("button", name="Post it").click()
    borrower.get_by_text("Posted.").wait_for()
    look(borrower)

    author = new_page(1280, user=cast.other_center.user)
    visit(author, cast.url("pdsa/"))
    author.get_by_text("Sunflower Center took up your idea").wait_for()
    author.get_by_role("link", name="See where it went").click()
    arrive(author, "**/travels/")
    author.get_by_role("link", name="Sunflower Center").click()
    arrive(author, "**/pdsa/ramps/*/")
    author.get_by_text("The idea came from Maple Street").wait_for()

    visit(borrower, cast.url(f"pdsa/{world.waiting.pk}/borrow/"))
    borrower.get_by_text("You have this idea already").wait_for()


def find(cast, page):
    """Look for it with words, and open what was found."""
    visit(page, cast.url("pdsa/?from=others"))
    page.fill("[name=words]", "cards changing")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**words=**")
    look(page)
    page.locator("mark").first.wait_for()
    page.get_by_role("link", name="A picture card for each change of activity").click()
    arrive(page, "**/pdsa/*/")
