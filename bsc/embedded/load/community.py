"""The board of the story: topics, replies and three photographs."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from bsc.embedded.load.board_pictures import picture_of
from bsc.embedded.load.schedule import day_of
from bsc.embedded.load.story import Story
from collaboratives.community.models import Post, Topic
from collaboratives.community.rules import hats_for_reply, hats_for_topic
from collaboratives.community.services import reply, set_pinned, start_topic
from collaboratives.models import Membership, MembershipRole

Told = Mapping[str, Any]


def load(story: Story) -> None:
    """Write the topics whose writers are in this collaborative."""
    for told in story.read("board")["topics"]:
        if told["by"] in story.people:
            _topic(story, told)


def _topic(story: Story, told: Told) -> None:
    author = story.people[told["by"]]
    team = story.teams.get(told["audience"])
    hats = [hat for hat in hats_for_topic(author) if team is None or hat.team_id == team.pk]
    photo = told.get("photo", "").strip()
    topic = start_topic(
        author=author,
        hat=_hat(author, hats),
        title=told["title"].strip(),
        body=told["body"].strip(),
        language=told.get("language", "en"),
        token=uuid5(NAMESPACE_DNS, f"{told['key']}.board.example.org"),
        team=team,
        driver=story.found["drivers"].get(told.get("driver", "")),
        photo=picture_of(told["key"]) if photo else None,
        alt=photo,
    )
    if told.get("pinned"):
        set_pinned(topic=topic, pinned=True, by=author)
    day = day_of(story, told["weeks_ago"], told["weekday"])
    begun = last = _moment(story, day)
    for place, post in enumerate(told.get("posts", [])):
        last = _post(story, topic, post, day, last, place)
    Topic.objects.filter(pk=topic.pk).update(created_at=begun, active_at=last)


def _post(
    story: Story, topic: Topic, told: Told, day: dt.date, last: dt.datetime, place: int
) -> dt.datetime:
    author = story.people[told["by"]]
    post = reply(
        topic=topic,
        author=author,
        hat=_hat(author, hats_for_reply(author, topic)),
        body=told["text"].strip(),
        language=told.get("language", "en"),
        token=uuid5(topic.token, str(place)),
    )
    said = _moment(story, day + dt.timedelta(days=told["days_after"]))
    # Two answers of one day stand in the order of the story.
    said = max(said, last + dt.timedelta(minutes=17))
    Post.objects.filter(pk=post.pk).update(created_at=said)
    return said


def _hat(author: Membership, hats: list[MembershipRole]) -> MembershipRole:
    # Somebody who has left wrote under the hat they had.
    return hats[0] if hats else MembershipRole.objects.filter(membership=author).earliest("pk")


def _moment(story: Story, day: dt.date) -> dt.datetime:
    hour, minute = story.random.choice((7, 12, 13, 17, 20)), story.random.randrange(60)
    told = dt.datetime.combine(day, dt.time(hour, minute), tzinfo=story.zone)
    latest = dt.datetime.combine(story.today, dt.time(0, 5), tzinfo=story.zone)
    return min(told, latest)
