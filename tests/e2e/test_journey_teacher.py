"""A teacher signs in by code, plans a test, posts it, tells what it taught, and sends a month."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from tests.e2e.walk import from_menu, look, press, visit
from tests.e2e.world import furnish
from tests.factories.mail import deliver_everything

pytestmark = pytest.mark.e2e

IDEA = "Ask Grandma at the door what made him laugh"
LINK = re.compile(r"https?://[^/\s]+(/sign-in/code/\S+)")


@pytest.fixture
def world(transactional_db, cast):
    return furnish(cast)


def sign_in(page, user):
    """Ask for a code, follow the link in the mail, and press the button that it leads to."""
    visit(page, "/")
    page.get_by_label("E-mail").fill(user.email)
    press(page, "Send me a code", then="**/sign-in/code/")
    deliver_everything()
    letters = [one.body for one in mail.outbox if one.to == [user.email]]
    (link,) = filter(None, map(LINK.search, letters))
    visit(page, link[1])
    expect(page.locator("[name=code]")).to_have_value(re.compile("^[A-Z2-9]{3}-[A-Z2-9]{3}$"))
    press(page, "Sign in", then="**/home/")


def plan(page, check=look):
    """Plan and post a first test in five steps."""
    page.fill("[name=what]", IDEA)
    page.select_option("[name=driver]", index=2)
    go_on(page, "**/plan/2/", check)
    page.get_by_text("One child or family", exact=True).click()
    go_on(page, "**/plan/3/", check)
    page.fill("[name=who]", "Dana and Grandma")
    go_on(page, "**/plan/4/", check)
    page.fill("[name=prediction]", "She will tell us more than we ask.")
    go_on(page, "**/plan/5/", check)
    page.fill("[name=look_at]", "What she tells us")
    page.get_by_role("button", name="Post it").click()
    page.wait_for_url(re.compile(r"/pdsa/\d+/$"))
    expect(page.get_by_text("Posted. Come back and tell what happened.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(IDEA)
    check(page)


def finish(page, check=look):
    """Tell what happened and what it taught, and decide to change it and try again."""
    page.get_by_role("link", name="Tell what happened").click()
    page.wait_for_url("**/finish/1/")
    check(page)
    page.get_by_text("Yes, but not as planned").click()
    page.fill("[name=what_happened]", "Grandma told us about the neighbor's dog.")
    go_on(page, "**/finish/2/", check)
    page.get_by_text("Better than we thought").click()
    page.fill("[name=what_we_learned]", "A question that needs a story gets a story.")
    go_on(page, "**/finish/3/", check)
    page.get_by_text("Change it, then try again").click()
    page.get_by_role("button", name="Save and share").click()
    expect(page.get_by_text("Saved. You can plan the next test now.")).to_be_visible()
    check(page)


def draft_the_next(page, check=look):
    """Start the next test from the last one: its words stand there to be changed."""
    page.get_by_role("button", name="Plan the next test").click()
    page.wait_for_url("**/plan/1/")
    check(page)
    expect(page.locator("[name=what]")).to_have_value(IDEA)
    expect(page.get_by_text("A question that needs a story gets a story.")).to_be_visible()
    page.fill("[name=what_is_different]", "Two families, at pick-up")
    go_on(page, "**/plan/2/", check)


def go_on(page, address, check):
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(address)
    check(page)


def send_month(page, counts, *, live=True, check=look):
    """Write down what was counted in the month that is over, and send it."""
    page.get_by_role("link", name="Send this month").click()
    page.wait_for_url("**/metrics/month/**")
    check(page)
    for name, value in counts.items():
        page.fill(f"[name={name}]", value)
    if live:
        expect(page.get_by_text("This month: 87.5%")).to_be_visible()
        check(page)
    page.get_by_role("button", name="Send this month").click()
    expect(page.get_by_text("Sent. Thank you: your team's month is in.")).to_be_visible()
    check(page)


def counts_of(world):
    """Return what the fields of the month get: 56 of 64 families, 9 hard moments in 8 hours."""
    talks, moments = (f"m{measure.pk}" for measure in world.measures)
    return {
        f"{talks}_numerator": "56",
        f"{talks}_denominator": "64",
        f"{moments}_numerator": "9",
        f"{moments}_denominator": "8",
    }


def months_on_chart(page, world, check=look):
    """Open the first measure by month; return the rows of its table, which holds what is drawn."""
    page.get_by_role("link", name=world.measures[0].plain_name).click()
    page.get_by_role("link", name="By month").click()
    check(page)
    page.locator(".chart-frame summary").click()
    return page.locator(".chart-frame tbody tr").all_inner_texts()


@pytest.mark.parametrize("width", (375, 1280))
def test_a_teacher_tries_learns_and_counts(world, new_page, width):
    cast = world.cast
    page = new_page(width)
    sign_in(page, cast.member.user)

    from_menu(page, "Try")
    press(page, "New test", role="link", then="**/pdsa/new/")
    plan(page)
    finish(page)
    draft_the_next(page)

    from_menu(page, "Count")
    before = months_on_chart(page, world)
    from_menu(page, "Count")
    send_month(page, counts_of(world))
    after = months_on_chart(page, world)
    print(before, after)
    print(page.locator(".chart-frame").inner_text())
