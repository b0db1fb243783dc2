"""A teacher signs in by code, plans a test, posts it, tells what it taught, and sends a month."""

import re

import pytest
from django.core import mail
from django_scopes import scopes_disabled
from playwright.sync_api import expect

from metrics.models import MonthlySubmission
from pdsa.models import Cycle
from tests.e2e.walk import arrive, from_menu, glance, look, visit
from tests.e2e.world import furnish
from tests.factories.mail import deliver_everything

pytestmark = pytest.mark.e2e

IDEA = "Ask Grandma at the door what made him laugh"
LEARNED = "A question that needs a story gets a story."
LINK = re.compile(r"https?://[^/\s]+(/sign-in/code/\S+)")


@pytest.fixture
def world(transactional_db, cast):
    return furnish(cast)


@pytest.mark.parametrize("width", (375, 1280))
def test_a_teacher_tries_learns_and_counts(world, new_page, width):
    page = new_page(width)
    sign_in(page, world.cast.member.user)
    work_through(page, world, look)


def test_all_of_it_works_without_javascript(world, new_page):
    page = new_page(375, user=world.cast.member.user, javascript=False)
    visit(page, world.cast.url("home/"), glance)
    work_through(page, world, glance)


def sign_in(page, user):
    """Ask for a code, follow the link in the mail, and press the button that it leads to."""
    visit(page, "/")
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_role("button", name="Send me a code").click()
    arrive(page, "**/sign-in/code/")
    deliver_everything()
    letters = [one.body for one in mail.outbox if one.to == [user.email]]
    (link,) = filter(None, map(LINK.search, letters))
    visit(page, link[1])
    expect(page.locator("[name=code]")).to_have_value(re.compile("^[A-Z2-9]{3}-[A-Z2-9]{3}$"))
    page.get_by_role("button", name="Sign in").click()
    arrive(page, "**/home/")


def work_through(page, world, check):
    """From home: a test from the idea to the next draft, then the month that is over."""
    from_menu(page, "Try", check)
    page.get_by_role("link", name="New test").click()
    arrive(page, "**/pdsa/new/", check)
    plan(page, check)
    finish(page, check)
    draft_the_next(page, check)
    first, second = cycles_of(IDEA)
    assert (first.status, first.decision, first.what_we_learned) == ("done", "adjust", LEARNED)
    assert (second.status, second.number, second.what) == ("draft", 2, IDEA)

    from_menu(page, "Count", check)
    before = months_on_chart(page, world, check)
    from_menu(page, "Count", check)
    send_month(page, world, check)
    after = months_on_chart(page, world, check)
    assert "–" in before[0]
    assert "87.5%" in after[0]
    assert after[1:] == before[1:]
    expect(page.locator(".chart-sentence")).to_contain_text("The latest value is 87.5%")
    with scopes_disabled():
        sent = MonthlySubmission.objects.get(team=world.cast.team)
        assert (sent.month, sent.status) == (world.month, "submitted")


def cycles_of(idea):
    with scopes_disabled():
        return list(Cycle.objects.filter(ramp__idea=idea).order_by("number"))


def plan(page, check):
    """Plan a first test in five steps and post it."""
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
    expect(page.get_by_text("Posted. Come back and tell what happened.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(IDEA)
    check(page)


def finish(page, check):
    """Tell what happened and what it taught; decide to change it and try again."""
    page.get_by_role("link", name="Tell what happened").click()
    arrive(page, "**/finish/1/", check)
    page.get_by_text("Yes, but not as planned").click()
    page.fill("[name=what_happened]", "Grandma told us about the neighbor's dog.")
    go_on(page, "**/finish/2/", check)
    page.get_by_text("Better than we thought").click()
    page.fill("[name=what_we_learned]", LEARNED)
    go_on(page, "**/finish/3/", check)
    page.get_by_text("Change it, then try again").click()
    page.get_by_role("button", name="Save and share").click()
    expect(page.get_by_text("Saved. You can plan the next test now.")).to_be_visible()
    check(page)


def draft_the_next(page, check):
    """Start the next test from the last one, whose words stand there to be changed."""
    page.get_by_role("button", name="Plan the next test").click()
    arrive(page, "**/plan/1/", check)
    expect(page.locator("[name=what]")).to_have_value(IDEA)
    expect(page.get_by_text(LEARNED)).to_be_visible()
    page.fill("[name=what_is_different]", "Two families, at pick-up")
    go_on(page, "**/plan/2/", check)


def go_on(page, address, check):
    page.get_by_role("button", name="Continue").click()
    arrive(page, address, check)


def send_month(page, world, check):
    """Write down 56 of 64 families and 9 hard moments in 8 hours, see the chart, and send."""
    talks, moments = (f"m{measure.pk}" for measure in world.measures)
    page.get_by_role("link", name="Send this month").click()
    arrive(page, "**/metrics/month/**", check)
    page.fill(f"[name={talks}_numerator]", "56")
    page.fill(f"[name={talks}_denominator]", "64")
    page.fill(f"[name={moments}_numerator]", "9")
    page.fill(f"[name={moments}_denominator]", "8")
    if check is glance:
        page.get_by_role("button", name="Look at the chart first").click()
    expect(page.get_by_text("This month: 87.5%")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Send this month").click()
    expect(page.get_by_text("Sent. Thank you: your team's month is in.")).to_be_visible()
    check(page)


def months_on_chart(page, world, check):
    """Open the first measure by month; return the rows of its table, which holds what is drawn."""
    page.get_by_role("link", name=world.measures[0].plain_name).click()
    page.get_by_role("link", name="By month").click()
    arrive(page, "**by=month**", check)
    page.locator(".chart-frame summary").click()
    return page.locator(".chart-frame tbody tr").all_inner_texts()
