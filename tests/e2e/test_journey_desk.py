"""From nothing to a plan that moves: the set-up, Learning Session 2 three weeks later, and back."""

from datetime import timedelta

import icalendar
import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from bsc.notifications.models import Reminder
from bsc.tenancy.doors import inside
from collaboratives.models import Collaborative
from collaboratives.schedule.models import CalendarFeed, Event
from collaboratives.workplan.models import Task
from tests.e2e.walk import arrive, from_menu, look, visit
from tests.factories import OrganizationAdminFactory, OrganizationFactory, UserFactory

pytestmark = pytest.mark.e2e


@pytest.fixture
def admin(transactional_db):
    """Somebody who administers an organization that has no collaborative yet."""
    organization = OrganizationFactory(name="The Sponsor")
    user = UserFactory(name="Ann Planner", email="ann@example.org")
    OrganizationAdminFactory(organization=organization, user=user)
    return organization, user


def go_on(page):
    page.get_by_role("button", name="Save and go on").click()


def set_up(page, organization, today):
    """Walk the five steps and make the plan."""
    visit(page, f"/o/{organization.slug}/")
    page.get_by_role("link", name="Start a collaborative").click()
    arrive(page, "**/new/")
    page.get_by_label("What is the collaborative called?").fill("Talking Together")
    page.get_by_label("What is it about?").fill("Early language")
    page.get_by_label("First day").fill(f"{today}")
    page.get_by_label("Last day").fill(f"{today + timedelta(days=700)}")
    go_on(page)

    arrive(page, "**/framework/")
    page.get_by_role("radio").first.check()
    go_on(page)

    arrive(page, "**/sessions/")
    for number, weeks in enumerate((16, 30, 44), 1):
        page.locator(f"[name=session_{number}]").fill(f"{today + timedelta(weeks=weeks)}")
    page.get_by_label("All-team call").fill("third Friday of each month 11:00-11:45")
    page.get_by_label("Implementation team meeting").fill("every Monday 10:00-11:00")
    expect(page.locator("#calls")).to_contain_text("calls in all")
    go_on(page)
    if page.get_by_label("Keep these dates").is_visible():
        page.get_by_label("Keep these dates").check()
        go_on(page)

    arrive(page, "**/measures/")
    page.get_by_role("checkbox").first.check()
    go_on(page)

    arrive(page, "**/people/")
    page.get_by_label("I am on the implementation team myself").check()
    page.get_by_label("Centers that take part").fill("Sunny Days\nLittle Oaks")
    go_on(page)

    look(page)
    page.get_by_role("button", name="Make the workplan and begin").click()
    arrive(page, "**/home/")


def test_a_collaborative_from_nothing_and_a_session_that_moves(admin, new_page):
    organization, user = admin
    today = timezone.localdate()
    page = new_page(1280, user=user)
    set_up(page, organization, today)
    collaborative = Collaborative.objects.get(name="Talking Together")
    with inside(collaborative):
        move_there_and_back(page, collaborative)


def move_there_and_back(page, collaborative):
    """Move Learning Session 2 by three weeks, read, pin, confirm, undo."""
    tasks = Task.objects.filter(collaborative=collaborative, withdrawn=False)
    assert tasks.count() > 100
    root = f"/c/{collaborative.slug}/"

    # Her own calendar reads her dates.
    visit(page, f"{root}calendar/feed/")
    page.get_by_role("button", name="Make my calendar address").click()
    expect(page.get_by_role("link", name="Add to my calendar")).to_be_visible()
    feed = f"/feed/{CalendarFeed.objects.get(collaborative=collaborative).code}.ics"

    second = Event.objects.get(collaborative=collaborative, kind="learning_session", number=2)
    hanging = tasks.filter(event=second, due_on__isnull=False).order_by("due_on", "pk")
    pinned, follower = hanging.first(), hanging.last()
    new_day = second.first_day_in(collaborative.zone) + timedelta(weeks=3)

    # Moves Learning Session 2 by three weeks and reads what would happen.
    from_menu(page, "Calendar")
    page.get_by_role("link", name="Move a date").click()
    arrive(page, "**/moves/new/")
    page.get_by_label("Which date?").select_option(str(second.pk))
    page.get_by_label("To which day?").fill(f"{new_day}")
    page.get_by_role("button", name="Show what moves with it").first.click()
    page.wait_for_url("**/workplan/moves/*/")
    look(page)
    expect(page.get_by_text("Nothing has moved yet.")).to_be_visible()
    expect(page.get_by_text("Action Period 1 gets longer by 3 weeks")).to_be_visible()
    second.refresh_from_db()
    assert second.first_day_in(collaborative.zone) == new_day - timedelta(weeks=3)

    # Pins one task, and confirms.
    page.locator(f"#tick-task-{pinned.pk}").check()
    page.get_by_role("button", name="Pin where they are").click()
    expect(page.get_by_text("Pinned: stays here, also the next time")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Yes, move it").click()
    arrive(page, "**/workplan/changes/*/")
    before = {"pinned": pinned.due_on, "follower": follower.due_on, "revision": second.revision}
    for row in (second, pinned, follower):
        row.refresh_from_db()
    assert second.first_day_in(collaborative.zone) == new_day
    assert pinned.due_on == before["pinned"]
    assert follower.due_on == before["follower"] + timedelta(weeks=3)

    # Reminders and her calendar follow.
    assert days_of_reminders(second) == {new_day - timedelta(days=7), new_day - timedelta(days=1)}
    assert entry_in(feed, second).decoded("DTSTART").date() == new_day
    moved = int(entry_in(feed, second)["SEQUENCE"])

    # And back.
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone. Everything stands as it did before.")).to_be_visible()
    look(page)
    for row in (second, pinned, follower):
        row.refresh_from_db()
    old_day = new_day - timedelta(weeks=3)
    assert second.first_day_in(collaborative.zone) == old_day
    assert (pinned.due_on, pinned.pinned) == (before["pinned"], False)
    assert follower.due_on == before["follower"]
    assert days_of_reminders(second) == {old_day - timedelta(days=7), old_day - timedelta(days=1)}
    assert entry_in(feed, second).decoded("DTSTART").date() == old_day
    assert int(entry_in(feed, second)["SEQUENCE"]) > moved


def days_of_reminders(event):
    """The days on which reminders of an event are planned."""
    planned = Reminder.objects.filter(
        subject__startswith=f"event:{event.pk}:", state=Reminder.State.PLANNED
    )
    return {timezone.localdate(one.due_at, event.collaborative.zone) for one in planned}


def entry_in(feed, event):
    """What a calendar program reads of an event."""
    calendar = icalendar.Calendar.from_ical(Client().get(feed).content)
    [entry] = [
        one for one in calendar.walk("VEVENT") if one["UID"].startswith(f"event-{event.pk}@")
    ]
    return entry
