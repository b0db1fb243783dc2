"""Jobs that send mail. PostgreSQL is the truth: losing any of these tasks loses no mail."""

from typing import Any

from celery import shared_task

from bsc.mail import delivery
from bsc.mail.enums import Queue

# Entries for the beat schedule: seconds between sweeps. A sweep that waited too long is dropped,
# for the next one does the same.
BEAT: dict[str, dict[str, Any]] = {
    "mail": {
        "task": "bsc.mail.tasks.sweep",
        "schedule": 30.0,
        "args": [Queue.DEFAULT.value],
        "options": {"expires": 30, "queue": "celery"},
    },
    "mail-codes": {
        "task": "bsc.mail.tasks.sweep",
        "schedule": 10.0,
        "args": [Queue.CODES.value],
        "options": {"expires": 10, "queue": "codes"},
    },
}


@shared_task
def deliver(message_id: int) -> str | None:
    """Send one message; nothing happens when it is sent already or another worker has it."""
    return delivery.deliver(message_id)


@shared_task
def sweep(queue: str) -> dict[str, int]:
    """Send whatever is due on one queue."""
    return dict(delivery.sweep(queue))
