"""Several tasks at once: what happens in words, one deed, undone as one, stale rows named."""

import re
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django_scopes import scopes_disabled

from bsc.audit.models import Entry
from bsc.tenancy.doors import inside
from collaboratives.schedule.models import Event
from collaboratives.schedule.services import change_event
from collaboratives.workplan.models import PlanChange, Task
from collaboratives.workplan.services import change_task, generate_workplan
from collaboratives.workplan.undoing import undo
from tests.cast import cast_gets
from tests.factories.schedule import EventFactory
from tests.factories.workplan import ActivityFactory, TaskFactory, TaskOwnerFactory

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture(autouse=True)
def _mid_july():
    with time_machine.travel(datetime(2026, 7, 15, 10, tzinfo=NEW_YORK)):
        yield


@pytest.fixture
def tasks(cast):
    activity = ActivityFactory(collaborative=cast.collaborative, title="Regular calls")
    made = [
        TaskFactory(activity=activity, title=f"Task {n}", due_on=date(2026, 8, n), pinned=True)
        for n in (1, 2, 3)
    ]
    TaskOwnerFactory(task=made[0], membership=cast.implementation)
    return made


def again(rows):
    with scopes_disabled():
        return list(
            Task.objects.filter(pk__in=[row.pk for row in rows])
            .order_by("pk")
            .prefetch_related("owners")
        )


def marks(rows):
    return [f"{row.pk}:{row.revision}" for row in rows]


def do(client, cast, rows, action, **data):
    """Go both steps, as the page does; returns the answer to the second."""
    cast.sign_in(client, "implementation")
    url = cast.url("workplan/bulk/")
    first = client.post(url, {"action": action, "task": marks(rows), "filter": "who=me"})
    page = first.content.decode()
    fields = dict(
        re.findall(r'type="hidden" name="(marks|filter|token|action)" value="([^"]*)"', page)
    )
    return client.post(url, fields | {"go": "1"} | data)


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=200))
def test_who_changes_several_tasks(client, cast, tasks, who, status):
    data = {"action": "done", "task": marks(tasks)}
    assert cast.post(client, who, "workplan/bulk/", data) == status


def test_the_page_says_what_will_happen_to_which(client, cast, tasks):
    cast.sign_in(client, "implementation")
    page = client.post(
        cast.url("workplan/bulk/"), {"action": "done", "task": marks(tasks)}
    ).content.decode()
    assert "Mark 3 tasks as done" in page
    assert all(f"Task {n}," in page for n in (1, 2, 3))
    assert [task.status for task in again(tasks)] == ["open"] * 3


def test_done_is_one_deed_and_undone_as_one(client, cast, tasks):
    answer = do(client, cast, tasks, "done")
    assert answer.status_code == 302
    assert answer.url.startswith(cast.url("workplan/?who=me&deed="))
    assert [task.status for task in again(tasks)] == ["done"] * 3
    assert all(task.done_at for task in again(tasks))
    page = client.get(answer.url).content.decode()
    assert "3 tasks done" in page
    url = re.search(r'action="([^"]*/changes/\d+/undo/)"', page)[1]
    client.post(url)
    assert [task.status for task in again(tasks)] == ["open"] * 3
    assert not any(task.done_at for task in again(tasks))
    with scopes_disabled():
        assert Entry.objects.filter(action="plan.bulk").count() == 1
        assert Entry.objects.filter(action="task.changed").count() == 3


def test_giving_and_sharing(client, cast, tasks):
    do(client, cast, tasks, "add_owner", owners=[cast.faculty.pk])
    assert [task.owners.count() for task in again(tasks)] == [2, 1, 1]
    do(client, cast, again(tasks), "assign", owners=[cast.implementation.pk])
    with scopes_disabled():
        owners = [{o.membership_id for o in task.owners.all()} for task in again(tasks)]
        titles = list(PlanChange.objects.order_by("pk").values_list("title", flat=True))
    assert owners == [{cast.implementation.pk}] * 3
    assert titles == [
        f"3 tasks shared with {cast.faculty.user.name}",
        f"3 tasks given to {cast.implementation.user.name}",
    ]


def test_a_status(client, cast, tasks):
    do(client, cast, tasks, "status", status="waiting")
    assert {task.status for task in again(tasks)} == {"waiting"}


def test_pinned_dates_are_moved_themselves(client, cast, tasks):
    do(client, cast, tasks, "shift", count="2", unit="weeks", way="later")
    assert [task.due_on for task in again(tasks)] == [date(2026, 8, day) for day in (15, 16, 17)]
    do(client, cast, again(tasks), "shift", count="3", unit="days", way="earlier")
    assert [task.due_on for task in again(tasks)] == [date(2026, 8, day) for day in (12, 13, 14)]


@pytest.fixture
def planned(cast):
    for number, day in ((1, date(2026, 12, 11)), (2, date(2027, 3, 12))):
        start = datetime(day.year, day.month, day.day, 9, tzinfo=NEW_YORK)
        EventFactory(
            collaborative=cast.collaborative, kind="learning_session", number=number,
            title=f"Learning Session {number}", starts_at=start, ends_at=start.replace(hour=16),
        )  # fmt: skip
    with inside(cast.collaborative):
        generate_workplan(collaborative=cast.collaborative, by=None)
    return cast.collaborative


def test_a_task_that_is_moved_goes_on_following_its_event(client, cast, planned):
    with scopes_disabled():
        rows = list(Task.objects.filter(rule__key="draft-agenda").order_by("due_on"))
    assert [row.due_on for row in rows] == [date(2026, 10, 16), date(2027, 1, 15)]
    do(client, cast, rows, "shift", count="1", unit="weeks", way="later")
    assert [row.due_on for row in again(rows)] == [date(2026, 10, 23), date(2027, 1, 22)]
    page = client.get(cast.url(f"workplan/{rows[0].pk}/")).content.decode()
    assert "8 weeks before Learning Session 1, and 7 days later" in page
    with inside(planned):
        session = Event.objects.get(kind="learning_session", number=1)
        start = session.starts_at.replace(day=18)
        change_event(event=session, by=None, starts_at=start, ends_at=start.replace(hour=21))
    assert again(rows)[0].due_on == date(2026, 10, 30)
    do(client, cast, again(rows), "unpin")
    assert [(row.due_on, row.slip) for row in again(rows)] == [
        (date(2026, 10, 23), 0), (date(2027, 1, 15), 0),
    ]  # fmt: skip


def test_pinning_and_letting_go(client, cast, planned):
    with scopes_disabled():
        rows = list(Task.objects.filter(rule__key="draft-agenda").order_by("pk"))
    do(client, cast, rows, "pin")
    assert all(row.pinned for row in again(rows))
    with scopes_disabled():
        Task.objects.filter(pk=rows[0].pk).update(due_on=date(2026, 1, 1))
    do(client, cast, again(rows), "unpin")
    assert [(row.pinned, row.due_on) for row in again(rows)] == [
        (False, date(2026, 10, 16)), (False, date(2027, 1, 15)),
    ]  # fmt: skip


def test_what_somebody_else_changed_stays_and_is_named(client, cast, tasks):
    old = marks(tasks)
    with inside(cast.collaborative):
        task = Task.objects.get(pk=tasks[0].pk)
        change_task(task=task, by=cast.implementation, revision=0, note="Mine")
    cast.sign_in(client, "implementation")
    data = {"action": "done", "marks": ",".join(old), "go": "1", "token": str(uuid4())}
    answer = client.post(cast.url("workplan/bulk/"), data, follow=True)
    page = answer.content.decode()
    assert "Somebody else changed these meanwhile, so they stay as they are: Task 1." in page
    assert [task.status for task in again(tasks)] == ["open", "done", "done"]


def test_what_has_no_use_for_it_is_named(client, cast, tasks):
    with scopes_disabled():
        Task.objects.filter(pk=tasks[1].pk).update(due_on=None)
    answer = do(client, cast, tasks, "shift", count="1", unit="days", way="later")
    page = client.get(answer.url).content.decode()
    assert "There was nothing to change about these: Task 2." in page
    with scopes_disabled():
        assert PlanChange.objects.get().title == "2 tasks moved: 1 day later"


def test_all_that_fit_the_filter_beyond_one_page(client, cast, tasks):
    activity = tasks[0].activity
    for n in range(30):
        TaskFactory(activity=activity, title=f"Call {n:02}", due_on=date(2026, 9, 1))
    cast.sign_in(client, "implementation")
    page = client.get(cast.url("workplan/?words=call")).content.decode()
    assert "All 30 tasks that fit" in page
    url = cast.url("workplan/bulk/")
    page = client.post(url, {"action": "pin", "all": "on", "filter": "words=call"}).content.decode()
    assert "Pin the dates of 30 tasks" in page
    assert "5 more tasks" in page
    sent = re.search(r'name="marks" value="([^"]*)"', page)[1]
    client.post(url, {"action": "pin", "marks": sent, "go": "1", "token": str(uuid4())})
    with scopes_disabled():
        assert Task.objects.filter(title__startswith="Call", pinned=True).count() == 30


def test_a_second_click_changes_nothing_more(client, cast, tasks):
    cast.sign_in(client, "implementation")
    data = {
        "action": "shift", "marks": ",".join(marks(tasks)), "go": "1", "token": str(uuid4()),
        "count": "1", "unit": "weeks", "way": "later",
    }  # fmt: skip
    for _ in range(2):
        assert client.post(cast.url("workplan/bulk/"), data).status_code == 302
    assert again(tasks)[0].due_on == date(2026, 8, 8)
    with scopes_disabled():
        assert PlanChange.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "message"),
    (
        ({"action": "shift", "count": "soon"}, "Enter a whole number."),
        ({"action": "shift", "count": "0"}, "greater than or equal to 1"),
        ({"action": "shift", "count": "200", "unit": "weeks"}, "That is more than two years."),
        ({"action": "assign"}, "This field is required."),
        ({"action": "status", "status": "gone"}, "Select a valid choice."),
    ),
)
def test_bad_input_is_said_beside_the_field_and_the_ticks_are_kept(
    client, cast, tasks, data, message
):
    cast.sign_in(client, "implementation")
    sent = {"go": "1", "marks": ",".join(marks(tasks)), "unit": "days", "way": "later"} | data
    page = client.post(cast.url("workplan/bulk/"), sent).content.decode()
    assert message in page
    assert f'value="{",".join(marks(tasks))}"' in page


@pytest.mark.parametrize(
    "data",
    (
        {"action": "done"},
        {"action": "dance", "task": ["1:0"]},
        {"action": "done", "task": ["x:y", "99999999999999999999:1", ""]},
    ),
)
def test_nothing_ticked_says_what_to_do(client, cast, tasks, data):
    cast.sign_in(client, "implementation")
    page = client.post(cast.url("workplan/bulk/"), data, follow=True).content.decode()
    assert "Tick at least one task, and choose what to do with it." in page


def test_undoing_is_refused_where_somebody_changed_it_since(client, cast, tasks):
    do(client, cast, tasks, "done")
    with scopes_disabled():
        Task.objects.filter(pk=tasks[0].pk).update(status="waiting")
        deed = PlanChange.objects.get()
    client.post(cast.url(f"workplan/changes/{deed.pk}/undo/"))
    assert [task.status for task in again(tasks)] == ["waiting", "done", "done"]


def test_a_deed_is_undone_by_its_service_too(client, cast, tasks):
    do(client, cast, tasks, "add_owner", owners=[cast.faculty.pk])
    with scopes_disabled():
        deed = PlanChange.objects.get()
    with inside(cast.collaborative):
        undo(change=deed, by=cast.implementation)
    assert [task.owners.count() for task in again(tasks)] == [1, 0, 0]


@pytest.mark.parametrize("rows", (1, 3))
def test_a_change_takes_a_constant_number_of_queries(
    client, cast, tasks, rows, django_assert_num_queries
):
    cast.sign_in(client, "implementation")
    data = {
        "action": "add_owner", "marks": ",".join(marks(tasks[:rows])), "go": "1",
        "owners": [cast.faculty.pk],
    }  # fmt: skip
    with django_assert_num_queries(27):
        client.post(cast.url("workplan/bulk/"), data)
