"""What stands in the outbox after something asked for a mail."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django_scopes import scope
from django_scopes.exceptions import ScopeError
from kombu.exceptions import OperationalError

from bsc.audit.models import Entry
from bsc.mail import tasks
from bsc.mail.enums import Reason, State
from bsc.mail.models import Message
from bsc.mail.services import forget, may_be_sent_again, queue_message, send_again, withdraw
from bsc.tenancy.doors import nobodys_rows
from tests.factories import CollaborativeFactory, UserFactory
from tests.factories.mail import MessageFactory, deliver_everything, message_now

pytestmark = pytest.mark.django_db
NOON_UTC = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def inside(collaborative):
    return scope(collaborative=collaborative, organization=collaborative.organization)


def queue(to, collaborative, **changes):
    wanted = {
        "name": "notice",
        "to": to,
        "collaborative": collaborative,
        "context": {"thing": "Ann's <b>test</b>", "at": NOON_UTC},
        "dedupe_key": "thing:1",
    }
    return queue_message(**(wanted | changes))


def test_a_mail_is_rendered_in_the_receivers_language_and_time_zone():
    collaborative = CollaborativeFactory(time_zone="America/New_York")
    reader = UserFactory(name="Rosa Luna", language="es")
    traveller = UserFactory(time_zone="America/Los_Angeles")
    with inside(collaborative):
        first = queue(reader, collaborative)
        second = queue(traveller, collaborative, dedupe_key="thing:2")
    assert first.subject == "About Ann's <b>test</b> & more (es)"
    assert "Ann's <b>test</b> & more at 08:00" in first.body_text
    assert '<p lang="es">Ann&#x27;s &lt;b&gt;test&lt;/b&gt; at 08:00</p>' in first.body_html
    assert '<html lang="es">' in first.body_html
    assert first.language == "es"
    assert "more at 05:00" in second.body_text
    assert second.subject.endswith("(en)")


def test_a_mail_to_a_bare_address_has_the_language_one_names():
    with inside(collaborative := CollaborativeFactory()):
        message = queue("new@example.org", collaborative, language="es")
    assert (message.recipient, message.address) == (None, "new@example.org")
    assert message.subject.endswith("(es)")


def test_asking_twice_makes_one_message():
    collaborative, reader = CollaborativeFactory(), UserFactory()
    with inside(collaborative):
        first = queue(reader, collaborative)
        again = queue(reader, collaborative, context={"thing": "other", "at": NOON_UTC})
        assert again == first
        assert Message.objects.count() == 1
    with inside(other := CollaborativeFactory()):
        assert queue(reader, other) != first


def test_a_worker_is_woken_once_and_only_after_the_commit(
    django_capture_on_commit_callbacks, mailoutbox
):
    with inside(collaborative := CollaborativeFactory()):
        with django_capture_on_commit_callbacks(execute=True):
            queue(UserFactory(email="ann@example.org"), collaborative)
            queue(UserFactory(email="ann2@example.org"), collaborative)
            assert mailoutbox == []
    assert [mail.to for mail in mailoutbox] == [["ann@example.org"]]


def test_without_a_broker_the_message_waits_for_the_sweep(
    django_capture_on_commit_callbacks, mailoutbox, monkeypatch
):
    def nobody_there(*args, **kwargs):
        raise OperationalError("no broker")

    monkeypatch.setattr(tasks.deliver, "apply_async", nobody_there)
    with inside(collaborative := CollaborativeFactory()):
        with django_capture_on_commit_callbacks(execute=True):
            message = queue(UserFactory(), collaborative)
    assert message_now(message).state == State.QUEUED
    assert deliver_everything() == {State.SENT: 1}
    assert len(mailoutbox) == 1


def test_a_person_without_an_address_is_left_out_visibly(mailoutbox):
    with inside(collaborative := CollaborativeFactory()):
        message = queue(UserFactory(email=None), collaborative)
    assert (message.state, message.reason) == (State.SKIPPED, Reason.NO_ADDRESS)
    assert deliver_everything() == {}
    assert mailoutbox == []


def test_only_the_collaborative_in_scope_can_send():
    mine, theirs = CollaborativeFactory(), CollaborativeFactory()
    with inside(mine), pytest.raises(ScopeError):
        queue(UserFactory(), theirs)
    with pytest.raises(ScopeError):
        queue(UserFactory(), mine)


def test_sign_in_mail_belongs_to_nobody_and_no_page_of_a_collaborative_finds_it():
    reader = UserFactory()
    code = queue(reader, None, queue="codes")
    assert code.urgent
    with inside(collaborative := CollaborativeFactory()):
        assert not Message.objects.filter(pk=code.pk).exists()
        with pytest.raises(IntegrityError, match="codes_belong_to_nobody"), transaction.atomic():
            queue(reader, collaborative, queue="codes")


def test_one_click_headers_stand_on_mail_with_an_unsubscribe_link(mailoutbox):
    with inside(collaborative := CollaborativeFactory()):
        queue(UserFactory(), collaborative, unsubscribe_url="https://example.org/e/1/mail/")
        queue(UserFactory(), collaborative, dedupe_key="thing:2")
    deliver_everything()
    optional, necessary = (mail.message() for mail in mailoutbox)
    assert optional["List-Unsubscribe"] == "<https://example.org/e/1/mail/>"
    assert optional["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "https://example.org/e/1/mail/" in mailoutbox[0].body
    assert necessary["List-Unsubscribe"] is None


def test_a_named_human_sends_and_gets_the_answer(mailoutbox, settings):
    settings.DEFAULT_FROM_EMAIL = "BSC <bsc@example.org>"
    with inside(collaborative := CollaborativeFactory()):
        queue(
            UserFactory(),
            collaborative,
            sender_name="María,\nSunny Days BSC",
            reply_to="maria@example.org",
        )
    deliver_everything()
    sent = mailoutbox[0].message()
    assert mailoutbox[0].from_email.endswith("<bsc@example.org>")
    assert str(sent["From"]).endswith("<bsc@example.org>")
    assert "\n" not in mailoutbox[0].from_email
    assert sent["Reply-To"] == "maria@example.org"
    assert "María, Sunny Days BSC" in mailoutbox[0].body.replace("\n", " ")


@pytest.mark.parametrize("state", (State.UNSURE, State.FAILED))
def test_a_person_may_send_an_unsure_or_failed_message_again(state, mailoutbox):
    by = UserFactory()
    message = MessageFactory(state=state, reason=Reason.STOPPED, attempts=7)
    message.recipient.email = "corrected@example.org"
    message.recipient.save()
    with inside(message.collaborative):
        send_again(message=message, by=by)
        entry = Entry.objects.get()
        assert (entry.action, entry.by) == ("mail.sent_again", by)
        with pytest.raises(ValidationError):
            send_again(message=message, by=by)
    assert deliver_everything() == {State.SENT: 1}
    assert mailoutbox[0].to == ["corrected@example.org"]
    assert mailoutbox[0].extra_headers["Message-ID"] == message.message_id


@pytest.mark.parametrize("state", (State.QUEUED, State.SENDING, State.SENT))
def test_a_message_that_went_or_will_go_is_not_sent_again(state):
    message = MessageFactory(state=state)
    with inside(message.collaborative), pytest.raises(ValidationError):
        send_again(message=message, by=UserFactory())
    assert message_now(message).state == state


def test_somebody_who_has_an_address_by_now_gets_the_mail_after_all(mailoutbox):
    reader = UserFactory(email=None)
    with inside(collaborative := CollaborativeFactory()):
        message = queue(reader, collaborative)
        with pytest.raises(ValidationError):
            send_again(message=message, by=reader)
        reader.email = "now@example.org"
        reader.save()
        send_again(message=message, by=reader)
    deliver_everything()
    assert mailoutbox[0].to == ["now@example.org"]


def test_a_failed_code_is_not_sent_again():
    code = MessageFactory(collaborative=None, queue="codes", state=State.FAILED)
    with nobodys_rows(), pytest.raises(ValidationError):
        send_again(message=code, by=UserFactory())


def test_what_is_no_longer_needed_is_taken_back_while_it_waits():
    collaborative = CollaborativeFactory()
    waiting, sent, other = (
        MessageFactory(collaborative=collaborative, dedupe_key=key, state=state)
        for key, state in (
            ("nudge:1:2026-08:5", State.QUEUED),
            ("nudge:1:2026-08:4", State.SENT),
            ("nudge:12:2026-08:6", State.QUEUED),
        )
    )
    with inside(collaborative):
        assert withdraw(collaborative=collaborative, dedupe_prefix="nudge:1:2026-08:") == 1
        assert withdraw(collaborative=collaborative, dedupe_prefix="nudge:1:2026-08:") == 0
        with pytest.raises(ValueError, match="colon"):
            withdraw(collaborative=collaborative, dedupe_prefix="nudge:1")
        states = [message_now(one).state for one in (waiting, sent, other)]
        assert states == [State.SKIPPED, State.SENT, State.QUEUED]
        assert message_now(waiting).reason == Reason.NOT_NEEDED
        assert not may_be_sent_again(message_now(waiting))


def test_what_was_written_to_somebody_who_is_forgotten_is_deleted(mailoutbox):
    collaborative = CollaborativeFactory()
    with inside(collaborative):
        theirs = queue("ann@example.org", collaborative, dedupe_key="reader:1:a")
        other = queue("bo@example.org", collaborative, dedupe_key="reader:12:a")
        assert forget(collaborative=collaborative, dedupe_prefix="reader:1:") == 1
        theirs.refresh_from_db()
        other.refresh_from_db()
        assert (theirs.address, theirs.subject, theirs.body_text, theirs.body_html) == ("",) * 4
        assert (theirs.state, theirs.reason) == (State.SKIPPED, Reason.NOT_NEEDED)
        assert other.address == "bo@example.org"
        with pytest.raises(ValueError, match="colon"):
            forget(collaborative=collaborative, dedupe_prefix="reader:1")
    deliver_everything()
    assert [mail.to for mail in mailoutbox] == [["bo@example.org"]]
