"""A plan while the network is cut, and a paper form photographed by somebody who is signed out."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from pdsa.models import Cycle, CyclePhoto
from tests.e2e.conftest import session_cookie
from tests.e2e.walk import arrive, look, visit
from tests.pdsa.conftest import draft, inside, shared  # noqa: F401 -- fixtures

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

CUT = ("ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
KEPT = "Not sent yet. It is kept on this phone."
MINE = "This is what you typed on this phone. It is not sent yet."
WORDS = "They will wave back at us"


def waiting(page):
    """Return the keys of what waits on this phone."""
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('bsc-words:'))")


@pytest.fixture
def sign_in_on(live_server):
    """Let somebody use the phone that another person used."""
    return lambda page, member: page.context.add_cookies(
        [session_cookie(member.user, live_server.url)]
    )


def test_a_plan_while_the_network_is_cut(cast, draft, new_page, sign_in_on, inside):  # noqa: F811
    page = new_page(375, user=cast.member.user, expects=CUT)
    step = cast.url(f"pdsa/{draft.pk}/plan/4/")
    guess, go_on = page.locator("[name=prediction]"), page.get_by_role("button", name="Continue")
    visit(page, step)
    guess.fill("They will wave")
    page.get_by_text(re.compile("^Saved ")).wait_for()
    assert waiting(page) == []

    page.context.set_offline(True)
    guess.fill(WORDS)
    page.get_by_text(KEPT).wait_for()
    go_on.click()
    page.get_by_text(KEPT).wait_for()
    look(page)
    expect(guess).to_have_value(WORDS)
    assert page.url.endswith(step)

    # The page is closed, and a teammate signs in on the same phone: they are shown nothing.
    page.goto("about:blank")
    page.context.set_offline(False)
    sign_in_on(page, cast.teammate)
    page.goto(cast.url("pdsa/new/"))
    expect(page.get_by_text(MINE)).to_be_hidden()
    assert WORDS not in page.content()
    assert len(waiting(page)) == 1

    sign_in_on(page, cast.member)
    page.goto(step)
    page.get_by_text(MINE).wait_for()
    expect(guess).to_have_value(WORDS)
    look(page)
    page.get_by_role("button", name="Show the earlier words").click()
    expect(guess).to_have_value("They will wave")
    guess.fill(WORDS)
    go_on.click()
    arrive(page, "**/plan/5/")
    assert waiting(page) == []
    with inside():
        assert Cycle.objects.get().prediction == WORDS


def test_words_are_sent_when_the_network_is_back(cast, draft, new_page, inside):  # noqa: F811
    page = new_page(375, user=cast.member.user, expects=CUT)
    page.goto(cast.url(f"pdsa/{draft.pk}/plan/4/"))
    page.context.set_offline(True)
    page.locator("[name=prediction]").fill(WORDS)
    page.get_by_text(KEPT).wait_for()
    page.context.set_offline(False)
    page.get_by_text(re.compile("^Saved ")).wait_for()
    expect(page.get_by_text(KEPT)).to_be_hidden()
    with inside():
        assert Cycle.objects.get().prediction == WORDS


def test_a_first_plan_is_one_plan_whatever_the_network_does(cast, new_page, inside):  # noqa: F811
    page = new_page(375, user=cast.family.user, expects=CUT)
    page.goto(cast.url("pdsa/new/"))
    page.locator("[name=what]").fill("Sing one song")
    page.get_by_text(re.compile("^Saved ")).wait_for()
    page.context.set_offline(True)
    page.locator("[name=what]").fill("Sing one song at the door")
    page.get_by_role("button", name="Continue").click()
    page.get_by_text(KEPT).wait_for()
    page.context.set_offline(False)
    page.reload()
    page.get_by_text(MINE).wait_for()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/plan/2/")
    with inside():
        assert [cycle.what for cycle in Cycle.objects.all()] == ["Sing one song at the door"]


def test_signing_out_takes_the_words_off_the_phone(cast, shared, new_page):  # noqa: F811
    page = new_page(375, user=cast.member.user, expects=CUT)
    page.goto(cast.url(f"pdsa/{shared.pk}/finish/3/"))
    page.context.set_offline(True)
    page.get_by_text("Grow it").click()
    page.get_by_role("button", name="Save and share").click()
    page.get_by_text(KEPT).wait_for()
    page.context.set_offline(False)
    visit(page, "/sign-out/")
    page.get_by_text("Something you wrote was not sent yet").wait_for()
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.get_by_text("You are signed out.").wait_for()
    assert waiting(page) == []


def test_a_paper_form_is_photographed_by_somebody_signed_out(cast, new_page, inside):  # noqa: F811
    teacher = new_page(1280, user=cast.member.user)
    visit(teacher, cast.url("pdsa/paper/"))
    teacher.get_by_role("button", name="Make a pad").click()
    arrive(teacher, "**/pdsa/paper/*-*/")
    code = teacher.locator(".sheet-code strong").first.inner_text()

    aide = new_page(375)
    visit(aide, f"/p/{code}/")
    aide.get_by_role("button", name="Send the photo").click()
    aide.get_by_text("Take or choose a photo first.").first.wait_for()
    look(aide)
    for _ in range(2):
        photo = {"name": "form.jpg", "mimeType": "image/jpeg", "buffer": picture()}
        aide.set_input_files("[name=photo]", photo)
        aide.get_by_role("button", name="Send the photo").click()
        arrive(aide, f"**/p/{code}/sent/")
        aide.get_by_role("link", name="Send one more photo").click()
    with inside():
        cycle = Cycle.objects.get()
        assert cycle.is_draft
        assert CyclePhoto.objects.filter(cycle=cycle).count() == 2
    aide.goto(cast.url(f"pdsa/{cycle.pk}/"))
    aide.wait_for_url("**/sign-in/**")

    teacher.goto(cast.url("home/"))
    teacher.get_by_text("1 paper form to type").wait_for()
    teacher.get_by_role("link", name="Type the main lines").click()
    arrive(teacher, "**/plan/1/")
    teacher.get_by_text("Photos to type from").wait_for()
    teacher.locator("[name=what]").fill("Wave at the window")
    teacher.get_by_role("button", name="Continue").click()
    teacher.wait_for_url("**/plan/2/")


def picture():
    """A photograph, as a phone sends it."""
    written = BytesIO()
    Image.new("RGB", (300, 400), "ivory").save(written, "JPEG")
    return written.getvalue()
