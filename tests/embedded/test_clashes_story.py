"""The demonstration has one clash to find, whatever the day on which it is loaded."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django_scopes import scopes_disabled

from bsc.embedded.load import clashes, schedule
from bsc.embedded.load.people import load_people
from bsc.tenancy.doors import everything, inside
from collaboratives.schedule.clashes import find_clashes, sentence_of
from collaboratives.schedule.clashes.standing import planned_since_monday
from collaboratives.schedule.enums import ClashKind, EventKind
from collaboratives.schedule.holidays import named_days_off
from collaboratives.schedule.models import Event
from collaboratives.schedule.queries import Crowd

pytestmark = pytest.mark.django_db


def loaded():
    with everything("The demonstration is loaded for every tenant."):
        stories = []
        for story in load_people():
            schedule.load(story)
            clashes.load(story)
            stories.append(story)
    return stories


def clashes_of(story):
    with inside(story.collaborative):
        return find_clashes(
            planned_since_monday(story.collaborative),
            crowd=Crowd(),
            days_off=named_days_off(story.collaborative),
            zone=story.zone,
        )


@pytest.mark.parametrize(
    "day",
    (
        "2026-10-28",  # Learning Session 3 would be on Thanksgiving, the call on Veterans Day
        "2027-09-15",  # the call of today follows one of yesterday
        "2026-12-11",  # holidays are near
    ),
)
def test_there_is_one_clash_and_everything_else_gives_way(day):
    with time_machine.travel(datetime.fromisoformat(f"{day}T15:00").replace(tzinfo=UTC)):
        first, second = loaded()
        [clash] = clashes_of(first)
        assert clashes_of(second) == []
        assert clash.kind == ClashKind.SAME_WEEK
        assert {clash.first.kind, clash.second.kind} == {
            EventKind.ALL_TEAM_CALL,
            EventKind.AFFINITY_CALL,
        }
        assert "people have two calls in one week" in sentence_of(clash)
        assert all(person.team_ids for person in clash.people)
        call = first.found["events"]["all-team:2"]
        assert call.revision == 1
        [closed] = first.collaborative.closed_days
        assert call.first_day_in(first.zone).isoformat() < closed["on"]


def test_what_gives_way_keeps_its_hour():
    with time_machine.travel(datetime(2026, 10, 28, 15, tzinfo=UTC)):
        first, _second = loaded()
    with scopes_disabled():
        session = Event.objects.get(
            collaborative=first.collaborative, kind=EventKind.LEARNING_SESSION, number=3
        )
    local = session.starts_at.astimezone(first.zone)
    assert (local.hour, local.minute, local.weekday()) == (8, 0, 3)
    assert session.ends_at - session.starts_at == timedelta(hours=8)
