"""A coordinator works in the workplan, and makes a monthly report."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bsc.reports import tasks
from collaboratives.workplan.models import Task
from tests.e2e.walk import from_menu, look, visit
from tests.e2e.world import furnish

pytestmark = pytest.mark.e2e

WIDTHS = pytest.mark.parametrize("width", (375, 1280))


@pytest.fixture
def world(transactional_db, cast):
    return furnish(cast)


@pytest.fixture
def task(world):
    """A task of the plan that hangs on the next Learning Session."""
    tasks_of_session = Task.objects.filter(event=world.session, rule__isnull=False)
    return tasks_of_session.select_related("activity").order_by("-due_on", "pk").first()


@pytest.fixture
def waiting_jobs(monkeypatch):
    """Keep jobs that make a report until the test runs them, as a busy worker would."""
    kept = []
    monkeypatch.setattr(tasks.build, "delay", lambda *args, **given: kept.append((args, given)))
    return kept


@WIDTHS
def test_a_task_is_found_changed_done_and_opened_again(world, task, new_page, width):
    cast = world.cast
    page = new_page(width, user=cast.implementation.user)
    visit(page, cast.url("home/"))
    from_menu(page, "Workplan")
    rows = page.locator("tbody tr")
    all_rows = rows.count()
    page.locator("summary", has_text="Filter").click()
    page.get_by_label("Phase").select_option(str(task.activity.phase))
    page.get_by_label("Words").fill(task.title)
    page.get_by_role("button", name="Show these").click()
    page.wait_for_url("**/workplan/?**")
    look(page)
    assert 0 < rows.count() < all_rows
    filtered = page.url

    page.get_by_role("link", name=task.title, exact=True).first.click()
    page.wait_for_url(f"**/workplan/{task.pk}/")
    look(page)
    page.get_by_label("Due on").fill(f"{task.due_on + timedelta(days=3)}")
    page.get_by_label(cast.faculty.user.name).check()
    page.get_by_label("Note").fill("The hall is booked until five.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_text("Pinned", exact=True)).to_be_visible()
    expect(page.get_by_label("Note")).to_have_value("The hall is booked until five.")
    look(page)

    page.goto(filtered)
    row = page.locator(f"#task-{task.pk}")
    expect(row).to_contain_text(cast.faculty.user.name)
    expect(row).to_contain_text("The hall is booked until five.")
    row.get_by_role("button", name=f"Done: {task.title}").click()
    undo = row.get_by_role("button", name=f"Open again: {task.title}")
    expect(undo).to_be_visible()
    look(page)
    undo.click()
    expect(row.get_by_role("button", name=f"Done: {task.title}")).to_be_visible()
    expect(row).to_contain_text(cast.faculty.user.name)


@WIDTHS
def test_a_report_is_made_while_one_watches_and_comes_as_pdf(world, waiting_jobs, new_page, width):
    cast = world.cast
    page = new_page(width, user=cast.implementation.user)
    visit(page, cast.url("home/"))
    from_menu(page, "Reports")
    page.get_by_label("Whose report").select_option(label="The whole collaborative")
    page.get_by_role("button", name="Make a report").click()
    expect(page.get_by_role("progressbar", name="0 of 100 done")).to_be_visible()
    look(page)
    ((args, given),) = waiting_jobs
    tasks.build(*args, **given)
    link = page.locator("#reports").get_by_role("link", name="The whole collaborative")
    expect(link).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    look(page)
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.endswith(f"-{world.month:%Y-%m}.pdf")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
