"""A month is corrected after its report: the next revision says what changed."""

from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.e2e.walk import from_menu, look, visit
from tests.e2e.world import furnish

pytestmark = pytest.mark.e2e


@pytest.fixture
def world(transactional_db, cast):
    return furnish(cast)


def test_a_month_is_corrected_after_the_report(world, new_page):
    cast = world.cast
    talks, moments = (f"m{measure.pk}" for measure in world.measures)
    page = new_page(375, user=cast.leader.user)
    month = cast.url(f"metrics/month/{world.month:%Y-%m}/")
    visit(page, month)
    numbers = {"talks": (talks, "56", "64"), "moments": (moments, "9", "8")}
    for name, numerator, denominator in numbers.values():
        page.fill(f"[name={name}_numerator]", numerator)
        page.fill(f"[name={name}_denominator]", denominator)
    page.get_by_role("button", name="Send this month").click()
    expect(page.get_by_text("Sent. Thank you: your team's month is in.")).to_be_visible()
    assert "What changed since" not in report_of(page)

    visit(page, month)
    page.fill(f"[name={talks}_numerator]", "60")
    page.fill("[name=why]", "Four talks were on the other sheet.")
    page.get_by_role("button", name="Send the correction").click()
    expect(page.get_by_text("Sent. Thank you: your team's month is in.")).to_be_visible()
    text = report_of(page)
    assert "What changed since revision 1" in text
    assert "60 of 64 (before: 56 of 64)" in text
    expect(page.get_by_text("Revision 2, made on")).to_be_visible()
    expect(page.get_by_text("Revision 1, made on")).to_have_count(0)


def report_of(page):
    """Have the team's report made, and return what the newest one says."""
    from_menu(page, "Reports")
    page.locator("summary", has_text="Make a report").click()
    page.get_by_role("button", name="Make a report").click()
    expect(page.get_by_text("The report is being made. It appears below.")).to_be_visible()
    link = page.locator("#reports").get_by_role("link", name="Sunflower Center")
    expect(link).to_be_visible()
    look(page)
    with page.expect_download() as download:
        link.click()
    reader = PdfReader(BytesIO(Path(download.value.path()).read_bytes()))
    return " ".join(" ".join(one.extract_text().split()) for one in reader.pages)
