"""A reminder that is due as soon as the demonstration runs: the worker sends it by itself."""

import datetime as dt

from django.utils import timezone

from bsc.accounts.models import User
from bsc.embedded.load.story import Story
from bsc.notifications.services import Plan, plan
from collaboratives.schedule.enums import Audience, EventStatus
from collaboratives.schedule.models import Event
from collaboratives.schedule.queries import people_concerned
from collaboratives.schedule.reminders import WEEK_AHEAD

MIDNIGHT = dt.time(0)


def load(story: Story) -> None:
    """Remind everybody of the next date for all, with its questions; nobody sleeps in this story.

    Quiet hours would hold the mail until Monday morning whenever somebody looks in the evening.
    """
    people = [member.user.pk for member in story.people.values()]
    User.objects.filter(pk__in=people).update(
        quiet_from=MIDNIGHT, quiet_until=MIDNIGHT, quiet_weekends=False
    )
    event = (
        Event.objects.filter(
            starts_at__gt=timezone.now(), audience=Audience.ALL, status=EventStatus.PLANNED
        )
        .order_by("starts_at", "pk")
        .first()
    )
    if event is not None:
        subject = f"event:{event.pk}:r{event.revision}"
        plan(
            collaborative=story.collaborative,
            plans=[
                Plan(WEEK_AHEAD, subject, member.user, timezone.now())
                for member in people_concerned(event)
            ],
        )
