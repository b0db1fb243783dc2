"""Planning reminders, again and again, as dates move."""

import logging
from datetime import timedelta
from functools import wraps

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from django.utils import timezone
from django_scopes import scope

from bsc.notifications.models import Reminder
from bsc.notifications.services import Plan, Planned, cancel, plan, replan
from tests.factories import CollaborativeFactory, UserFactory
from tests.factories.mail import ReminderFactory

pytestmark = pytest.mark.django_db
State = Reminder.State


@pytest.fixture
def collaborative(db):
    return CollaborativeFactory()


def inside(test):
    """Run a test's body inside its collaborative; a fixture cannot, for it ends too early."""

    @wraps(test)
    def run(collaborative, **others):
        with scope(collaborative=collaborative, organization=collaborative.organization):
            test(collaborative, **others)

    return run


def reminder(subject, user, days=7, kind="call.week_ahead"):
    return Plan(kind, subject, user, timezone.now().replace(microsecond=0) + timedelta(days=days))


def rows():
    return {(row.subject, row.recipient_id): row for row in Reminder.objects.order_by("pk")}


@inside
def test_planning_twice_makes_each_reminder_once(collaborative):
    plans = [reminder("event:1:r1", UserFactory()) for _ in range(3)]
    assert plan(collaborative=collaborative, plans=plans) == Planned(3, 0, 0, 0)
    assert plan(collaborative=collaborative, plans=plans) == Planned(0, 0, 3, 0)
    assert Reminder.objects.count() == 3


@inside
def test_another_time_moves_what_is_planned_and_leaves_what_was_sent(collaborative):
    early, late = UserFactory(), UserFactory()
    plan(collaborative=collaborative, plans=[reminder("event:1:r1", p) for p in (early, late)])
    Reminder.objects.filter(recipient=early).update(state=State.SENT)
    sent_at = rows()["event:1:r1", early.pk].due_at
    moved = [reminder("event:1:r1", p, days=9) for p in (early, late)]
    assert plan(collaborative=collaborative, plans=moved) == Planned(0, 1, 1, 0)
    now = rows()
    assert now["event:1:r1", late.pk].due_at == moved[1].due_at
    assert now["event:1:r1", early.pk].due_at == sent_at
    assert now["event:1:r1", early.pk].state == State.SENT


@inside
def test_a_new_revision_replaces_what_is_planned(collaborative):
    users = [UserFactory(), UserFactory()]
    plan(
        collaborative=collaborative,
        plans=[
            *(reminder("event:1:r1", user) for user in users),
            reminder("event:12:r1", users[0]),
        ],
    )
    Reminder.objects.filter(subject="event:1:r1", recipient=users[0]).update(state=State.SENT)
    done = replan(
        collaborative=collaborative,
        subject_prefix="event:1:",
        plans=[reminder("event:1:r2", user) for user in users],
    )
    assert done == Planned(2, 0, 0, 1)
    states = {key: row.state for key, row in rows().items()}
    assert states == {
        ("event:1:r1", users[0].pk): State.SENT,
        ("event:1:r1", users[1].pk): State.CANCELLED,
        ("event:12:r1", users[0].pk): State.PLANNED,
        ("event:1:r2", users[0].pk): State.PLANNED,
        ("event:1:r2", users[1].pk): State.PLANNED,
    }


@inside
def test_undoing_a_move_brings_the_first_reminders_back(collaborative):
    user = UserFactory()
    first = [reminder("event:1:r1", user)]
    replan(collaborative=collaborative, subject_prefix="event:1:", plans=first)
    replan(
        collaborative=collaborative,
        subject_prefix="event:1:",
        plans=[reminder("event:1:r2", user)],
    )
    done = replan(collaborative=collaborative, subject_prefix="event:1:", plans=first)
    assert done == Planned(0, 1, 0, 1)
    planned = Reminder.objects.get(state=State.PLANNED)
    assert (planned.subject, planned.settled_at) == ("event:1:r1", None)


@inside
def test_cancelling_ends_what_is_planned_and_nothing_else(collaborative):
    user = UserFactory()
    plans = [reminder("event:1:r1", user), reminder("event:12:r1", user)]
    plan(collaborative=collaborative, plans=plans)
    assert cancel(collaborative=collaborative, subject_prefix="event:1:") == 1
    assert cancel(collaborative=collaborative, subject_prefix="event:1:") == 0
    assert rows()["event:12:r1", user.pk].state == State.PLANNED


@inside
def test_a_prefix_that_would_mean_other_things_too_is_refused(collaborative):
    with pytest.raises(ValueError, match="colon"):
        cancel(collaborative=collaborative, subject_prefix="event:1")
    with pytest.raises(ValueError, match="outside"):
        replan(
            collaborative=collaborative,
            subject_prefix="event:1:",
            plans=[reminder("event:12:r1", UserFactory())],
        )


@inside
def test_planning_that_matches_nobody_says_so(collaborative, caplog):
    caplog.set_level(logging.WARNING, logger="bsc.notifications")
    assert plan(collaborative=collaborative, plans=[]) == Planned(0, 0, 0, 0)
    assert "matched nobody" in caplog.text


@inside
def test_another_collaboratives_reminders_are_not_touched(collaborative):
    theirs = ReminderFactory(subject="event:1:r1")
    plans = [reminder("event:1:r1", theirs.recipient)]
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        plan(collaborative=theirs.collaborative, plans=plans)
    assert Reminder.objects.count() == 0


@inside
def test_cancelling_from_another_scope_reaches_nothing(collaborative):
    theirs = ReminderFactory(subject="event:1:r1")
    assert cancel(collaborative=theirs.collaborative, subject_prefix="event:1:") == 0
    with scope(collaborative=theirs.collaborative):
        theirs.refresh_from_db()
    assert theirs.state == State.PLANNED
