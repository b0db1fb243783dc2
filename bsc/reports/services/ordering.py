"""Asking for reports. The row in PostgreSQL is the order; ``wake`` starts a job that picks it up.

``wake`` is called with the row when it is committed. A row whose job is lost is found again by
``queries.waiting_reports``.
"""

import datetime as dt
import logging
from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from bsc.audit.services import record
from bsc.reports.models import Report, ReportBatch
from bsc.reports.queries import held_back_newest, settings_of
from bsc.reports.speaking import content_of
from centers.models import CoreTeam
from collaboratives.models import Collaborative, Membership
from metrics.queries import active_teams

logger = logging.getLogger(__name__)

State = Report.State
Wake = Callable[[Report], object]
WakeBatch = Callable[[ReportBatch], object]


@transaction.atomic
def order_report(
    *,
    collaborative: Collaborative,
    team: CoreTeam | None,
    month: dt.date,
    language: str,
    by: Membership | None,
    wake: Wake,
    batch: ReportBatch | None = None,
) -> Report:
    """Order the report of a month. Idempotent per data: what is ready or under way is returned.

    The same data are the same revision, in every language and on every paper; other data make the
    next one. A failed one is ordered again. Data that cannot be read make a failed report, with
    the reason.
    """
    _one_at_a_time(collaborative)
    data_hash, reason = _fingerprint(collaborative, team, month, language)
    paper = settings_of(collaborative).paper
    newest = _newest(team, month)
    mine = next((r for r in newest if (r.language, r.paper) == (language, paper)), None)
    if mine and mine.data_hash == data_hash and not mine.has_failed:
        _put_in(batch, mine)
        return mine
    if mine is None or mine.state not in (State.FAILED, State.QUEUED):
        mine = Report(
            collaborative=collaborative, team=team, month=month, language=language, paper=paper
        )
    mine.revision = _revision_of(data_hash, [r for r in newest if r.pk != mine.pk], mine.revision)
    mine.data_hash, mine.reason, mine.progress = data_hash, reason, 0
    mine.state = State.FAILED if reason else State.QUEUED
    mine.requested_by, mine.requested_at = by, timezone.now()
    mine.batch = batch or mine.batch
    mine.save()
    _note("report.ordered", mine, by)
    if not reason:
        transaction.on_commit(partial(wake, mine))
    return mine


@transaction.atomic
def start_batch(
    *,
    collaborative: Collaborative,
    month: dt.date,
    language: str,
    by: Membership | None,
    wake: WakeBatch,
    is_scheduled: bool = False,
) -> ReportBatch:
    """Ask for every active team's report and the collaborative's; a job orders them one by one.

    Idempotent: while one is still being ordered that one is returned, and the one of the report
    day is started once a month and language.
    """
    _one_at_a_time(collaborative)
    standing = ReportBatch.objects.filter(month=month, language=language)
    standing = (
        standing.filter(is_scheduled=True)
        if is_scheduled
        else standing.filter(ordered_at__isnull=True)
    )
    found = standing.first()
    if found is not None:
        return found
    batch = ReportBatch.objects.create(
        collaborative=collaborative,
        month=month,
        language=language,
        expected=active_teams().count() + 1,
        is_scheduled=is_scheduled,
        asked_by=by,
    )
    record(
        action="reports.ordered",
        by=by.user if by else None,
        target=batch,
        collaborative=collaborative,
        summary=f"{batch.expected} reports of {month:%Y-%m} in {language}",
    )
    transaction.on_commit(partial(wake, batch))
    return batch


def order_batch(*, batch_id: int, wake: Wake) -> int:
    """Order each report of a batch that is not ordered yet; return how many. Idempotent per data.

    Each order is a transaction of its own, so that the first reports are made meanwhile.
    """
    batch = ReportBatch.objects.select_related("collaborative", "asked_by__user").get(pk=batch_id)
    teams: list[CoreTeam | None] = [None, *active_teams()]
    for team in teams:
        order_report(
            collaborative=batch.collaborative,
            team=team,
            month=batch.month,
            language=batch.language,
            by=batch.asked_by,
            wake=wake,
            batch=batch,
        )
    batch.expected, batch.ordered_at = len(teams), timezone.now()
    batch.save(update_fields=["expected", "ordered_at"])
    return len(teams)


@transaction.atomic
def retry_report(*, report: Report, by: Membership, wake: Wake) -> Report:
    """Order a failed report again; one that did not fail is left alone."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not report.has_failed:
        return report
    report.state, report.reason, report.progress = State.QUEUED, "", 0
    report.requested_by, report.requested_at = by, timezone.now()
    report.save()
    _note("report.ordered", report, by)
    transaction.on_commit(partial(wake, report))
    return report


def renew_held_back(*, collaborative: Collaborative, wake: Wake) -> int:
    """Order the next revision of reports that tell of a test no longer shared; return how many."""
    held = list(held_back_newest().select_related("team__collaborative"))
    for report in held:
        order_report(
            collaborative=collaborative,
            team=report.team,
            month=report.month,
            language=report.language,
            by=None,
            wake=wake,
        )
    return len(held)


def _one_at_a_time(collaborative: Collaborative) -> None:
    """Wait for others who order reports here, so that revisions follow each other."""
    list(Collaborative.objects.select_for_update(no_key=True).filter(pk=collaborative.pk))


def _fingerprint(
    collaborative: Collaborative, team: CoreTeam | None, month: dt.date, language: str
) -> tuple[str, str]:
    """Return what stands for the data, or "" and why they could not be read."""
    try:
        with transaction.atomic():
            return content_of(collaborative, team, month, language).fingerprint, ""
    except Exception as error:
        logger.exception("The report of %s for %s could not be put together.", team, month)
        return "", reason_of(error)


def reason_of(error: Exception) -> str:
    """Return what went wrong as it is kept on the row."""
    return f"{type(error).__name__}: {error}"[:300]


def _newest(team: CoreTeam | None, month: dt.date) -> list[Report]:
    """Return the rows of the newest revision, one for each language and paper."""
    standing = Report.objects.filter(team=team, month=month)
    last = standing.aggregate(last=Max("revision"))["last"]
    return list(standing.filter(revision=last)) if last else []


def _revision_of(data_hash: str, others: list[Report], own: int) -> int:
    if not others:
        return own
    newest = others[0].revision
    same = any(other.data_hash == data_hash and data_hash for other in others)
    return newest if same else newest + 1


def _put_in(batch: ReportBatch | None, report: Report) -> None:
    if batch is not None:
        Report.objects.filter(pk=report.pk).update(batch=batch)


def _note(action: str, report: Report, by: Membership | None) -> None:
    record(
        action=action,
        by=by.user if by else None,
        target=report,
        collaborative=report.collaborative,
        summary=f"{report} revision {report.revision} in {report.language}",
    )
