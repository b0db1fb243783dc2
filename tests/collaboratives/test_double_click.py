"""Two clicks at the same moment: the second meets the row of the first, and nobody an error."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone
from django_scopes import scopes_disabled
from zeal import zeal_ignore

from collaboratives.community import services
from collaboratives.community.models import Topic
from collaboratives.schedule.models import Rsvp
from tests.factories.community import TopicFactory
from tests.factories.schedule import EventFactory, RsvpFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def words():
    return {
        "audience": "everyone",
        "title": "Our Friday",
        "body": "We sang.",
        "language": "en",
        "token": str(uuid.uuid4()),
    }


def titles():
    with scopes_disabled():
        return list(Topic.objects.values_list("title", flat=True))


@pytest.mark.parametrize("clean_first", (True, False))
def test_the_second_click_finds_what_the_first_made(client, cast, monkeypatch, clean_first):
    clean = Topic.full_clean

    def first_click_wins(topic, *args, **kwargs):
        monkeypatch.setattr(Topic, "full_clean", clean)
        TopicFactory(author=cast.member, token=topic.token)
        if clean_first:
            clean(topic, *args, **kwargs)

    monkeypatch.setattr(Topic, "full_clean", first_click_wins)
    answer = cast.sign_in(client, "member").post(cast.url("board/new/"), words())
    assert answer.status_code == 302
    assert titles() == ["Our Friday"]


def test_so_it_does_where_a_model_notices_before_the_database(client, cast, monkeypatch):
    clean = Rsvp.full_clean

    def first_click_wins(answer, *args, **kwargs):
        monkeypatch.setattr(Rsvp, "full_clean", clean)
        RsvpFactory(event=event, membership=cast.member, answer="no")
        clean(answer, *args, **kwargs)

    event = EventFactory(collaborative=cast.collaborative, starts_at=timezone.now() + DAY)
    monkeypatch.setattr(Rsvp, "full_clean", first_click_wins)
    path = cast.url(f"calendar/{event.pk}/")
    with zeal_ignore():  # the page is asked twice: that is the point
        answer = cast.sign_in(client, "member").post(path, {"answer": "yes"})
    assert answer.status_code == 302
    with scopes_disabled():
        assert [rsvp.answer for rsvp in Rsvp.objects.all()] == ["yes"]


class TwiceError(Exception):
    """What the driver says of a row that exists."""

    pgcode = "23505"


@pytest.mark.parametrize(("cause", "asked"), ((TwiceError(), 2), (None, 1)))
def test_what_is_wrong_otherwise_or_both_times_is_an_error(client, cast, monkeypatch, cause, asked):
    calls = []

    def never(**given):
        calls.append(given)
        raise IntegrityError from cause

    monkeypatch.setattr(services, "start_topic", never)
    cast.sign_in(client, "member")
    with pytest.raises(IntegrityError):
        client.post(cast.url("board/new/"), words())
    assert len(calls) == asked
