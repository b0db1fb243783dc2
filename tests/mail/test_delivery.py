"""The hand-over: what each answer of a real mail server makes of a message."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_scopes import scopes_disabled

from bsc.mail import delivery, tasks
from bsc.mail.enums import Reason, State
from bsc.mail.models import Message
from tests.factories.mail import MessageFactory, deliver_everything, message_now

pytestmark = pytest.mark.django_db


def test_a_message_arrives_once_with_both_bodies(smtp):
    message = MessageFactory(
        address="ann@example.org", body_text="Hello\n", body_html="<p>Hello</p>", language="es"
    )
    assert deliver_everything() == {State.SENT: 1}
    assert deliver_everything() == {}
    (arrived,) = smtp.taken
    assert arrived["Message-ID"] == message.message_id
    assert arrived["To"] == "ann@example.org"
    assert arrived["Content-Language"] == "es"
    assert arrived.get_body(("plain",)).get_content().strip() == "Hello"
    assert arrived.get_body(("html",)).get_content().strip() == "<p>Hello</p>"
    now = message_now(message)
    assert (now.state, now.attempts, now.reason) == (State.SENT, 1, "")
    assert now.sent_at is not None


@pytest.mark.parametrize("code", sorted(delivery.TRY_LATER_CODES))
@pytest.mark.parametrize("stage", ("RCPT", "DATA"))
def test_listed_answers_are_tried_again_after_a_while(smtp, code, stage):
    message = MessageFactory()
    smtp.answer = lambda at, address: f"{code} not now" if at == stage else None
    deliver_everything()
    waiting = message_now(message)
    assert (waiting.state, waiting.reason) == (State.QUEUED, Reason.TRY_LATER)
    assert waiting.smtp_code == code
    smtp.answer = lambda at, address: None
    assert deliver_everything() == {}
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert deliver_everything() == {State.SENT: 1}
    assert len(smtp.taken) == 1
    assert message_now(message).smtp_code is None


@pytest.mark.parametrize("code", (500, 550, 552, 554))
@pytest.mark.parametrize("stage", ("RCPT", "DATA"))
def test_other_refusals_are_final_and_keep_their_reason(smtp, code, stage):
    message, other = MessageFactory(), MessageFactory()
    smtp.answer = lambda at, address: (
        f"{code} no" if at == stage and address == message.address else None
    )
    assert deliver_everything() == {State.FAILED: 1, State.SENT: 1}
    failed = message_now(message)
    assert (failed.reason, failed.smtp_code) == (Reason.REFUSED, code)
    assert message_now(other).state == State.SENT


def test_it_is_given_up_after_the_last_wait(smtp):
    message = MessageFactory()
    smtp.answer = lambda at, address: "451 busy"
    moment = timezone.now()
    for wait in delivery.WAITS["default"]:
        with time_machine.travel(moment, tick=False):
            assert deliver_everything() == {State.QUEUED: 1}
        moment += timedelta(seconds=wait)
        with time_machine.travel(moment - timedelta(seconds=1), tick=False):
            assert deliver_everything() == {}
    with time_machine.travel(moment, tick=False):
        assert deliver_everything() == {State.FAILED: 1}
    given_up = message_now(message)
    assert (given_up.reason, given_up.smtp_code) == (Reason.GAVE_UP, 451)
    assert given_up.attempts == len(delivery.WAITS["default"]) + 1


def test_a_server_out_of_reach_costs_no_message(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    message = MessageFactory()
    assert deliver_everything() == {State.QUEUED: 1}
    waiting = message_now(message)
    assert (waiting.reason, waiting.smtp_code) == (Reason.TRY_LATER, None)
    assert waiting.next_attempt_at > timezone.now()


@pytest.mark.parametrize(
    ("urgent", "state", "repeats"), ((False, State.UNSURE, 0), (True, State.QUEUED, 1))
)
def test_a_connection_that_breaks_after_the_content_leaves_the_truth_open(
    smtp, urgent, state, repeats
):
    message = MessageFactory(urgent=urgent)
    smtp.hang_up_after_taking = True
    deliver_everything()
    open_ended = message_now(message)
    assert (open_ended.state, open_ended.reason) == (state, Reason.CUT_OFF)
    smtp.hang_up_after_taking = False
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        deliver_everything()
    assert [mail["Message-ID"] for mail in smtp.taken] == [message.message_id] * (1 + repeats)


def test_a_message_no_mail_can_be_made_of_fails_alone(smtp):
    broken, fine = MessageFactory(subject="one\ntwo"), MessageFactory()
    assert deliver_everything() == {State.FAILED: 1, State.SENT: 1}
    assert message_now(broken).reason == Reason.UNREADABLE
    assert message_now(fine).state == State.SENT


def test_a_code_that_works_no_more_is_not_sent(mailoutbox, settings):
    code = MessageFactory(collaborative=None, queue="codes", urgent=True)
    late = timezone.now() + timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT + 1)
    with time_machine.travel(late):
        assert deliver_everything() == {State.SKIPPED: 1}
    assert message_now(code).reason == Reason.TOO_LATE
    assert mailoutbox == []


def test_a_code_does_not_lie_about_after_it_was_sent(mailoutbox):
    code = MessageFactory(
        collaborative=None, queue="codes", body_text="Code AB12CD", body_html="<p>AB12CD</p>"
    )
    other = MessageFactory(body_text="Words")
    deliver_everything()
    assert "AB12CD" in mailoutbox[0].body
    assert (message_now(code).body_text, message_now(code).body_html) == ("", "")
    assert message_now(other).body_text == "Words"


@pytest.mark.parametrize(
    ("urgent", "state"), ((False, State.UNSURE), (True, State.SENT)), ids=("other", "urgent")
)
def test_what_a_stopped_worker_left_is_settled_after_its_lease(mailoutbox, urgent, state):
    since = timezone.now() - delivery.lease()
    stopped = MessageFactory(
        state=State.SENDING, claimed_at=since - timedelta(seconds=1), attempts=1, urgent=urgent
    )
    working = MessageFactory(
        state=State.SENDING, claimed_at=since + timedelta(seconds=30), urgent=urgent
    )
    deliver_everything()
    assert message_now(stopped).state == state
    assert message_now(working).state == State.SENDING
    sent = [mail.extra_headers["Message-ID"] for mail in mailoutbox]
    assert sent == ([stopped.message_id] if urgent else [])


def test_an_urgent_message_that_stops_every_worker_ends_as_unsure():
    since = timezone.now() - delivery.lease() * 2
    poison = MessageFactory(state=State.SENDING, claimed_at=since, attempts=99, urgent=True)
    assert delivery.settle_stopped("default") == {State.UNSURE: 1}
    assert message_now(poison).state == State.UNSURE


def test_a_worker_taken_for_dead_still_tells_what_it_knows(smtp):
    message = MessageFactory()
    claimed = _claimed(message)
    with time_machine.travel(timezone.now() + delivery.lease() * 2):
        delivery.settle_stopped("default")
    assert message_now(message).state == State.UNSURE
    with scopes_disabled():
        delivery._settle(claimed, delivery._hand_over(claimed))
    assert message_now(message).state == State.SENT


def test_a_worker_that_was_overtaken_changes_nothing(smtp):
    message = MessageFactory()
    claimed = _claimed(message)
    with scopes_disabled():
        Message.objects.filter(pk=message.pk).update(claim=claimed.claim + 1)
        delivery._settle(claimed, delivery.Outcome(State.FAILED, Reason.REFUSED, 550))
    assert message_now(message).state == State.SENDING


def _claimed(message):
    with scopes_disabled():
        return delivery._claim(message.pk)


def test_no_address_and_no_word_of_a_mail_is_logged(smtp, caplog):
    caplog.set_level(logging.DEBUG, logger="bsc")
    for reply in ("550 <ann@example.org> is unknown", "451 later", None):
        smtp.answer = lambda at, address, reply=reply: reply if at == "RCPT" else None
        MessageFactory(address="ann@example.org", subject="Secret", body_text="Secret words")
        deliver_everything()
    logged = caplog.text
    assert "550" in logged
    assert "ann@example.org" not in logged
    assert "Secret" not in logged


def test_a_code_goes_on_its_own_queue_and_a_sweep_of_the_other_leaves_it(mailoutbox):
    code = MessageFactory(collaborative=None, queue="codes")
    mail = MessageFactory()
    assert delivery.sweep("default") == {State.SENT: 1}
    assert message_now(code).state == State.QUEUED
    assert message_now(mail).state == State.SENT
    assert delivery.sweep("codes") == {State.SENT: 1}


def test_the_beat_entries_name_real_tasks_and_both_queues():
    assert {entry["task"] for entry in tasks.BEAT.values()} == {tasks.sweep.name}
    assert {entry["args"][0] for entry in tasks.BEAT.values()} == {"default", "codes"}
    assert tasks.sweep("default") == {}
