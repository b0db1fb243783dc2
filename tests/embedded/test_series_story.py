"""The demonstration shows what can happen to a series of calls."""

import pytest

from bsc.embedded.load import clashes, schedule, series
from bsc.embedded.load.people import load_people
from bsc.tenancy.doors import everything, inside
from collaboratives.schedule.models import Event, Series

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories():
    with everything("The demonstration is loaded for every tenant."):
        told = []
        for story in load_people():
            schedule.load(story)
            clashes.load(story)
            series.load(story)
            told.append(story)
        return told


def test_a_call_is_off_and_a_place_changed(stories):
    with inside(stories[0].collaborative):
        off = Event.objects.get(status="cancelled")
        changed = Series.objects.exclude(last_change={}).get()
        places = set(changed.events.order_by("starts_at").values_list("place", flat=True))
    assert off.kind == "senior_leader_call"
    assert "conference" in off.cancelled_because
    assert changed.kind == "team_leader_call"
    assert len(changed.last_change["events"]) >= 2
    assert len(places) == 2


def test_other_stories_are_left_alone(stories):
    for story in stories[1:]:
        with inside(story.collaborative):
            assert not Event.objects.filter(status="cancelled").exists()
            assert not Series.objects.exclude(last_change={}).exists()
