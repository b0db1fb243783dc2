"""What the plan asks for: rules in words, what a change moves, stopping and starting again."""

import re
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django_scopes import scopes_disabled

from bsc.audit.models import Entry
from bsc.tenancy.doors import inside
from collaboratives.workplan.models import Activity, PlanChange, Task, TaskRule
from collaboratives.workplan.services import change_task, generate_workplan, set_status
from collaboratives.workplan.undoing import undo
from tests.cast import cast_gets
from tests.factories.schedule import EventFactory, SeriesFactory
from tests.factories.workplan import ActivityFactory, TaskRuleFactory

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")
ALL_CALLS = {date(2026, 8, 14): "August call", date(2026, 9, 18): "September call"}


@pytest.fixture(autouse=True)
def _mid_july():
    with time_machine.travel(datetime(2026, 7, 15, 10, tzinfo=NEW_YORK)):
        yield


def at(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, tzinfo=NEW_YORK)


@pytest.fixture
def planned(cast):
    """Two Learning Sessions, two calls, and the plan."""
    c = cast.collaborative
    c.starts_on, c.ends_on = date(2026, 1, 5), date(2027, 6, 30)
    c.save()
    for number, day in ((1, date(2026, 12, 11)), (2, date(2027, 3, 12))):
        EventFactory(
            collaborative=c, kind="learning_session", number=number,
            title=f"Learning Session {number}", starts_at=at(day), ends_at=at(day, 16),
        )  # fmt: skip
    for day, title in ALL_CALLS.items():
        EventFactory(collaborative=c, title=title, starts_at=at(day), ends_at=at(day, 10))
    with inside(c):
        generate_workplan(collaborative=c, by=cast.implementation)
    return c


def rule_of(key, **where):
    with scopes_disabled():
        return TaskRule.objects.select_related("activity", "collaborative").get(key=key, **where)


def tasks_of(key, **where):
    with scopes_disabled():
        return list(Task.objects.filter(rule__key=key, **where).order_by("due_on"))


def form_of(rule, **changed):
    return {
        "title": rule.title, "when": "", "competency": rule.competency,
        "revision": rule.revision, "token": str(uuid4()),
    } | changed  # fmt: skip


def save(client, cast, rule, **changed):
    """Send the form twice, as somebody does who reads what changes and saves then."""
    url = cast.url(f"workplan/rules/{rule.pk}/")
    data = form_of(rule, **changed)
    first = client.post(url, data)
    if first.status_code == 302:
        return first
    basis = re.search(r'name="basis" value="(\w+)"', first.content.decode())
    assert basis, first.content.decode()
    return client.post(url, data | {"basis": basis[1]})


# --- who may


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=200))
@pytest.mark.parametrize("path", ("rules/", "anchors/", "anchors/new/", "activities/new/"))
def test_who_reads_what_the_plan_asks_for(client, cast, who, status, path):
    assert cast.get(client, who, f"workplan/{path}") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=200))
def test_who_changes_a_rule(client, cast, who, status):
    rule = TaskRuleFactory(activity=ActivityFactory(collaborative=cast.collaborative))
    assert cast.get(client, who, f"workplan/rules/{rule.pk}/") == status
    assert cast.post(client, who, f"workplan/rules/{rule.pk}/", {"when": "soon"}) == status
    assert cast.get(client, who, f"workplan/rules/{rule.pk}/stop/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=302))
def test_who_moves_an_activity(client, cast, who, status):
    activity = ActivityFactory(collaborative=cast.collaborative)
    assert cast.post(client, who, f"workplan/activities/{activity.pk}/move/") == status


# --- the list


def test_the_list_says_each_rule_in_words(client, cast, planned):
    cast.sign_in(client, "implementation")
    page = client.get(cast.url("workplan/rules/?phase=4")).content.decode()
    assert "16 weeks before Learning Session 2" in page
    assert "3 months before Learning Session 1" in page
    page = client.get(cast.url("workplan/rules/?phase=5")).content.decode()
    assert (
        "2 weeks before each all-team call, affinity group call, senior leader call or team leader call"
        in page
    )
    assert "2 open tasks" in page
    assert client.get(cast.url("workplan/rules/?phase=ten")).status_code == 200


@pytest.mark.parametrize("rows", (1, 3))
def test_the_list_takes_a_constant_number_of_queries(client, cast, rows, django_assert_num_queries):
    activities = [ActivityFactory(collaborative=cast.collaborative, phase=1) for _ in range(rows)]
    for activity in activities:
        for _ in range(rows):
            TaskRuleFactory(activity=activity)
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(9):
        client.get(cast.url("workplan/rules/?phase=1"))


def test_the_second_page_of_a_phase(client, cast):
    for n in range(10):
        ActivityFactory(collaborative=cast.collaborative, phase=2, title=f"Activity no. {n}")
    cast.sign_in(client, "implementation")
    page = client.get(cast.url("workplan/rules/?phase=2&page=2")).content.decode()
    assert "Activity no. 9" in page
    assert "Activity no. 1<" not in page
    assert "phase=2&amp;page=1" in page


# --- one rule


def test_a_change_shows_what_moves_before_it_is_saved(client, cast, planned):
    cast.sign_in(client, "implementation")
    rule = rule_of("draft-agenda", activity__session__number=1)
    url = cast.url(f"workplan/rules/{rule.pk}/")
    page = client.get(url).content.decode()
    assert "8 weeks before Learning Session 1" in page
    answer = client.post(url, form_of(rule, when="10 weeks before Learning Session 1"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "1 task moves" in page
    assert "Oct. 16, 2026" in page
    assert "Oct. 2, 2026" in page
    assert rule_of("draft-agenda", pk=rule.pk).offset == -8
    assert save(client, cast, rule, when="10 weeks before Learning Session 1").status_code == 302
    (task,) = tasks_of("draft-agenda", rule=rule)
    assert task.due_on == date(2026, 10, 2)
    with scopes_disabled():
        deed = PlanChange.objects.get(kind="rule")
        assert Entry.objects.filter(action="plan.rule", by=cast.implementation.user).exists()
    assert "10 weeks before Learning Session 1" in deed.title
    with inside(planned):
        undo(change=PlanChange.objects.get(pk=deed.pk), by=cast.implementation)
    (task,) = tasks_of("draft-agenda", rule=rule)
    assert (task.due_on, rule_of("draft-agenda", pk=rule.pk).offset) == (date(2026, 10, 16), -8)


def test_what_is_done_or_pinned_stays_and_says_why(client, cast, planned):
    cast.sign_in(client, "implementation")
    first, second = tasks_of("call-agenda")
    with inside(planned):
        set_status(task=first, status="done", by=cast.implementation)
        change_task(task=second, by=cast.implementation, revision=0, due_on=date(2026, 9, 1))
    rule = rule_of("call-agenda")
    wanted = "3 weeks before each all-team call"
    page = client.post(
        cast.url(f"workplan/rules/{rule.pk}/"), form_of(rule, when=wanted, show="1")
    ).content.decode()
    assert "2 tasks stay where they are" in page
    assert "it is done or not needed" in page
    assert "its date is pinned" in page
    assert save(client, cast, rule, when=wanted).status_code == 302
    days = [task.due_on for task in tasks_of("call-agenda")]
    assert days == [date(2026, 7, 31), date(2026, 9, 1)]


def test_a_rule_for_each_event_may_become_one_date_and_back(client, cast, planned):
    cast.sign_in(client, "implementation")
    rule = rule_of("call-agenda")
    answer = save(client, cast, rule, when="2 weeks before Learning Session 2")
    with scopes_disabled():
        other = TaskRule.objects.order_by("-pk").first()
    assert answer.url.endswith(f"/rules/{other.pk}/")
    assert [task.withdrawn for task in tasks_of("call-agenda")] == [True, True]
    assert [task.due_on for task in tasks_of(other.key)] == [date(2027, 2, 26)]
    with scopes_disabled():
        deed = PlanChange.objects.get(kind="rule")
    with inside(planned):
        undo(change=deed, by=cast.implementation)
    assert [task.withdrawn for task in tasks_of("call-agenda")] == [False, False]
    assert [task.withdrawn for task in tasks_of(other.key)] == [True]


@pytest.mark.parametrize(
    "when",
    (
        "when needed",
        "the 5th of each month",
        "every two weeks from Learning Session 1 until Learning Session 2",
        "1 day before each Learning Session",
        "2 days after the start of Action Period 1",
        "1 week before each Coffee",
        "on the day of “Visit, with cake”",
    ),
)
def test_each_way_of_timing_can_be_typed_and_is_said_again(client, cast, planned, when):
    with scopes_disabled():
        series = SeriesFactory(collaborative=planned, title="Coffee")
        EventFactory(
            collaborative=planned, title="Coffee in May", series=series, kind="other",
            starts_at=at(date(2027, 5, 7)), ends_at=at(date(2027, 5, 7), 10),
        )  # fmt: skip
        EventFactory(
            collaborative=planned, title="Visit, with cake", kind="other",
            starts_at=at(date(2027, 5, 21)), ends_at=at(date(2027, 5, 21), 10),
        )  # fmt: skip
    cast.sign_in(client, "implementation")
    rule = rule_of("decide-topic-and-model")
    assert save(client, cast, rule, when=when).status_code == 302
    page = client.get(cast.url(f"workplan/rules/{rule.pk}/")).content.decode()
    assert f"<p>{when}" in page.replace("&quot;", '"')
    assert tasks_of("decide-topic-and-model", withdrawn=False)


@pytest.mark.parametrize(
    ("when", "message"),
    (
        ("", "This field is required."),
        ("16 weeks before", "“16 weeks before” what?"),
        ("16 weeks before Lerning Session 2", "Did you mean “Learning Session 2”"),
        ("2 weeks before each chat", "There are no events called “chat”."),
        ("the 31st of each month", "choose a day from 1 to 28"),
        ("12 May 2031", "lies outside the collaborative, Jan. 5, 2026 to June 30, 2027"),
        ("12 May 2027", "One date belongs to a single task"),
        ("soon", "“soon” is not understood"),
    ),
)
def test_bad_words_are_refused_beside_the_field_and_nothing_is_lost(
    client, cast, planned, when, message
):
    cast.sign_in(client, "implementation")
    rule = rule_of("draft-metrics")
    data = form_of(rule, when=when, title="My own title")
    page = client.post(cast.url(f"workplan/rules/{rule.pk}/"), data).content.decode()
    assert message in page
    assert "My own title" in page
    assert not when or f'value="{when}"' in page
    assert rule_of("draft-metrics").title == rule.title


def test_the_preview_follows_what_is_typed(client, cast, planned):
    cast.sign_in(client, "implementation")
    rule = rule_of("draft-agenda", activity__session__number=1)
    url = cast.url(f"workplan/rules/{rule.pk}/")
    typed = client.get(
        url, {"when": "9 weeks before Learning Session 1"}, headers={"HX-Request": "true"}
    )
    page = typed.content.decode()
    assert page.strip().startswith('<div id="preview"')
    assert "Oct. 9, 2026" in page
    typed = client.get(url, {"when": "9 weeks before"}, headers={"HX-Request": "true"})
    assert "“9 weeks before” what?" in typed.content.decode()
    without_script = client.post(
        url, form_of(rule, when="9 weeks before Learning Session 1", show="1")
    )
    assert "Oct. 9, 2026" in without_script.content.decode()


def test_the_second_editor_is_told_and_keeps_their_words(client, cast, planned):
    cast.sign_in(client, "implementation")
    rule = rule_of("draft-agenda", activity__session__number=1)
    assert save(client, cast, rule, when="10 weeks before Learning Session 1").status_code == 302
    answer = save(client, cast, rule, when="9 weeks before Learning Session 1")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"{cast.implementation.user.name} changed this rule while you were writing" in page
    assert "It says now: 10 weeks before Learning Session 1." in page
    assert 'value="9 weeks before Learning Session 1"' in page
    assert rule_of("draft-agenda", pk=rule.pk).offset == -10


def test_a_second_click_makes_one_deed(client, cast, planned):
    cast.sign_in(client, "implementation")
    rule = rule_of("draft-agenda", activity__session__number=1)
    token = str(uuid4())
    for _ in range(2):
        save(client, cast, rule, when="10 weeks before Learning Session 1", token=token)
    with scopes_disabled():
        assert PlanChange.objects.filter(kind="rule").count() == 1


def test_other_words_reach_open_tasks(client, cast, planned):
    cast.sign_in(client, "implementation")
    rule = rule_of("call-agenda")
    said = "2 weeks before each all-team call"
    assert save(
        client, cast, rule, when=said, title="Agenda: {event}", competency="data_capacity"
    ).status_code == 302  # fmt: skip
    assert [(t.title, t.competency) for t in tasks_of("call-agenda")] == [
        ("Agenda: August call", "data_capacity"),
        ("Agenda: September call", "data_capacity"),
    ]


def test_stop_asking_and_ask_again(client, cast, planned):
    cast.sign_in(client, "implementation")
    rule = rule_of("call-agenda")
    url = cast.url(f"workplan/rules/{rule.pk}/stop/")
    page = client.get(url).content.decode()
    assert "2 open tasks are not asked for any more and leave the plan" in page
    assert rule_of("call-agenda").active
    client.post(url, {"revision": rule.revision})
    assert [task.withdrawn for task in tasks_of("call-agenda")] == [True, True]
    client.post(url, {"revision": rule.revision})
    assert not rule_of("call-agenda").active
    page = client.get(cast.url("workplan/rules/?phase=5")).content.decode()
    assert "1 line that is not asked for any more" in page
    client.post(url, {"revision": rule_of("call-agenda").revision})
    assert [task.withdrawn for task in tasks_of("call-agenda")] == [False, False]


@pytest.mark.parametrize("rows", (1, 3))
def test_the_page_takes_a_constant_number_of_queries(client, cast, rows, django_assert_num_queries):
    for n in range(rows):
        EventFactory(collaborative=cast.collaborative, title=f"Call {n}", starts_at=at(date(2026, 8, 1 + n)), ends_at=at(date(2026, 8, 1 + n), 10))  # fmt: skip
    rule = TaskRuleFactory(
        activity=ActivityFactory(collaborative=cast.collaborative),
        form="each", anchor="", kinds=["all_team_call"], title="{event}",
    )  # fmt: skip
    with inside(cast.collaborative):
        generate_workplan(collaborative=cast.collaborative, by=None)
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(12):
        page = client.get(cast.url(f"workplan/rules/{rule.pk}/"))
    assert page.content.decode().count("/workplan/") > rows


# --- a task of one's own, with a timing


@pytest.fixture
def activity(cast):
    return ActivityFactory(collaborative=cast.collaborative, phase=5, title="Regular calls")


def new_task(activity, **changed):
    return {
        "title": "Bring cake", "activity": activity.pk, "due_on": "", "when": "", "owners": [],
        "competency": "", "note": "", "token": str(uuid4()),
    } | changed  # fmt: skip


def test_a_task_for_each_call_is_made_once_with_its_owners(client, cast, planned, activity):
    data = new_task(
        activity, when="1 day before each all-team call", note="Vegan too",
        owners=[cast.implementation.pk, cast.faculty.pk],
    )  # fmt: skip
    for _ in range(2):
        assert cast.post(client, "implementation", "workplan/new/", data) == 302
    with scopes_disabled():
        made = Task.objects.filter(activity=activity).order_by("due_on")
        assert [(t.title, t.due_on, t.note, t.owners.count()) for t in made] == [
            ("Bring cake: August call", date(2026, 8, 13), "Vegan too", 2),
            ("Bring cake: September call", date(2026, 9, 17), "Vegan too", 2),
        ]
        deed = PlanChange.objects.get(kind="rule")
    with inside(planned):
        undo(change=deed, by=cast.implementation)
    with scopes_disabled():
        assert not Task.objects.filter(activity=activity, withdrawn=False).exists()


@pytest.mark.parametrize("words", ("fixed: 12 May 2027", "12 May 2027"))
def test_a_date_in_words_is_a_date(client, cast, planned, activity, words):
    assert (
        cast.post(client, "implementation", "workplan/new/", new_task(activity, when=words)) == 302
    )
    with scopes_disabled():
        task = Task.objects.get(activity=activity)
    assert (task.due_on, task.pinned, task.rule) == (date(2027, 5, 12), True, None)
    page = client.get(cast.url(f"workplan/{task.pk}/")).content.decode()
    assert "fixed: 12 May 2027" in page


@pytest.mark.parametrize(
    ("changed", "message"),
    (
        ({"due_on": "2027-05-12", "when": "when needed"}, "Choose one: a date, or words"),
        ({"due_on": "2031-05-12"}, "That is outside the collaborative"),
        ({"when": "3 weeks before"}, "“3 weeks before” what?"),
        ({"title": "", "when": "the 3rd of each month"}, "This field is required."),
    ),
)
def test_a_new_task_that_cannot_be_keeps_what_was_typed(
    client, cast, planned, activity, changed, message
):
    cast.sign_in(client, "implementation")
    data = new_task(activity, note="Keep me") | changed
    page = client.post(cast.url("workplan/new/"), data).content.decode()
    assert message in page
    assert "Keep me" in page
    with scopes_disabled():
        assert not Task.objects.filter(activity=activity).exists()


def test_the_dates_of_a_new_task_are_shown_first(client, cast, planned, activity):
    cast.sign_in(client, "implementation")
    asked = {"when": "the 3rd of each month", "activity": activity.pk, "title": "Bake"}
    page = client.get(
        cast.url("workplan/new/"), asked, headers={"HX-Request": "true"}
    ).content.decode()
    assert page.strip().startswith('<div id="preview"')
    assert "Understood as: <strong>the 3rd of each month</strong>" in page
    assert "Bake: <strong" in page
    page = client.post(
        cast.url("workplan/new/"), new_task(activity, show="1", when=asked["when"])
    ).content.decode()
    assert "tasks are new" in page
    with scopes_disabled():
        assert not Task.objects.filter(activity=activity).exists()


# --- activities


def test_an_activity_is_added_renamed_and_moved(client, cast):
    cast.sign_in(client, "implementation")
    data = {"title": "Celebrate", "phase": "5", "brief": ""}
    for _ in range(2):
        assert client.post(cast.url("workplan/activities/new/"), data).status_code == 302
    with scopes_disabled():
        made = Activity.objects.get()
    first = ActivityFactory(collaborative=cast.collaborative, phase=5, position=0)
    url = cast.url(f"workplan/activities/{made.pk}/")
    page = client.get(url).content.decode()
    version = re.search(r'name="version" value="(\w+)"', page)[1]
    changed = {"title": "Celebrate together", "brief": "With cake", "version": version}
    assert client.post(url, changed).status_code == 302
    answer = client.post(url, changed | {"title": "Dance"})
    page = answer.content.decode()
    assert "Somebody else changed this activity while you were writing" in page
    assert 'value="Dance"' in page
    client.post(cast.url(f"workplan/activities/{made.pk}/move/"), {"way": "up"})
    with scopes_disabled():
        order = list(Activity.objects.order_by("position").values_list("pk", flat=True))
        assert Activity.objects.get(pk=made.pk).title == "Celebrate together"
        assert Entry.objects.filter(action__startswith="activity.").count() == 3
    assert order == [made.pk, first.pk]
    client.post(cast.url(f"workplan/activities/{made.pk}/move/"), {"way": "up"})
    with scopes_disabled():
        assert Entry.objects.filter(action="activity.moved").count() == 1
