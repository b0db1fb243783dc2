"""The story's agendas, self-assessments and board stand as they are told."""

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from bsc.embedded.load import assessment, community, framework, learning_sessions, schedule
from bsc.embedded.load.people import load_people
from bsc.embedded.load.story import read
from bsc.tenancy.doors import everything
from centers.assessment.models import Assessment, DriverComment, Rating
from collaboratives.community.models import Post, Topic, TopicPhoto
from collaboratives.community.queries import unanswered_topics
from learning_sessions.models import AgendaItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    """The first story, with all that these three loaders need and make."""
    parts = (framework, schedule, assessment, learning_sessions, community)
    stories = []
    with everything("The demonstration is loaded for every tenant."):
        for story in load_people():
            for part in parts:
                part.load(story)
            stories.append(story)
    return stories[0]


def test_it_stands_as_it_is_told(first):
    with scopes_disabled():
        told = read("board")["topics"]
        assert Topic.objects.count() == len(told) == 18
        assert Post.objects.count() == sum(len(each.get("posts", [])) for each in told) == 62
        assert TopicPhoto.objects.count() == 3
        assert not Post.objects.filter(created_at__gt=timezone.now()).exists()
        waiting = unanswered_topics(first.people["anjali-deshmukh"])
        assert {topic.title for topic in waiting} >= {
            each["title"].strip() for each in told if not each.get("posts")
        }
        assert (
            not Post.objects.filter(author__in=waiting.values("author"))
            .filter(topic__in=waiting, hat__team=None)
            .exists()
        )

        assert Assessment.objects.count() == 16
        assert Assessment.objects.filter(settled_at=None).count() == 1
        scores = [
            score
            for each in read("assessment")["assessments"]
            for row in each["ratings"].values()
            for score in row
            if score is not None
        ]
        assert Rating.objects.filter(score__isnull=False).count() == len(scores)
        assert DriverComment.objects.exclude(text="").exists()

        session = first.found["events"]["learning_session_1"]
        items = AgendaItem.objects.filter(event=session, breakout_of=None)
        assert items.count() == 16
        assert items.filter(leads__isnull=False).exists()
