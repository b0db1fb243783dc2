"""Jobs that make reports. The rows in PostgreSQL say what is to be made."""

from calendar import monthrange
from typing import Any

from celery import shared_task
from celery.schedules import crontab
from django.db.models import QuerySet

from bsc.reports import services
from bsc.tenancy.tasks import CollaborativeTask
from collaboratives.enums import CollaborativeStatus
from collaboratives.models import Collaborative, Membership
from metrics.periods import add_months, first_of, month_text, read_month

# Entries for the beat schedule. Every hour, because midnight comes at different times; whoever
# has had today's reports already gets nothing new.
BEAT: dict[str, dict[str, Any]] = {
    "reports-of-the-day": {
        "task": "bsc.reports.tasks.order_on_report_days",
        "schedule": crontab(minute=15),
        "options": {"expires": 3000, "queue": "celery"},
    },
    "reports-waiting": {
        "task": "bsc.reports.tasks.wake_waiting_everywhere",
        "schedule": 300.0,
        "options": {"expires": 300, "queue": "celery"},
    },
}


@shared_task(base=CollaborativeTask)
def build(report_id: int) -> str | None:
    """Make one report."""
    report = services.build_report(report_id)
    return report.state if report else None


@shared_task(base=CollaborativeTask)
def order(collaborative: int, month: str, asked_by: int | None = None) -> int:
    """Order the reports of a month ("2026-09") for every team; return how many there are."""
    first = read_month(month)
    if first is None:
        raise ValueError(f"{month!r} is no month.")
    owner = Collaborative.objects.get(pk=collaborative)
    by = Membership.objects.filter(pk=asked_by).first() if asked_by else None
    return len(services.order_reports(collaborative=owner, month=first, by=by))


@shared_task(base=CollaborativeTask)
def wake_waiting() -> int:
    """Start again what was lost with a worker or a broker; return how many."""
    return services.wake_waiting()


@shared_task
def order_on_report_days() -> int:
    """Start the month's reports where today is the report day; return in how many places."""
    due = [collaborative for collaborative in _running() if _is_report_day(collaborative)]
    for collaborative in due:
        month = month_text(add_months(first_of(collaborative.today()), -1))
        order.delay(collaborative.pk, month, collaborative_id=collaborative.pk)
    return len(due)


@shared_task
def wake_waiting_everywhere() -> int:
    """Look for lost reports in every running collaborative; return how many were looked at."""
    running = list(_running())
    for collaborative in running:
        wake_waiting.delay(collaborative_id=collaborative.pk)
    return len(running)


def _running() -> QuerySet[Collaborative]:
    return Collaborative.objects.filter(status=CollaborativeStatus.RUNNING)


def _is_report_day(collaborative: Collaborative) -> bool:
    today = collaborative.today()
    return today.day == min(collaborative.report_day, monthrange(today.year, today.month)[1])
