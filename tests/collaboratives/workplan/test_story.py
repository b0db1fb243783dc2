"""The demonstration's framework, calendar and workplan look alive whatever day it is."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from django_scopes import scopes_disabled

from bsc.embedded.load import framework, own_plan, schedule, workplan
from bsc.embedded.load.people import load_people
from bsc.notifications.models import Reminder
from bsc.tenancy.doors import inside
from collaboratives.framework.models import SecondaryDriver
from collaboratives.schedule.models import Attendance, Event, Rsvp
from collaboratives.schedule.queries import current_phase, learning_sessions_of, timeline_of
from collaboratives.workplan.enums import LIVE, TaskStatus
from collaboratives.workplan.models import ChecklistItem, PlanTemplate, Task, TaskRule

pytestmark = pytest.mark.django_db


def load():
    with scopes_disabled():
        for story in load_people():
            for part in (framework, schedule, workplan, own_plan):
                part.load(story)
            yield story


# A Monday, a day of a call (third Wednesday), a Sunday at the end of a year.
@pytest.mark.parametrize("today", ((2026, 11, 23), (2027, 3, 17), (2028, 12, 31)))
def test_today_lies_in_action_period_2_with_the_workplan_half_done(today):
    with time_machine.travel(datetime(*today, 12, tzinfo=ZoneInfo("America/New_York"))):
        stories = {story.collaborative.slug: story for story in load()}
        story = stories["growing-together"]
        with inside(story.collaborative):
            phase = current_phase(story.collaborative)
            assert (phase.key, phase.number) == ("action_period", 2)
            assert [e.number for e in learning_sessions_of(story.collaborative)] == [1, 2, 3, 4]
            assert timeline_of(story.collaborative)[-1].key == "sustainability"
            assert SecondaryDriver.objects.count() == 30
            _the_calls_are_told(story)
            _the_plan_is_half_done(story)
            _the_plan_is_their_own()
            assert Reminder.objects.filter(state="planned").count() > 100
        with inside(stories["starting-well"].collaborative):
            assert current_phase(stories["starting-well"].collaborative).key == "pre_work"
            assert Task.objects.filter(status=TaskStatus.DONE).exists()


def _the_calls_are_told(story):
    now = timezone.now()
    past = story.found["events"]["all-team:-1"]
    coming = story.found["events"]["all-team:1"]
    assert past.ends_at < now < coming.ends_at
    assert past.notes
    assert coming.questions
    assert "questions" in coming.translations["es"]
    assert Attendance.objects.filter(event=past, state="came").count() > 20
    assert Rsvp.objects.filter(event=coming).count() == 12
    assert Event.objects.filter(title="All-team call", starts_at__gt=now).exists()


def _the_plan_is_half_done(story):
    today = story.today
    done = Task.objects.filter(status=TaskStatus.DONE).count()
    assert 0.3 < done / Task.objects.count() < 0.8
    late = Task.objects.filter(status__in=LIVE, due_on__lt=today)
    assert 3 <= late.count() <= 8
    assert all(task.note for task in late)
    assert not Task.objects.filter(owners=None).exists()
    assert Task.objects.filter(pinned=True).count() == 2
    assert not Task.objects.filter(done_at__gt=timezone.now()).exists()


def _the_plan_is_their_own():
    steps = ChecklistItem.objects.all()
    assert 0 < steps.filter(done_at=None).count() < steps.count()
    assert not steps.filter(done_at__gt=timezone.now()).exists()
    rule = TaskRule.objects.get(key__startswith="own-")
    assert (rule.offset, rule.unit, rule.kinds) == (-3, "business_days", ["all_team_call"])
    assert {task.owners.count() for task in rule.tasks.prefetch_related("owners")} == {2}
    template = PlanTemplate.objects.get()
    assert rule.key in str(template.data)
