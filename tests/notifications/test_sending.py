"""At its time each reminder is decided again, and goes out at most once."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from django_scopes import scopes_disabled

from bsc.mail.models import Message
from bsc.notifications import registry, tasks
from bsc.notifications.links import person_behind
from bsc.notifications.models import Reminder
from collaboratives.enums import Role
from tests.factories import MembershipFactory, MembershipRoleFactory
from tests.factories.mail import ReminderFactory, deliver_everything, send_due_reminders

pytestmark = pytest.mark.django_db
State = Reminder.State
WEDNESDAY_NOON = datetime(2026, 7, 15, 16, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_a_wednesday():
    with time_machine.travel(WEDNESDAY_NOON, tick=False):
        yield


def reminder_to_a_member(*, ends_on=None, **changes):
    membership = MembershipFactory()
    MembershipRoleFactory(
        membership=membership, role=Role.FACULTY, starts_on="2026-01-05", ends_on=ends_on
    )
    return ReminderFactory(
        collaborative=membership.collaborative, recipient=membership.user, **changes
    )


def now(reminder):
    with scopes_disabled():
        return Reminder.objects.select_related("message").get(pk=reminder.pk)


def messages():
    with scopes_disabled():
        return list(Message.objects.order_by("pk"))


def test_a_due_reminder_becomes_one_mail(calls_to_make, mailoutbox):
    reminder = reminder_to_a_member()
    assert send_due_reminders() == {State.SENT: 1}
    assert send_due_reminders() == {}
    sent = now(reminder)
    assert (sent.state, sent.settled_at) == (State.SENT, timezone.now())
    assert messages() == [sent.message]
    assert sent.message.dedupe_key == f"reminder:{reminder.pk}"
    assert sent.message.collaborative_id == reminder.collaborative_id
    deliver_everything()
    (mail,) = mailoutbox
    assert mail.to == [reminder.recipient.email]
    assert mail.reply_to == ["maria@example.org"]
    link = mail.extra_headers["List-Unsubscribe"].strip("<>")
    assert person_behind(link.split("/")[-3]) == reminder.recipient


def test_a_reminder_that_is_not_due_waits(calls_to_make):
    reminder_to_a_member(due_at=WEDNESDAY_NOON + timedelta(minutes=1))
    assert send_due_reminders() == {}
    assert messages() == []


def test_what_is_done_already_is_not_asked_for(calls_to_make):
    reminder = reminder_to_a_member()
    calls_to_make.append("already submitted")
    assert send_due_reminders() == {State.SKIPPED: 1}
    assert now(reminder).reason == "already submitted"
    assert messages() == []


def test_somebody_who_left_hears_nothing(calls_to_make):
    left = reminder_to_a_member(ends_on="2026-07-14")
    never_there = ReminderFactory()
    stays = reminder_to_a_member(ends_on="2026-07-15")
    assert send_due_reminders() == {State.SKIPPED: 2, State.SENT: 1}
    assert now(left).reason == now(never_there).reason == "left the collaborative"
    assert now(stays).state == State.SENT


def test_a_closed_account_hears_nothing(calls_to_make):
    reminder = reminder_to_a_member()
    reminder.recipient.is_active = False
    reminder.recipient.save()
    assert send_due_reminders() == {State.SKIPPED: 1}


@pytest.mark.parametrize(
    ("choice", "wanted_as", "goes"),
    (
        ("digest", "digest", True),
        ("digest", "reminders", True),
        ("reminders", "digest", False),
        ("reminders", "reminders", True),
        ("none", "reminders", False),
        ("none", "digest", False),
        ("none", "always", True),
    ),
)
def test_a_persons_choice_holds(kinds, choice, wanted_as, goes):
    @kinds("test.kind", reason_to_skip=lambda reminder: None, wanted_as=wanted_as)
    def build(reminder):
        return registry.Mail("notice", {})

    reminder = reminder_to_a_member()
    reminder.recipient.mail_choice = choice
    reminder.recipient.save()
    assert send_due_reminders() == {State.SENT if goes else State.SKIPPED: 1}
    offers_less = [bool(message.headers) for message in messages()]
    assert offers_less == ([wanted_as != "always"] if goes else [])


def test_quiet_hours_move_a_reminder_to_the_morning_where_it_is_decided_again(calls_to_make):
    reminder = reminder_to_a_member()
    night = datetime(2026, 7, 15, 23, 0, tzinfo=UTC)  # 19:00 in New York
    morning = datetime(2026, 7, 16, 11, 0, tzinfo=UTC)
    with time_machine.travel(night, tick=False):
        assert send_due_reminders() == {"moved": 1}
        assert send_due_reminders() == {}
    assert (now(reminder).state, now(reminder).due_at) == (State.PLANNED, morning)
    calls_to_make.append("already submitted")
    with time_machine.travel(morning, tick=False):
        assert send_due_reminders() == {State.SKIPPED: 1}


def test_a_cancellation_breaks_through_quiet_hours(kinds):
    @kinds("test.kind", reason_to_skip=lambda reminder: None, breaks_quiet_hours=True)
    def build(reminder):
        return registry.Mail("notice", {})

    reminder_to_a_member()
    with time_machine.travel(datetime(2026, 7, 16, 3, 0, tzinfo=UTC), tick=False):
        assert send_due_reminders() == {State.SENT: 1}


def test_a_reminder_that_comes_too_late_is_left_out(calls_to_make):
    late = reminder_to_a_member(due_at=WEDNESDAY_NOON - timedelta(days=1, seconds=1))
    just = reminder_to_a_member(due_at=WEDNESDAY_NOON - timedelta(days=1))
    assert send_due_reminders() == {State.SKIPPED: 1, State.SENT: 1}
    assert (now(late).reason, now(just).state) == ("too late", State.SENT)


def test_one_broken_kind_stops_nobody_and_is_given_up_after_three_tries(
    kinds, calls_to_make, caplog
):
    @kinds("broken.kind", reason_to_skip=lambda reminder: None)
    def build(reminder):
        raise KeyError(reminder.recipient.email)

    broken, fine = reminder_to_a_member(kind="broken.kind"), reminder_to_a_member()
    assert send_due_reminders() == {State.FAILED: 1, State.SENT: 1}
    assert now(fine).state == State.SENT
    for attempt in (1, 2):
        assert now(broken).state == State.PLANNED
        later = WEDNESDAY_NOON + timedelta(minutes=11 * attempt)
        with time_machine.travel(later, tick=False):
            assert send_due_reminders() == {State.FAILED: 1}
    assert now(broken).state == State.FAILED
    assert "KeyError at" in caplog.text
    assert broken.recipient.email not in caplog.text


def test_a_reminder_of_an_unknown_kind_fails_visibly(kinds):
    reminder = reminder_to_a_member()
    assert send_due_reminders() == {State.FAILED: 1}
    assert (now(reminder).state, now(reminder).reason) == (State.FAILED, "no app knows this kind")


def test_a_half_done_reminder_leaves_no_mail(calls_to_make, monkeypatch):
    reminder = reminder_to_a_member()

    def break_off(self, *args, **kwargs):
        raise RuntimeError("killed here")

    with monkeypatch.context() as broken:
        broken.setattr(Reminder, "save", break_off)
        assert send_due_reminders() == {State.FAILED: 1}
    assert messages() == []
    assert now(reminder).state == State.PLANNED


def test_a_run_that_found_nobody_says_so(kinds, caplog):
    caplog.set_level(logging.INFO, logger="bsc.notifications")
    assert tasks.send_due() == {}
    assert "nobody was due" in caplog.text


def test_two_kinds_cannot_share_a_name(kinds, calls_to_make):
    with pytest.raises(ValueError, match=r"test\.kind"):
        kinds("test.kind", reason_to_skip=lambda reminder: None)(lambda reminder: None)


def test_the_beat_entry_names_a_real_task():
    assert tasks.BEAT["reminders"]["task"] == tasks.send_due.name
