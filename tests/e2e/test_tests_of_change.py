"""In a real browser: saving while typing, comments without a reload, and all of it without scripts."""

import pytest

from pdsa.models import Cycle
from tests.e2e.a11y import check_a11y
from tests.pdsa.conftest import draft, inside, shared  # noqa: F401 -- fixtures

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("javascript", (True, False))
def test_plan_and_finish_on_a_phone(cast, new_page, inside, javascript):  # noqa: F811
    page = new_page(375, user=cast.family.user, javascript=javascript)
    go_on = page.get_by_role("button", name="Continue")
    page.goto(cast.url("pdsa/new/"))
    check_if(javascript, page)
    page.fill("[name=what]", "Sing one song at the door")
    go_on.click()
    for step in (2, 3, 4, 5):
        page.wait_for_url(f"**/plan/{step}/")
        check_if(javascript, page)
        if step == 2:
            page.get_by_text("One child or family").click()
        if step < 5:
            go_on.click()
    page.get_by_role("button", name="Post it").click()
    page.get_by_text("Posted.").wait_for()
    page.get_by_role("link", name="Tell what happened").click()
    page.get_by_text("Yes, as planned").click()
    page.fill("[name=what_happened]", "He sang too.")
    go_on.click()
    page.wait_for_url("**/finish/2/")
    page.fill("[name=what_we_learned]", "Songs help.")
    go_on.click()
    page.wait_for_url("**/finish/3/")
    page.get_by_text("Grow it").click()
    page.get_by_role("button", name="Save and share").click()
    page.get_by_text("Saved. You can plan the next test now.").wait_for()
    check_if(javascript, page)
    with inside():
        cycle = Cycle.objects.get()
        assert (cycle.status, cycle.decision, cycle.what_happened) == (
            "done", "expand", "He sang too.",
        )  # fmt: skip


def check_if(javascript, page):
    if javascript:
        check_a11y(page)


def test_typing_is_saved_and_then_goes_on(cast, draft, new_page, inside):  # noqa: F811
    page = new_page(375, user=cast.member.user)
    page.goto(cast.url(f"pdsa/{draft.pk}/plan/4/"))
    field = page.locator("[name=prediction]")
    for text in ("They will wave", "They will wave back"):
        with page.expect_response("**/plan/4/") as answer:
            field.fill(text)
        assert answer.value.status == 200
        page.get_by_text("Saved", exact=False).first.wait_for()
    with inside():
        assert Cycle.objects.get().prediction == "They will wave back"
    field.fill("They will wave back twice")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/plan/5/")
    with inside():
        assert Cycle.objects.get().prediction == "They will wave back twice"


@pytest.mark.parametrize("width", (375, 1280))
def test_a_coach_answers_without_a_reload(cast, shared, new_page, width):  # noqa: F811
    page = new_page(width, user=cast.faculty.user)
    page.goto(cast.url(f"pdsa/{shared.pk}/"))
    page.evaluate("window.samePage = true")
    page.get_by_role("button", name="Post my comment").click()
    page.get_by_text("Write a few words first.").first.wait_for()
    page.locator("#comment-text").fill("I noticed the song.")
    page.get_by_role("button", name="Post my comment").click()
    page.get_by_text("I noticed the song.").wait_for()
    page.get_by_text("Your comment is posted.").wait_for()
    page.get_by_role("button", name="Say thank you").click()
    page.get_by_role("button", name="Take my thanks back").wait_for()
    assert page.evaluate("window.samePage") is True
    check_a11y(page)
    page.goto(cast.url("pdsa/"))
    check_a11y(page)
