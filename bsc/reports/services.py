"""Making reports. The row in PostgreSQL is the order; a job only picks it up."""

import datetime as dt
import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone, translation
from django.utils.text import slugify

from bsc.audit.services import record
from bsc.files.services import store_bytes
from bsc.reports.content import Content, collaborative_report, team_report
from bsc.reports.models import Report
from bsc.reports.pdf import LANGUAGE, PdfUnavailableError, html_of, pdf_of
from centers.models import CoreTeam
from collaboratives.models import Collaborative, Membership
from metrics.periods import month_text
from metrics.queries import active_teams

logger = logging.getLogger(__name__)

State = Report.State
# A report takes a second; one that started this long ago was lost with its worker.
LOST_AFTER = timedelta(minutes=10)


def content_of(collaborative: Collaborative, team: CoreTeam | None, month: dt.date) -> Content:
    """Return what the report of a team, or of the collaborative, says now."""
    with translation.override(LANGUAGE):
        return team_report(team, month) if team else collaborative_report(collaborative, month)


@transaction.atomic
def order_report(
    *,
    collaborative: Collaborative,
    team: CoreTeam | None,
    month: dt.date,
    by: Membership | None,
) -> Report:
    """Order the report of a month. Idempotent per data: what is ready or under way is returned.

    Data that changed make the next revision. A failed one is ordered again.
    """
    _one_at_a_time(collaborative)
    fingerprint = content_of(collaborative, team, month).fingerprint
    standing = Report.objects.filter(collaborative=collaborative, team=team, month=month)
    report = standing.filter(data_hash=fingerprint).first()
    if report is None:
        last = standing.aggregate(last=Max("revision"))["last"] or 0
        report = Report(
            collaborative=collaborative,
            team=team,
            month=month,
            revision=last + 1,
            data_hash=fingerprint,
            requested_by=by,
        )
    elif report.state == State.FAILED:
        report.state, report.reason, report.progress = State.QUEUED, "", 0
    else:
        return report
    report.save()
    record(
        action="report.ordered",
        by=by.user if by else None,
        target=report,
        collaborative=collaborative,
        summary=f"{report} revision {report.revision}",
    )
    transaction.on_commit(lambda: _wake(report))
    return report


def order_reports(
    *, collaborative: Collaborative, month: dt.date, by: Membership | None
) -> list[Report]:
    """Order the report of every active team and of the collaborative. Idempotent per data."""
    teams: list[CoreTeam | None] = [None, *active_teams()]
    return [
        order_report(collaborative=collaborative, team=team, month=month, by=by) for team in teams
    ]


def order_reports_soon(
    *, collaborative: Collaborative, month: dt.date, by: Membership | None
) -> None:
    """Have a job order all reports of a month, for there may be many teams."""
    from bsc.reports.tasks import order  # noqa: PLC0415 -- tasks import services

    asked_by = by.pk if by else None
    transaction.on_commit(
        lambda: order.delay(
            collaborative.pk, month_text(month), asked_by, collaborative_id=collaborative.pk
        )
    )


def build_report(report_id: int) -> Report | None:
    """Make the PDF of a report that waits; None when there is nothing to do.

    Idempotent: a report that is ready, or that another worker makes just now, is left alone.
    What goes wrong is kept on the row, so that one report does not stop the others.
    """
    report = _claim(report_id)
    if report is None:
        return None
    try:
        _make(report)
    except PdfUnavailableError:
        _fail(report, "Pango is not installed.")
    except Exception as error:
        logger.exception("Report %s failed.", report.pk)
        _fail(report, f"{type(error).__name__}: {error}")
    return report


def wake_waiting() -> int:
    """Start jobs for the reports in scope whose job was lost; return how many."""
    waiting = [report for report in Report.objects.filter(_claimable()) if _is_overdue(report)]
    for report in waiting:
        _wake(report)
    return len(waiting)


def _one_at_a_time(collaborative: Collaborative) -> None:
    """Wait for others who order reports here, so that revisions follow each other."""
    list(Collaborative.objects.select_for_update(no_key=True).filter(pk=collaborative.pk))


def _is_overdue(report: Report) -> bool:
    return report.requested_at < timezone.now() - timedelta(minutes=1)


def _claimable() -> Q:
    lost = Q(state=State.BUILDING, started_at__lt=timezone.now() - LOST_AFTER)
    return Q(state=State.QUEUED) | lost


@transaction.atomic
def _claim(report_id: int) -> Report | None:
    report = (
        Report.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("collaborative", "team__collaborative")
        .filter(_claimable(), pk=report_id)
        .first()
    )
    if report is not None:
        report.state, report.started_at = State.BUILDING, timezone.now()
        _advance(report, 10)
    return report


def _advance(report: Report, percent: int) -> None:
    report.progress = percent
    report.save(update_fields=["progress", "state", "started_at"])


def _make(report: Report) -> None:
    collaborative = report.collaborative
    content = content_of(collaborative, report.team, report.month)
    _advance(report, 40)
    html = html_of(content, revision=report.revision, made_on=collaborative.today())
    _advance(report, 60)
    written = pdf_of(html)
    name = f"{slugify(report.team.name if report.team else collaborative.name)}"
    with transaction.atomic():
        report.file = store_bytes(
            content=written,
            name=f"{name}-{month_text(report.month)}.pdf",
            content_type="application/pdf",
            collaborative=collaborative,
        )
        report.state, report.progress, report.ready_at = State.READY, 100, timezone.now()
        report.save()


def _fail(report: Report, reason: str) -> None:
    report.state, report.reason = State.FAILED, reason[:300]
    report.save()


def _wake(report: Report) -> None:
    from bsc.reports.tasks import build  # noqa: PLC0415 -- tasks import services

    build.delay(report.pk, collaborative_id=report.collaborative_id)
