"""Jobs around a month's numbers."""

from typing import Any

from celery import shared_task
from celery.schedules import crontab

from bsc.tenancy.tasks import CollaborativeTask
from collaboratives.enums import CollaborativeStatus
from collaboratives.models import Collaborative
from metrics import reminders

# Entries for the beat schedule: once a day, after midnight in the zones in which we work.
BEAT: dict[str, dict[str, Any]] = {
    "metrics-reminders": {
        "task": "metrics.tasks.plan_reminders_everywhere",
        "schedule": crontab(hour=9, minute=5),
        "options": {"expires": 3600, "queue": "celery"},
    },
}


@shared_task(base=CollaborativeTask)
def plan_reminders(collaborative: int) -> int:
    """Plan the reminders of the month just over; return how many are new."""
    return reminders.plan_reminders_of_the_month(Collaborative.objects.get(pk=collaborative))


@shared_task
def plan_reminders_everywhere() -> int:
    """Do so in every running collaborative; return in how many."""
    running = list(Collaborative.objects.filter(status=CollaborativeStatus.RUNNING))
    for collaborative in running:
        plan_reminders.delay(collaborative.pk, collaborative_id=collaborative.pk)
    return len(running)
