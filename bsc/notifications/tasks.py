"""Jobs that send reminders; the rows in PostgreSQL say what is due."""

from typing import Any

from celery import shared_task

from bsc.notifications import sending

# Entries for the beat schedule, in seconds.
BEAT: dict[str, dict[str, Any]] = {
    "reminders": {
        "task": "bsc.notifications.tasks.send_due",
        "schedule": 60.0,
        "options": {"expires": 60, "queue": "celery"},
    },
}


@shared_task
def send_due() -> dict[str, int]:
    """Send every reminder that is due; return how many went where."""
    return dict(sending.send_due())
