"""The plan in the database: made, made again, moved there and back."""

from datetime import date, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest

from bsc.audit.models import Entry
from bsc.tenancy.doors import inside
from collaboratives.enums import Competency
from collaboratives.schedule import dependents
from collaboratives.schedule.models import Event
from collaboratives.schedule.services import cancel_event, change_event, create_event
from collaboratives.workplan.enums import TaskStatus
from collaboratives.workplan.models import Activity, Task, TaskOwner, TaskRule
from collaboratives.workplan.plan import read_plan
from collaboratives.workplan.services import change_task, generate_workplan, set_status
from tests.factories import MembershipFactory, MembershipRoleFactory
from tests.factories.schedule import EventFactory

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")


def at(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, tzinfo=NEW_YORK)


def learning_session(collaborative, number, day):
    return EventFactory(
        collaborative=collaborative,
        kind="learning_session",
        number=number,
        title=f"Learning Session {number}",
        starts_at=at(day),
        ends_at=at(day, 16),
    )


@pytest.fixture
def planned(cast):
    """A collaborative with three Learning Sessions, a call, and its plan."""
    c = cast.collaborative
    for number, day in enumerate((date(2026, 6, 11), date(2026, 9, 24), date(2027, 1, 14)), 1):
        learning_session(c, number, day)
    EventFactory(
        collaborative=c,
        title="Call in July",
        starts_at=at(date(2026, 7, 17)),
        ends_at=at(date(2026, 7, 17), 10),
    )
    generate_workplan(collaborative=c, by=cast.implementation)
    return c


def dates():
    return dict(Task.objects.filter(withdrawn=False).values_list("pk", "due_on"))


def move(event, days, by=None):
    shift = timedelta(days=days)
    return change_event(
        event=event, by=by, starts_at=event.starts_at + shift, ends_at=event.ends_at + shift
    )


def session(number):
    return Event.objects.get(kind="learning_session", number=number)


def task(key, **where):
    return Task.objects.select_related("rule").get(rule__key=key, **where)


def test_competencies_of_the_plan_are_those_of_the_team():
    assert {one["key"] for one in read_plan()["competencies"]} == set(Competency.values)


def test_the_plan_has_five_phases_with_every_activity(planned):
    with inside(planned):
        assert set(Activity.objects.values_list("phase", flat=True)) == {1, 2, 3, 4, 5}
        keys = {a["key"] for phase in read_plan()["phases"] for a in phase["activities"]}
        assert set(Activity.objects.values_list("key", flat=True)) == keys
        assert Activity.objects.filter(key="learning-session").count() == 3


def test_dates_are_counted_from_their_anchor(planned):
    with inside(planned):
        second = session(2)
        logistics = task("session-logistics", event=second)
        assert logistics.due_on == date(2026, 9, 24) - timedelta(weeks=16)
        assert logistics.title == "Plan the logistics of Learning Session 2: room, media, materials"
        call = task("call-agenda", event__title="Call in July")
        assert call.due_on == date(2026, 7, 3)
        assert call.title == "Write the agenda: Call in July"
        assert task("respond-to-needs").due_on is None


def test_making_it_again_changes_nothing(planned):
    with inside(planned):
        before = dates()
        changes = generate_workplan(collaborative=planned, by=None)
        assert not changes
        assert dates() == before


def test_making_it_again_takes_a_constant_number_of_queries(planned, django_assert_num_queries):
    with inside(planned), django_assert_num_queries(11):
        generate_workplan(collaborative=planned, by=None)


def test_a_later_event_gets_its_tasks(planned, cast):
    with inside(planned):
        create_event(
            collaborative=planned,
            by=cast.implementation,
            kind="learning_session",
            title="Learning Session 4",
            starts_at=at(date(2027, 5, 13)),
            ends_at=at(date(2027, 5, 13), 16),
        )
        assert session(4).number == 4
        assert Activity.objects.filter(session=session(4)).exists()
        assert task("hold-session", event=session(4)).due_on == date(2027, 5, 13)


def test_moving_an_event_there_and_back_restores_every_date(planned):
    with inside(planned):
        before = dates()
        move(session(2), 21)
        assert task("session-logistics", event=session(2)).due_on == date(2026, 6, 25)
        assert dates() != before
        move(session(2), -21)
        assert dates() == before


def test_the_order_of_moves_does_not_matter(planned):
    moves = [("learning_session", 1, 5), ("learning_session", 3, -9), ("all_team_call", None, 12)]
    results = []
    with inside(planned):
        for order in permutations(moves):
            for kind, number, days in order:
                move(Event.objects.get(kind=kind, number=number), days)
            results.append(dates())
            for kind, number, days in order:
                move(Event.objects.get(kind=kind, number=number), -days)
    assert all(result == results[0] for result in results)


def test_done_and_pinned_tasks_stay_when_their_event_moves(planned, cast):
    with inside(planned):
        done = task("draft-agenda", event=session(2))
        set_status(task=done, status=TaskStatus.DONE, by=cast.implementation)
        pinned = task("finish-agenda", event=session(2))
        change_task(
            task=pinned, by=cast.implementation, revision=0, due_on=pinned.due_on + timedelta(1)
        )
        kept = {pk: day for pk, day in dates().items() if pk in (done.pk, pinned.pk)}
        move(session(2), 28)
        after = dates()
        assert {pk: after[pk] for pk in kept} == kept
        assert task("hold-session", event=session(2)).due_on == date(2026, 10, 22)


def test_letting_go_of_the_pin_returns_to_the_plan(planned, cast):
    with inside(planned):
        one = task("finish-agenda", event=session(2))
        by_plan = one.due_on
        one = change_task(task=one, by=cast.implementation, revision=0, due_on=date(2026, 9, 1))
        assert one.pinned
        move(session(2), 7)
        one = change_task(task=one, by=cast.implementation, revision=1, follow_plan=True)
        assert (one.pinned, one.due_on) == (False, by_plan + timedelta(7))


def test_a_cancelled_event_takes_its_open_tasks_along_but_not_what_is_done(planned, cast):
    with inside(planned):
        call = Event.objects.get(kind="all_team_call")
        done = task("call-agenda", event=call)
        set_status(task=done, status=TaskStatus.DONE, by=cast.implementation)
        asked = Task.objects.filter(event=call).count()
        cancel_event(event=call, by=cast.implementation)
        assert Task.objects.filter(event=call, withdrawn=True).count() == asked - 1
        assert not Task.objects.get(pk=done.pk).withdrawn


def test_a_task_stays_itself_when_its_anchor_gets_an_event_of_its_own(planned, cast):
    with inside(planned):
        one = task("hold-orientation")
        assert one.event == session(1)
        set_status(task=task("plan-orientation"), status=TaskStatus.DONE, by=cast.implementation)
        day = date(2026, 2, 2)
        create_event(
            collaborative=planned,
            by=None,
            kind="orientation",
            title="Orientation",
            starts_at=at(day),
            ends_at=at(day, 16),
        )
        again = task("hold-orientation")
        assert (again.pk, again.due_on, again.event.kind) == (one.pk, day, "orientation")
        assert task("plan-orientation").status == TaskStatus.DONE


def test_new_tasks_go_to_whoever_holds_the_competency(cast):
    c = cast.collaborative
    holder = MembershipFactory(collaborative=c)
    MembershipRoleFactory(membership=holder, role="implementation", competencies=["data_capacity"])
    learning_session(c, 1, date(2026, 6, 11))
    with inside(c):
        generate_workplan(collaborative=c, by=None)
        owned = TaskOwner.objects.filter(membership=holder).select_related("task")
        assert {row.task.competency for row in owned} == {"data_capacity"}
        data_tasks = Task.objects.filter(competency="data_capacity")
        assert len(owned) == data_tasks.count() > 5


def test_without_a_plan_events_make_no_tasks(cast):
    c = cast.collaborative
    with inside(c):
        create_event(
            collaborative=c,
            by=None,
            kind="all_team_call",
            title="Call",
            starts_at=at(date(2026, 7, 17)),
            ends_at=at(date(2026, 7, 17), 10),
        )
        assert not TaskRule.objects.exists()
        assert not Task.objects.exists()


def test_the_calendar_says_what_hangs_on_a_date(planned, cast):
    with inside(planned):
        call = Event.objects.get(kind="all_team_call")
        count = Task.objects.filter(event=call).count()
        one = task("call-agenda", event=call)
        change_task(task=one, by=cast.implementation, revision=0, due_on=date(2026, 7, 1))
        assert dependents.describe([call]) == [
            f"{count - 1} open tasks of the workplan move with it.",
            "1 task stays, because its date is pinned.",
        ]


def test_moves_are_in_the_audit_trail_of_each_task(planned, cast):
    with inside(planned):
        one = task("hold-session", event=session(2))
        move(session(2), 1, by=cast.implementation)
        entry = Entry.objects.get(action="task.followed", target=f"workplan.task:{one.pk}")
        assert entry.by == cast.implementation.user
        assert entry.summary == "due_on|2026-09-24|2026-09-25"
        assert Entry.objects.filter(action="workplan.made").exists()
