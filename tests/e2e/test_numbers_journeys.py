"""Numbers in a browser: a coordinator writes to a team; a month is corrected after it was sent."""

import pytest
from django.core import mail
from django_scopes import scope
from playwright.sync_api import expect

from metrics.enums import Kind, SubmissionStatus
from metrics.models import MonthlySubmission, Nudge, Value
from metrics.periods import add_months, month_text
from tests.e2e.walk import look, visit
from tests.e2e.world import furnish
from tests.factories.mail import deliver_everything

pytestmark = pytest.mark.e2e

WIDTHS = pytest.mark.parametrize("width", (375, 1280))


@pytest.fixture
def world(transactional_db, cast):
    return furnish(cast)


def inside(cast):
    return scope(collaborative=cast.collaborative, organization=cast.collaborative.organization)


@WIDTHS
def test_a_coordinator_nudges_from_the_grid(world, new_page, width):
    cast, month = world.cast, add_months(world.month, -1)
    page = new_page(width, user=cast.implementation.user)
    visit(page, cast.url("metrics/overview/"))
    address = cast.url(f"metrics/overview/{cast.team.pk}/{month_text(month)}/nudge/")
    page.locator(f'#months a[href="{address}"]').click()
    page.wait_for_url(f"**{address}")
    look(page)
    expect(page.get_by_role("link", name="Open in your mail program")).to_be_visible()
    letter = page.get_by_label("Your letter")
    assert letter.input_value().startswith("Hello Dana,")
    letter.fill("Hello Dana,\n\nwe missed your numbers. How is everybody?\n\nPriya")
    page.get_by_role("button", name="Send the letter").dblclick()
    page.wait_for_url("**/metrics/overview/")
    expect(page.get_by_role("status").first).to_contain_text("on its way")
    cell = page.locator("#months td").filter(has_text="Priya wrote on")
    expect(cell).to_have_count(1)
    look(page)
    deliver_everything()
    letters = [message for message in mail.outbox if "How is everybody?" in message.body]
    assert [message.to for message in letters] == [[cast.member.user.email]]
    with inside(cast):
        assert Nudge.objects.count() == 1
    # The team says in one line what got in the way; the coordinator reads it.
    team = new_page(width, user=cast.member.user)
    visit(team, cast.url(f"metrics/month/{month_text(month)}/way/"))
    team.get_by_label("What got in the way?").fill("Both of us were ill.")
    team.get_by_role("button", name="Save").click()
    team.wait_for_url("**/metrics/")
    look(team)
    visit(page, cast.url("metrics/overview/"))
    expect(page.get_by_text("Both of us were ill.")).to_be_visible()


@WIDTHS
def test_a_month_corrected_after_it_was_sent_keeps_who_and_why(world, new_page, width):
    cast, metric = world.cast, world.measures[0]
    address = cast.url(f"metrics/month/{month_text(world.month)}/")
    page = new_page(width, user=cast.leader.user)
    visit(page, address)
    with inside(cast):
        kinds = [(measure, measure.definitions.get().kind) for measure in world.measures]
    for measure, kind in kinds:
        rate = kind == Kind.RATE
        page.locator(f"#id_m{measure.pk}_numerator").fill("20" if rate else "40")
        page.locator(f"#id_m{measure.pk}_denominator").fill("8" if rate else "64")
    expect(page.locator(f"#live-live{metric.pk}")).to_contain_text("62.5%")
    page.get_by_role("button", name="Send this month").click()
    page.wait_for_url("**/metrics/")

    visit(page, address)
    page.locator(f"#id_m{metric.pk}_numerator").fill("48")
    page.get_by_role("button", name="Send the correction").click()
    look(page)
    expect(page.get_by_text("Please say why the numbers change.").first).to_be_visible()
    expect(page.locator(f"#id_m{metric.pk}_numerator")).to_have_value("48")
    page.get_by_label("Why do the numbers change?").fill("One room had been left out.")
    page.get_by_role("button", name="Send the correction").click()
    page.wait_for_url("**/metrics/")

    visit(page, address)
    history = page.locator("section", has_text="What changed after it was sent").last
    for said in ("Marisol Vega", "40 of 64", "48 of 64", "One room had been left out."):
        expect(history).to_contain_text(said)
    with inside(cast):
        values = Value.objects.filter(
            team=cast.team, metric=metric, period_start=world.month, grain="month"
        )
        kept = [(int(value.numerator), value.why_corrected) for value in values.order_by("pk")]
        submission = MonthlySubmission.objects.get(team=cast.team, month=world.month)
    assert kept == [(40, ""), (48, "One room had been left out.")]
    assert submission.status == SubmissionStatus.SUBMITTED
