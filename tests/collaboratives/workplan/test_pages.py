import re
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django_scopes import scopes_disabled

from bsc.tenancy.doors import inside
from collaboratives.workplan.models import Task, TaskOwner
from collaboratives.workplan.services import add_task, generate_workplan
from tests.cast import cast_gets
from tests.factories.schedule import EventFactory
from tests.factories.workplan import (
    ActivityFactory,
    PlanTemplateFactory,
    TaskFactory,
    TaskOwnerFactory,
    TaskRuleFactory,
)

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")
# A Wednesday.
TODAY = date(2026, 7, 15)


@pytest.fixture(autouse=True)
def _mid_july():
    with time_machine.travel(datetime(2026, 7, 15, 10, tzinfo=NEW_YORK)):
        yield


@pytest.fixture
def activity(cast):
    return ActivityFactory(
        collaborative=cast.collaborative, phase=5, title="Hold the regular calls", brief="About it"
    )


@pytest.fixture
def task(cast, activity):
    made = TaskFactory(activity=activity, title="Write the agenda", due_on=date(2026, 7, 17))
    TaskOwnerFactory(task=made, membership=cast.implementation)
    return made


@pytest.fixture
def faculty_task(cast, activity):
    made = TaskFactory(activity=activity, title="Read the reports", due_on=date(2026, 7, 20))
    TaskOwnerFactory(task=made, membership=cast.faculty)
    return made


def fresh(row):
    with scopes_disabled():
        return type(row).objects.get(pk=row.pk)


def titles(client, cast, query="", who="implementation"):
    response = cast.sign_in(client, who).get(cast.url(f"workplan/?{query}"))
    assert response.status_code == 200
    return re.findall(r'<a href="[^"]*/workplan/\d+/">([^<]+)</a>', response.content.decode())


# --- who may


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=200, faculty=200))
def test_who_has_the_workplan(client, cast, task, who, status):
    assert cast.get(client, who, "workplan/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=404, implementation=200))
def test_a_task_of_the_implementation_team(client, cast, task, who, status):
    assert cast.get(client, who, f"workplan/{task.pk}/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=404, implementation=200, faculty=200))
def test_faculty_have_their_own_tasks(client, cast, faculty_task, who, status):
    assert cast.get(client, who, f"workplan/{faculty_task.pk}/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=404, implementation=302))
def test_who_marks_a_task_as_done(client, cast, task, who, status):
    assert cast.post(client, who, f"workplan/{task.pk}/done/") == status
    assert (fresh(task).status == "done") == (who == "implementation")


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=200))
def test_who_adds_a_task(client, cast, activity, who, status):
    assert cast.get(client, who, "workplan/new/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=302))
def test_who_makes_the_plan(client, cast, who, status):
    EventFactory(collaborative=cast.collaborative, kind="learning_session", number=1)
    assert cast.post(client, who, "workplan/make/") == status
    with scopes_disabled():
        assert Task.objects.exists() == (who == "implementation")


# --- the list


@pytest.fixture
def plan(cast, activity):
    """Seven tasks, each a reason for one of the filters."""
    first = ActivityFactory(collaborative=cast.collaborative, phase=1, title="Settle the topic")
    made = {
        "late": TaskFactory(activity=activity, title="Late", due_on=TODAY - timedelta(days=9)),
        "monday": TaskFactory(activity=activity, title="Monday", due_on=date(2026, 7, 13)),
        "sunday": TaskFactory(activity=activity, title="Sunday", due_on=date(2026, 7, 19)),
        "next week": TaskFactory(activity=activity, title="Next week", due_on=date(2026, 7, 24)),
        "in four": TaskFactory(activity=activity, title="In four", due_on=date(2026, 8, 9)),
        "in five": TaskFactory(activity=first, title="In five", due_on=date(2026, 8, 10)),
        "some day": TaskFactory(activity=activity, title="Some day", note="Ask the county"),
        "done": TaskFactory(activity=activity, title="Done", status="done", due_on=TODAY),
        "waiting": TaskFactory(
            activity=activity, title="Waiting", status="waiting", due_on=date(2026, 9, 1)
        ),
        "withdrawn": TaskFactory(activity=activity, title="Withdrawn", withdrawn=True),
    }
    for name in ("late", "in five", "done"):
        TaskOwnerFactory(task=made[name], membership=cast.implementation)
    TaskOwnerFactory(task=made["waiting"], membership=cast.faculty)
    return made


@pytest.mark.parametrize(
    ("query", "expected"),
    (
        ("", "In five,Late,Monday,Sunday,Next week,In four,Waiting,Some day"),
        ("who=me", "In five,Late"),
        ("who=nobody", "Monday,Sunday,Next week,In four,Some day"),
        ("when=late", "Late,Monday"),
        ("when=week", "Late,Monday,Sunday"),
        ("when=week&status=all", "Late,Monday,Done,Sunday"),
        ("when=two_weeks", "Late,Monday,Sunday,Next week"),
        ("when=four_weeks", "Late,Monday,Sunday,Next week,In four"),
        ("when=none", "Some day"),
        ("status=waiting", "Waiting"),
        ("status=done", "Done"),
        ("phase=1", "In five"),
        ("words=county", "Some day"),
        ("words=some+DAY", "Some day"),
        ("who=me&when=week", "Late"),
        ("who=me&phase=1&words=five&status=open", "In five"),
        ("phase=99&when=never&status=odd", "In five,Late,Monday,Sunday,Next week,In four,Waiting,Some day"),
    ),
)  # fmt: skip
def test_filters_hold_together(client, cast, plan, query, expected):
    assert titles(client, cast, query) == expected.split(",")


def test_one_persons_tasks(client, cast, plan):
    assert titles(client, cast, f"who={cast.faculty.pk}") == ["Waiting"]


def test_faculty_see_their_own_only_whatever_they_ask_for(client, cast, plan):
    assert titles(client, cast, f"who={cast.implementation.pk}&status=all", "faculty") == [
        "Waiting"
    ]


def test_tasks_stand_below_their_phase_and_activity(client, cast, plan):
    page = cast.sign_in(client, "implementation").get(cast.url("workplan/")).content.decode()
    order = [
        "Develop the Collaborative Change Framework",
        "Settle the topic",
        "Support the Action Periods",
        "Hold the regular calls",
    ]
    places = [page.rindex(f">{text}<") for text in order]
    assert places == sorted(places)
    assert "2 tasks are late" in page


def test_the_second_page_keeps_the_filter(client, cast, activity):
    for n in range(27):
        TaskFactory(activity=activity, title=f"Call {n:02}", due_on=TODAY + timedelta(days=n))
    assert len(titles(client, cast, "words=call")) == 25
    assert titles(client, cast, "words=call&page=2") == ["Call 25", "Call 26"]
    page = client.get(cast.url("workplan/?words=call")).content.decode()
    assert "words=call&amp;page=2" in page


def test_empty_lists_say_what_to_do(client, cast):
    page = cast.sign_in(client, "implementation").get(cast.url("workplan/")).content.decode()
    assert "Make the plan" in page
    page = cast.sign_in(client, "faculty").get(cast.url("workplan/")).content.decode()
    assert "You have no tasks" in page
    TaskFactory(activity=ActivityFactory(collaborative=cast.collaborative))
    page = (
        cast.sign_in(client, "implementation").get(cast.url("workplan/?words=zzz")).content.decode()
    )
    assert "No task fits what you chose." in page


@pytest.mark.parametrize("rows", (1, 3))
def test_the_list_takes_a_constant_number_of_queries(client, cast, rows, django_assert_num_queries):
    with inside(cast.collaborative):
        EventFactory(collaborative=cast.collaborative, kind="learning_session", number=1)
        generate_workplan(collaborative=cast.collaborative, by=None)
        kept = Task.objects.order_by("pk").values_list("pk", flat=True)[:rows]
        Task.objects.exclude(pk__in=list(kept)).update(withdrawn=True)
        for pk in kept:
            TaskOwner.objects.create(
                collaborative=cast.collaborative, task_id=pk, membership=cast.implementation
            )
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(15):
        response = client.get(cast.url("workplan/"))
    assert response.content.decode().count('role="rowheader"') == rows


def test_the_date_comes_with_its_reason(client, cast):
    with inside(cast.collaborative):
        for number, day in ((1, 11), (2, 25)):
            EventFactory(
                collaborative=cast.collaborative,
                kind="learning_session",
                number=number,
                starts_at=datetime(2026, 12, day, 9, tzinfo=NEW_YORK),
            )
        EventFactory(
            collaborative=cast.collaborative,
            title="Call about failing",
            starts_at=datetime(2026, 12, 18, 11, tzinfo=NEW_YORK),
        )
        generate_workplan(collaborative=cast.collaborative, by=cast.implementation)
    cast.sign_in(client, "implementation")
    pages = "".join(
        client.get(cast.url(f"workplan/?page={page}")).content.decode() for page in range(1, 12)
    )
    for reason in (
        "16 weeks before Learning Session 2",
        "on the day of Learning Session 1",
        "2 weeks before Call about failing",
        "6 weeks before the orientation (22 weeks before Learning Session 1)",
        "the 20th of each month from Learning Session 1 until the end of the collaborative",
        "every two weeks from Learning Session 1 until the end of the collaborative",
        "when needed",
    ):
        assert reason in pages, reason


@pytest.fixture
def counted(cast, activity):
    """Tasks that count from Learning Session 2, from a call, and from a named point."""
    session = EventFactory(
        collaborative=cast.collaborative, kind="learning_session", number=2,
        title="Learning Session 2", starts_at=datetime(2026, 9, 3, 9, tzinfo=NEW_YORK),
        ends_at=datetime(2026, 9, 3, 16, tzinfo=NEW_YORK),
    )  # fmt: skip
    call = EventFactory(collaborative=cast.collaborative, kind="all_team_call", title="Call")
    TaskFactory(activity=activity, title="Agenda", event=session)
    TaskFactory(activity=activity, title="Dial", event=call)
    rule = TaskRuleFactory(activity=activity, anchor="selection")
    TaskFactory(activity=activity, title="Choose", rule=rule)
    return session


@pytest.mark.parametrize(
    ("anchor", "expected"),
    (
        ("event:{}", ["Agenda"]),
        ("kind:all_team_call", ["Dial"]),
        ("anchor:selection", ["Choose"]),
        ("event:0", ["Agenda", "Choose", "Dial"]),
    ),
)
def test_what_counts_from_something(client, cast, counted, anchor, expected):
    query = f"anchor={anchor.format(counted.pk)}"
    assert sorted(titles(client, cast, query)) == expected


def test_the_filters_that_are_on_can_be_read_and_taken_off(client, cast, counted):
    cast.sign_in(client, "implementation")
    query = f"when=none&anchor=event:{counted.pk}&words=agen"
    page = client.get(cast.url(f"workplan/?{query}")).content.decode()
    for said in ("Counts from: Learning Session 2", "When: Without a date", "“agen”"):
        assert f"Take off: {said}" in page, said
    assert f'href="{cast.url("workplan/")}?when=none&amp;words=agen"' in page
    assert f'href="{cast.url("workplan/")}"' in page


def test_the_tabs_say_how_many(client, cast, plan):
    page = cast.sign_in(client, "implementation").get(cast.url("workplan/")).content.decode()
    counts = dict(re.findall(r'>([^<>]+) <span class="tab-count">(\d+)</span>', page))
    assert counts == {
        "All to do": "8", "Late": "2", "Mine": "2", "This week": "3", "2 weeks": "4",
        "4 weeks": "5", "Waiting": "1",
    }  # fmt: skip


def test_a_first_plan_is_made_from_a_template(client, cast):
    EventFactory(collaborative=cast.collaborative, kind="learning_session", number=1)
    data = {
        "anchors": {"start": {"field": "starts_on"}, "end": {"field": "ends_on"}},
        "phases": [{"number": 1, "activities": [{"key": "own", "title": "Own", "brief": "", "tasks": [
            {"key": "only", "title": "The only task", "competency": "", "as_needed": True}]}]}],
    }  # fmt: skip
    template = PlanTemplateFactory(
        organization=cast.collaborative.organization, name="Short", data=data
    )
    cast.sign_in(client, "implementation")
    assert "Short" in client.get(cast.url("workplan/")).content.decode()
    client.post(cast.url("workplan/make/"), {"template": template.pk})
    assert titles(client, cast) == ["The only task"]


# --- done, and undo


def test_done_and_undo_go_back_to_the_list_as_it_was(client, cast, task):
    cast.sign_in(client, "implementation")
    url = cast.url(f"workplan/{task.pk}/done/?back=who%3Dme%26when%3Dweek")
    response = client.post(url)
    assert response.url == cast.url("workplan/?who=me&when=week")
    assert fresh(task).status == "done"
    assert fresh(task).done_at is not None
    client.post(url, {"undo": "1"})
    assert (fresh(task).status, fresh(task).done_at) == ("open", None)


def test_the_address_to_go_back_to_stays_on_this_page(client, cast, task):
    cast.sign_in(client, "implementation")
    url = cast.url(f"workplan/{task.pk}/done/?back=https%3A//elsewhere.example")
    assert client.post(url).url.startswith(cast.url("workplan/?"))


def test_htmx_gets_the_row_alone(client, cast, task):
    cast.sign_in(client, "implementation")
    response = client.post(
        cast.url(f"workplan/{task.pk}/done/?back=who%3Dme"), headers={"HX-Request": "true"}
    )
    page = response.content.decode()
    assert page.strip().startswith(f'<tr role="row" id="task-{task.pk}">')
    assert 'name="undo"' in page
    assert "back=who%3Dme" in page
    assert "<html" not in page


def test_each_row_has_its_button_also_without_script(client, cast, task):
    page = cast.sign_in(client, "implementation").get(cast.url("workplan/?who=me")).content.decode()
    form = re.search(rf'<form[^>]*action="([^"]*/{task.pk}/done/[^"]*)"', page)
    assert form[1].endswith("?back=who%3Dme")
    assert f'hx-target="#task-{task.pk}"' in page


# --- one task


def form_of(task, **changed):
    with scopes_disabled():
        owners = list(task.owners.values_list("membership", flat=True))
    return {
        "title": task.title,
        "status": task.status,
        "due_on": task.due_on or "",
        "owners": owners,
        "competency": task.competency,
        "note": task.note,
        "revision": task.revision,
    } | changed


def test_a_task_is_changed_and_says_so_in_sentences(client, cast, task):
    cast.sign_in(client, "implementation")
    url = cast.url(f"workplan/{task.pk}/")
    data = form_of(
        task, status="waiting", due_on="2026-07-21", owners=[cast.faculty.pk], note="For Tiffany"
    )
    assert client.post(url, data).status_code == 302
    after = fresh(task)
    assert (after.status, after.due_on, after.pinned, after.revision) == (
        "waiting", date(2026, 7, 21), True, 1,
    )  # fmt: skip
    page = client.get(url).content.decode()
    for sentence in (
        "Set the status to “Waiting for somebody”.",
        "Set the due date to July 21, 2026 (before: July 17, 2026).",
        "Pinned the date, so that it stays when an event moves.",
        "Changed who takes care of it.",
        "Changed the note.",
    ):
        assert sentence in page, sentence
    assert "For Tiffany" in page


def test_the_second_editor_sees_the_first_and_keeps_their_words(client, cast, task):
    cast.sign_in(client, "implementation")
    url = cast.url(f"workplan/{task.pk}/")
    first, second = form_of(task, status="in_progress"), form_of(task, note="My own words")
    assert client.post(url, first).status_code == 302
    response = client.post(url, second)
    page = response.content.decode()
    assert f"{cast.implementation.user.name} changed this task while you were writing" in page
    assert "Set the status to “In progress”." in page
    assert "My own words" in page
    assert fresh(task).note == ""
    revision = re.search(r'name="revision" value="(\d+)"', page)[1]
    assert client.post(url, second | {"revision": revision}).status_code == 302
    assert fresh(task).note == "My own words"


def test_saving_the_same_again_writes_nothing(client, cast, task):
    assert cast.post(client, "implementation", f"workplan/{task.pk}/", form_of(task)) == 302
    assert fresh(task).revision == 0
    assert "Nobody has changed this task yet." in client.get(
        cast.url(f"workplan/{task.pk}/")
    ).content.decode()  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    (
        ({"title": ""}, "This field is required."),
        ({"due_on": "tomorrow"}, "Enter a valid date."),
        ({"status": "gone"}, "Select a valid choice."),
    ),
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(client, cast, task, change, message):
    cast.sign_in(client, "implementation")
    data = form_of(task, note="Keep me") | change
    page = client.post(cast.url(f"workplan/{task.pk}/"), data).content.decode()
    assert message in page
    assert "Keep me" in page


def test_a_pinned_date_can_follow_the_plan_again(client, cast):
    with inside(cast.collaborative):
        EventFactory(
            collaborative=cast.collaborative,
            kind="learning_session",
            number=1,
            starts_at=datetime(2026, 12, 11, 9, tzinfo=NEW_YORK),
        )
        generate_workplan(collaborative=cast.collaborative, by=None)
        task = Task.objects.get(rule__key="draft-agenda")
    by_plan = task.due_on
    assert by_plan == date(2026, 10, 16)
    cast.sign_in(client, "implementation")
    url = cast.url(f"workplan/{task.pk}/")
    assert "follow the plan again" not in client.get(url).content.decode()
    client.post(url, form_of(task, due_on="2026-10-01"))
    page = client.get(url).content.decode()
    assert (
        "Pinned: stays when an event moves. The plan says: 8 weeks before Learning Session 1."
        in page
    )
    client.post(url, form_of(fresh(task), follow_plan="on"))
    assert (fresh(task).pinned, fresh(task).due_on) == (False, by_plan)


def test_a_task_of_ones_own_is_added_once(client, cast, activity):
    data = {
        "title": "Find a room with a ramp",
        "activity": activity.pk,
        "due_on": "2026-08-01",
        "status": "open",
        "owners": [cast.faculty.pk],
        "competency": "project_management",
        "note": "",
        "token": str(uuid4()),
    }
    for _ in range(2):
        assert cast.post(client, "implementation", "workplan/new/", data) == 302
    with scopes_disabled():
        task = Task.objects.get()
    assert (task.due_on, task.activity_id) == (date(2026, 8, 1), activity.pk)
    page = client.get(cast.url(f"workplan/{task.pk}/")).content.decode()
    assert "Added the task." in page
    assert titles(client, cast, "", "faculty") == ["Find a room with a ramp"]


def test_a_task_done_from_the_start_has_its_moment(cast, activity):
    with inside(cast.collaborative):
        task = add_task(activity=activity, by=cast.implementation, title="Done", status="done")
        assert task.done_at is not None
