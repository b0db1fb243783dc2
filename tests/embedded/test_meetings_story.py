"""The story's weekly meetings look alive whatever day it is, also on the day of a meeting."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django_scopes import scopes_disabled

from bsc.embedded.load import framework, meetings, schedule, workplan
from bsc.embedded.load.people import load_people
from bsc.tenancy.doors import inside
from collaboratives.schedule.enums import EventStatus
from collaboratives.schedule.holidays import named_days_off
from collaboratives.schedule.models import Event
from collaboratives.workplan.enums import LIVE
from collaboratives.workplan.meeting_queries import (
    KIND,
    action_items,
    meeting_before,
    next_meeting,
    open_action_items,
    open_decisions,
    points_of,
    team_today,
    whose_turn,
)
from collaboratives.workplan.models import Decision, Meeting, MeetingPoint, Task
from collaboratives.workplan.services.action_items import KEY

pytestmark = pytest.mark.django_db


def load():
    with scopes_disabled():
        for story in load_people():
            for part in (framework, schedule, workplan, meetings):
                part.load(story)
            yield story


# A Saturday, a Tuesday before and one after the meeting of the day, a week with a closed Tuesday.
@pytest.mark.parametrize(
    "now", ((2026, 11, 21, 12), (2026, 11, 24, 8), (2026, 11, 24, 11), (2029, 12, 25, 12))
)
def test_meetings_were_held_and_the_next_one_has_its_points(now):
    with time_machine.travel(datetime(*now, tzinfo=ZoneInfo("America/New_York"))):
        stories = {story.collaborative.slug: story for story in load()}
        story = stories["growing-together"]
        with inside(story.collaborative):
            _held(story)
            _coming()
            _open(story)
        with inside(stories["starting-well"].collaborative):
            assert next_meeting() is None


def _held(story):
    told = story.read("meetings")["meetings"]
    closed = Meeting.objects.filter(closed_at__isnull=False)
    assert len(told) - 1 <= closed.count() <= len(told) + 1
    before = meeting_before(next_meeting())
    latest = Meeting.objects.get(event=before)
    assert before.notes
    assert sum(part["minutes"] for part in latest.agenda) == 60
    assert latest.facilitator != latest.note_taker
    days_off = named_days_off(story.collaborative)
    planned = Event.objects.filter(kind=KIND, status=EventStatus.PLANNED)
    assert not {event.first_day_in(story.zone) for event in planned} & set(days_off)


def _coming():
    points = points_of(next_meeting())
    assert [point.state for point in points] == ["open"] * 3
    assert points[0].carried_from is not None
    turns = whose_turn(next_meeting(), team_today())
    assert turns.facilitator.member != turns.note_taker.member
    assert not MeetingPoint.objects.filter(carried_from__event__starts_at__gt=now()).exists()


def now():
    return datetime.now(tz=ZoneInfo("UTC"))


def _open(story):
    today = story.today
    states = list(Decision.objects.values_list("state", flat=True))
    assert (states.count("made"), states.count("open")) == (4, 2)
    assert open_decisions().filter(by_when__lt=today).count() == 1
    assert open_decisions().filter(by_when__gte=today).count() == 1
    items = list(action_items())
    assert len(items) >= 4
    told = {one["title"] for one in story.read("workplan_state")["action_items"]}
    assert {task.title for task in items} < told
    assert told == set(Task.objects.filter(activity__key=KEY).values_list("title", flat=True))
    assert all(task.meeting.starts_at.date() <= task.due_on for task in items)
    assert open_action_items().filter(due_on__lt=today).exists()
    assert all(task.done_at for task in items if task.status not in LIVE)
