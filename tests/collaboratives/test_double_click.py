"""Two clicks at the same moment: the second meets the row of the first, and nobody an error."""

import uuid

import pytest
from django.db import IntegrityError
from django_scopes import scopes_disabled

from collaboratives.community import services
from collaboratives.community.models import Topic
from tests.factories.community import TopicFactory

pytestmark = pytest.mark.django_db


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


def test_the_second_click_finds_what_the_first_made(client, cast, monkeypatch):
    clean = Topic.full_clean

    def first_click_wins(topic, *args, **kwargs):
        monkeypatch.setattr(Topic, "full_clean", clean)
        TopicFactory(author=cast.member, token=topic.token)

    monkeypatch.setattr(Topic, "full_clean", first_click_wins)
    answer = cast.sign_in(client, "member").post(cast.url("board/new/"), words())
    assert answer.status_code == 302
    assert titles() == ["Our Friday"]


def test_what_is_wrong_both_times_is_an_error(client, cast, monkeypatch):
    calls = []

    def never(**given):
        calls.append(given)
        raise IntegrityError

    monkeypatch.setattr(services, "start_topic", never)
    cast.sign_in(client, "member")
    with pytest.raises(IntegrityError):
        client.post(cast.url("board/new/"), words())
    assert len(calls) == 2
