"""Jobs that make reports, one a report. The rows in PostgreSQL say what is to be made."""

from calendar import monthrange
from typing import Any

from celery import shared_task
from celery.schedules import crontab
from django.db.models import QuerySet

from bsc.reports import queries
from bsc.reports.models import Report, ReportBatch
from bsc.reports.services import building, ordering
from bsc.tenancy.tasks import CollaborativeTask
from collaboratives.enums import CollaborativeStatus
from collaboratives.models import Collaborative
from metrics.periods import add_months, first_of, month_text, read_month

# Entries for the beat schedule. Every hour, because midnight comes at different times; whoever
# has had this month's reports already gets nothing new.
BEAT: dict[str, dict[str, Any]] = {
    "reports-of-the-day": {
        "task": "bsc.reports.tasks.order_on_report_days",
        "schedule": crontab(minute=15),
        "options": {"expires": 3000, "queue": "celery"},
    },
    "reports-waiting": {
        "task": "bsc.reports.tasks.look_after_everywhere",
        "schedule": 300.0,
        "options": {"expires": 300, "queue": "celery"},
    },
}


def wake(report: Report) -> None:
    """Start the job that makes a report."""
    build.delay(report.pk, collaborative_id=report.collaborative_id)


def wake_batch(batch: ReportBatch) -> None:
    """Start the job that orders the reports of a batch."""
    order.delay(batch.pk, collaborative_id=batch.collaborative_id)


@shared_task(base=CollaborativeTask)
def build(report_id: int) -> str | None:
    """Make one report."""
    report = building.build_report(report_id)
    return report.state if report else None


@shared_task(base=CollaborativeTask)
def order(batch_id: int) -> int:
    """Order the reports of a batch; return how many there are."""
    return ordering.order_batch(batch_id=batch_id, wake=wake)


@shared_task(base=CollaborativeTask)
def order_of_the_day(collaborative: int, month: str) -> int:
    """Order the reports of a month ("2026-09") in each language, once; return in how many."""
    first = read_month(month)
    if first is None:
        raise ValueError(f"{month!r} is no month.")
    owner = Collaborative.objects.get(pk=collaborative)
    languages = queries.settings_of(owner).languages
    for language in languages:
        ordering.start_batch(
            collaborative=owner,
            month=first,
            language=language,
            by=None,
            wake=wake_batch,
            is_scheduled=True,
        )
    return len(languages)


@shared_task(base=CollaborativeTask)
def look_after(collaborative: int) -> int:
    """Start again what was lost, renew what tells of a test no longer shared; return how much."""
    reports, batches = list(queries.waiting_reports()), list(queries.waiting_batches())
    for report in reports:
        wake(report)
    for batch in batches:
        wake_batch(batch)
    owner = Collaborative.objects.get(pk=collaborative)
    renewed = ordering.renew_held_back(collaborative=owner, wake=wake)
    return len(reports) + len(batches) + renewed


@shared_task
def order_on_report_days() -> int:
    """Start the month's reports where the report day has come; return in how many places.

    A report day on which nothing ran is made up for until the month ends.
    """
    due = [collaborative for collaborative in _running() if _is_due(collaborative)]
    for collaborative in due:
        month = month_text(add_months(first_of(collaborative.today()), -1))
        order_of_the_day.delay(collaborative.pk, month, collaborative_id=collaborative.pk)
    return len(due)


@shared_task
def look_after_everywhere() -> int:
    """Look after the reports of every running collaborative; return how many were looked at."""
    running = list(_running())
    for collaborative in running:
        look_after.delay(collaborative.pk, collaborative_id=collaborative.pk)
    return len(running)


def _running() -> QuerySet[Collaborative]:
    return Collaborative.objects.filter(status=CollaborativeStatus.RUNNING)


def _is_due(collaborative: Collaborative) -> bool:
    today = collaborative.today()
    report_day = min(collaborative.report_day, monthrange(today.year, today.month)[1])
    has_begun = first_of(today) > first_of(collaborative.starts_on)
    return has_begun and today.day >= report_day
