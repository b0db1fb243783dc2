from datetime import date

import pytest

from bsc.tenancy.doors import inside
from collaboratives.schedule.deadlines import Deadline
from collaboratives.workplan.deadlines import own_tasks
from collaboratives.workplan.enums import TaskStatus
from tests.factories.schedule import EventFactory
from tests.factories.workplan import ActivityFactory, TaskFactory, TaskOwnerFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 7, 1), date(2026, 12, 31)


def due(member):
    with inside(member.collaborative):
        return own_tasks(member, FIRST, LAST)


@pytest.fixture
def task(cast):
    """Return a function that makes a task of somebody's."""
    activity = ActivityFactory(collaborative=cast.collaborative)

    def make(*owners, due_on=date(2026, 7, 10), **fields):
        made = TaskFactory(activity=activity, due_on=due_on, **fields)
        for owner in owners:
            TaskOwnerFactory(task=made, membership=owner)
        return made

    return make


def test_somebodys_own_tasks_stand_on_their_days(cast, task):
    mine = task(cast.implementation, cast.faculty, title="Book the rooms", revision=3)
    task(cast.faculty)
    task()
    assert due(cast.implementation) == [
        Deadline(
            f"task-{mine.pk}",
            date(2026, 7, 10),
            "Book the rooms",
            cast.url(f"workplan/{mine.pk}/"),
            3,
        )
    ]
    assert len(due(cast.faculty)) == 2


def test_it_counts_up_when_what_it_hangs_on_moves(cast, task):
    event = EventFactory(collaborative=cast.collaborative, revision=2)
    task(cast.implementation, event=event, revision=1)
    [before] = due(cast.implementation)
    assert before.sequence == 3
    with inside(cast.collaborative):
        event.revision += 1
        event.save()
    cast.implementation.collaborative.revision += 1
    [after] = due(cast.implementation)
    assert (after.uid, after.sequence) == (before.uid, 5)


def test_what_is_done_withdrawn_undated_or_too_far_is_left_out(cast, task):
    task(cast.implementation, status=TaskStatus.DONE)
    task(cast.implementation, withdrawn=True)
    task(cast.implementation, due_on=None)
    task(cast.implementation, due_on=date(2026, 6, 30))
    task(cast.implementation, due_on=date(2027, 1, 1))
    assert due(cast.implementation) == []
    task(cast.implementation, due_on=FIRST)
    task(cast.implementation, due_on=LAST, status=TaskStatus.WAITING)
    assert len(due(cast.implementation)) == 2


def test_teams_have_no_tasks_in_the_plan(cast, task):
    task(cast.member)
    assert due(cast.member) == due(cast.observer) == []


@pytest.mark.parametrize("count", (1, 3))
def test_the_queries_do_not_grow(cast, task, django_assert_num_queries, count):
    for _ in range(count):
        task(cast.implementation)
    assert len(due(cast.implementation)) == count
    with django_assert_num_queries(1):
        due(cast.implementation)
