"""What was sent to whom: a page of the implementation team."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from bsc.mail.enums import Reason, State
from tests.cast import cast_gets
from tests.factories import UserFactory
from tests.factories.mail import MessageFactory, ReminderFactory, message_now

pytestmark = pytest.mark.django_db
ONLY_THE_DESK = cast_gets(implementation=200, others=403)


def page(client, cast, query=""):
    cast.sign_in(client, "implementation")
    return client.get(cast.url(f"outbox/{query}"))


@pytest.mark.parametrize(("who", "status"), ONLY_THE_DESK)
def test_who_may_see_the_page(client, cast, who, status):
    assert cast.get(client, who, "outbox/") == status


@pytest.mark.parametrize(
    ("who", "status"),
    [(who, 302 if status == 200 else status) for who, status in ONLY_THE_DESK],
)
def test_who_may_send_again(client, cast, who, status):
    message = MessageFactory(collaborative=cast.collaborative, state=State.UNSURE)
    assert cast.post(client, who, f"outbox/{message.pk}/send-again/") == status
    again = who == "implementation"
    assert message_now(message).state == (State.QUEUED if again else State.UNSURE)


def test_it_shows_what_became_of_each_message(client, cast):
    rows = {"collaborative": cast.collaborative, "recipient": UserFactory(name="Rosa Luna")}
    MessageFactory(**rows, subject="Next call", state=State.SENT, sent_at=timezone.now())
    MessageFactory(**rows, subject="Numbers", state=State.UNSURE, reason=Reason.STOPPED)
    MessageFactory(
        **rows, subject="Poster", state=State.FAILED, reason=Reason.REFUSED, smtp_code=550
    )
    MessageFactory(
        **rows | {"recipient": UserFactory(email=None)},
        subject="Card",
        address="",
        state=State.SKIPPED,
        reason=Reason.NO_ADDRESS,
    )
    html = page(client, cast).content.decode()
    for words in (
        "Rosa Luna",
        "Next call",
        "It may have arrived.",
        "The receiving mail server refused it.",
        "(answer 550)",
        "This person has no e-mail address.",
        "2 messages were not sent",
    ):
        assert words in html
    assert html.count("/send-again/") == 2


def test_it_says_what_became_of_reminders(client, cast):
    when = {"collaborative": cast.collaborative, "settled_at": timezone.now()}
    for state in ("sent", "sent", "skipped", "failed"):
        ReminderFactory(**when, state=state)
    ReminderFactory(**when | {"settled_at": timezone.now() - timedelta(days=8)}, state="sent")
    ReminderFactory(state="sent", settled_at=timezone.now())
    words = "2 went out, 1 were not needed any more, 1 failed"
    assert words in page(client, cast).content.decode()


def test_bodies_and_mail_of_nobody_and_of_others_are_not_on_it(client, cast):
    listed = MessageFactory(
        collaborative=cast.collaborative, body_text="inner words", body_html="inner words"
    )
    MessageFactory(
        collaborative=None,
        recipient=cast.member.user,
        queue="codes",
        subject="Your sign-in code",
        body_text="AB12CD",
    )
    MessageFactory(collaborative=None, recipient=cast.member.user, subject="Your new address")
    MessageFactory(subject="Another collaborative's mail")
    response = page(client, cast)
    assert [row["message"] for row in response.context["rows"]] == [listed]
    html = response.content.decode()
    for hidden in ("inner words", "AB12CD", "Your sign-in code", "Your new address", "Another"):
        assert hidden not in html


@pytest.mark.parametrize("collaborative", ("nobody", "another"))
def test_a_message_outside_the_collaborative_cannot_be_sent_from_it(client, cast, collaborative):
    where = {"collaborative": None} if collaborative == "nobody" else {}
    message = MessageFactory(state=State.FAILED, **where)
    assert cast.post(client, "implementation", f"outbox/{message.pk}/send-again/") == 404
    assert message_now(message).state == State.FAILED


def test_sending_again_twice_queues_it_once_and_says_so(client, cast):
    message = MessageFactory(collaborative=cast.collaborative, state=State.FAILED)
    path = cast.url(f"outbox/{message.pk}/send-again/")
    cast.sign_in(client, "implementation")
    first = client.post(path, follow=True)
    second = client.post(path, follow=True)
    assert b"on its way again" in first.content
    assert b"already sent again" in second.content
    assert client.get(path).status_code == 405


def test_a_state_and_a_word_narrow_the_list(client, cast):
    rosa = UserFactory(name="Rosa Luna", email="rosa@example.org")
    for state in (State.SENT, State.FAILED):
        MessageFactory(collaborative=cast.collaborative, recipient=rosa, state=state)
        MessageFactory(collaborative=cast.collaborative, state=state)

    def shown(query):
        rows = page(client, cast, query).context["rows"]
        return sorted((row["message"].recipient == rosa, row["message"].state) for row in rows)

    assert len(shown("")) == 4
    assert shown("?state=failed") == [(False, "failed"), (True, "failed")]
    assert shown("?q=rosa@") == shown("?q=luna") == [(True, "failed"), (True, "sent")]
    assert shown("?q=Luna&state=sent") == [(True, "sent")]
    assert shown("?q=nobody-of-this-name") == []
    assert len(shown("?state=nonsense")) == 4
    assert b"Nothing found" in page(client, cast, "?q=nobody-of-this-name").content


def test_an_empty_outbox_says_what_will_be_there(client, cast):
    assert b"No mail yet" in page(client, cast).content


def test_a_long_list_has_pages_newest_first(client, cast):
    for days in range(30):
        message = MessageFactory(collaborative=cast.collaborative, subject=f"Day {days:02}")
        age(message, days)
    first, second = page(client, cast), page(client, cast, "?page=2")
    assert [row["message"].subject for row in first.context["rows"]][:2] == ["Day 00", "Day 01"]
    assert (len(first.context["rows"]), len(second.context["rows"])) == (25, 5)


def age(message, days):
    with scopes_disabled():
        type(message).objects.filter(pk=message.pk).update(
            created_at=timezone.now() - timedelta(days=days)
        )


@pytest.mark.parametrize("item_count", (1, 3))
def test_the_number_of_queries_does_not_grow(client, cast, item_count, django_assert_num_queries):
    for _ in range(item_count):
        MessageFactory(collaborative=cast.collaborative, state=State.FAILED)
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(9):
        client.get(cast.url("outbox/"))
