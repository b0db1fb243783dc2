"""Making one report: claimed by one worker, made in a second, kept with its file or its reason."""

import logging

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from bsc.files.services import store_bytes
from bsc.reports.content import Content
from bsc.reports.models import Report, ReportedTest
from bsc.reports.pdf import PdfUnavailableError, Printed, html_of, pdf_of
from bsc.reports.queries import claimable, revision_before
from bsc.reports.services.ordering import reason_of
from bsc.reports.speaking import content_of
from metrics.periods import month_text

logger = logging.getLogger(__name__)

State = Report.State


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
        _fail(report, reason_of(error))
    return report


@transaction.atomic
def _claim(report_id: int) -> Report | None:
    report = (
        Report.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("collaborative", "team__collaborative")
        .filter(claimable(), pk=report_id)
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
    content = content_of(collaborative, report.team, report.month, report.language)
    _advance(report, 40)
    before = revision_before(report)
    printed = Printed(
        language=report.language,
        paper=report.paper,
        revision=report.revision,
        made_on=collaborative.today(),
        since=before.revision if before else 0,
        before=before.facts if before else {},
    )
    html = html_of(content, printed)
    _advance(report, 60)
    _keep(report, content, pdf_of(html, report.paper))


@transaction.atomic
def _keep(report: Report, content: Content, written: bytes) -> None:
    """The data may have moved on since the order; the row says what the paper says."""
    name = slugify(content.owner)
    report.file = store_bytes(
        content=written,
        name=f"{name}-{report.language}-{month_text(report.month)}.pdf",
        content_type="application/pdf",
        collaborative=report.collaborative,
    )
    report.data_hash, report.facts = content.fingerprint, content.facts
    report.state, report.progress, report.ready_at = State.READY, 100, timezone.now()
    report.save()
    ReportedTest.objects.filter(report=report).delete()
    ReportedTest.objects.bulk_create(
        ReportedTest(collaborative=report.collaborative, report=report, cycle_id=cycle)
        for cycle in sorted(content.told)
    )


def _fail(report: Report, reason: str) -> None:
    report.state, report.reason = State.FAILED, reason[:300]
    report.save()
