"""Too little time to prepare, as a clash."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from bsc.tenancy.doors import inside
from collaboratives.schedule.clashes.drafts import draft
from collaboratives.schedule.models import Event
from collaboratives.workplan.generator import make_tasks
from collaboratives.workplan.lead_times import lead_times
from collaboratives.workplan.models import Task
from tests.factories.schedule import EventFactory
from tests.factories.workplan import ActivityFactory, TaskRuleFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("America/New_York"))


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def plan(cast):
    activity = ActivityFactory(collaborative=cast.collaborative)
    for weeks in (1, 2):
        TaskRuleFactory(
            activity=activity, form="each", kinds=["all_team_call"], offset=-weeks, unit="weeks"
        )
    return cast.collaborative


def call(collaborative, days):
    starts = NOW + timedelta(days=days)
    return EventFactory(
        collaborative=collaborative, starts_at=starts, ends_at=starts + timedelta(hours=1)
    )


def found(collaborative, *events):
    with inside(collaborative):
        rows = Event.objects.filter(pk__in=[event.pk for event in events])
        return lead_times(collaborative, list(rows))


def test_an_event_for_which_nothing_can_be_done_in_time_is_a_clash(plan):
    soon, later = call(plan, 3), call(plan, 10)
    with inside(plan):
        make_tasks(plan, None)
    [clash] = found(plan, soon, later)
    assert clash.first == soon
    assert clash.name == "2 tasks before it should have been done by now."


def test_it_is_none_once_some_of_it_is_done(plan):
    soon = call(plan, 3)
    with inside(plan):
        make_tasks(plan, None)
        Task.objects.filter(event=soon).earliest("due_on").delete()
        Task.objects.filter(event=soon).update(status="done")
    assert found(plan, soon) == []


def test_an_event_that_is_being_entered_is_looked_at_by_the_rules(plan):
    with inside(plan):
        for days, clashes in ((3, 1), (8, 0), (30, 0)):
            starts = NOW + timedelta(days=days)
            typed = draft(
                1,
                collaborative=plan,
                kind="all_team_call",
                title="A call",
                starts_at=starts,
                ends_at=starts + timedelta(hours=1),
            )
            assert len(lead_times(plan, [typed])) == clashes


@pytest.mark.parametrize("count", (1, 3))
def test_it_takes_one_query_for_any_number_of_events(plan, count, django_assert_num_queries):
    events = [call(plan, 3 + number) for number in range(count)]
    with inside(plan):
        make_tasks(plan, None)
        rows = list(Event.objects.filter(pk__in=[event.pk for event in events]))
        with django_assert_num_queries(1):
            lead_times(plan, rows)
