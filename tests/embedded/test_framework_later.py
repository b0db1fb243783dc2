"""The framework of the demonstration goes on in mid-course, and what was done before keeps its words."""

import pytest
from django_scopes import scopes_disabled

from bsc.embedded.load import framework, framework_later, metrics, pdsa
from bsc.embedded.load.people import load_people
from bsc.embedded.load.story import read
from bsc.tenancy.doors import everything
from collaboratives.framework.differences import difference
from collaboratives.framework.models import ChangeIdea, FrameworkRelease
from collaboratives.framework.wording import then_of
from pdsa.models import Ramp

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    with everything("The demonstration is loaded for every tenant."):
        stories = []
        for story in load_people():
            stories.append(story)
            if len(stories) == 1:
                for part in (framework, metrics, pdsa, framework_later):
                    part.load(story)
    return stories[0]


def test_release_two_differs_and_an_older_test_shows_its_old_words(first):
    with scopes_disabled():
        one, two = FrameworkRelease.objects.order_by("version")
        deeds = [str(change.deed) for change in difference(one.snapshot, two.snapshot)]
        assert sorted(set(deeds)) == ["added", "retired", "reworded"]
        assert one.released_at < two.released_at
        ramps = Ramp.objects.select_related(
            "release", "secondary_driver__primary", "secondary_driver__merged_into"
        ).filter(secondary_driver__key="open-communication")
        older = ramps.filter(release=one)
        assert older
        for ramp in older:
            then = then_of(ramp.secondary_driver, ramp.release)
            assert then.words.text == "Use open, consistent communication with families"
        assert Ramp.objects.filter(release=two).exists()
        waiting = ChangeIdea.objects.filter(status="proposed")
        assert waiting.count() == len(read("framework_later")["growing-together"]["suggested"]) - 1
