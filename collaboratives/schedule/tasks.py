"""Jobs of the calendar; planning is idempotent, so one that runs twice does no harm."""

from typing import Any

from celery import shared_task

from bsc.tenancy.tasks import CollaborativeTask
from collaboratives.enums import CollaborativeStatus
from collaboratives.models import Collaborative
from collaboratives.schedule.reminders import plan_reminders_of_coming_events

# Entries for the beat schedule, in seconds.
BEAT: dict[str, dict[str, Any]] = {
    "reminders-for-newcomers": {
        "task": "collaboratives.schedule.tasks.plan_everywhere",
        "schedule": 6 * 3600.0,
        "options": {"expires": 3600, "queue": "celery"},
    },
}


@shared_task
def plan_everywhere() -> int:
    """Start the planning in every running collaborative; return how many."""
    running = Collaborative.objects.filter(status=CollaborativeStatus.RUNNING)
    keys = list(running.values_list("pk", flat=True))
    for key in keys:
        plan_reminders.delay(collaborative_id=key)
    return len(keys)


@shared_task(base=CollaborativeTask)
def plan_reminders() -> int:
    """Plan what is missing for people who joined after an event was made; return how many."""
    return plan_reminders_of_coming_events()
