"""Sending a month, correcting it, opening it again."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bsc.audit.services import record
from centers.models import CoreTeam
from collaboratives.models import Membership
from metrics import periods, series
from metrics.checks import refuse_future, refuse_more_than_the_whole
from metrics.enums import Grain, SubmissionStatus
from metrics.models import MonthlySubmission, Value
from metrics.queries import Clock, definition_for, is_plain_count, rows_of
from metrics.services.counts import Entry, lock, write
from metrics.services.missing import stop_nudges
from metrics.services.submissions import submission_of


@transaction.atomic
def save_month(
    *, team: CoreTeam, month: dt.date, by: Membership, entries: Sequence[Entry]
) -> MonthlySubmission:
    """Keep a month as a draft. A month that was sent is corrected with ``submit_month`` instead."""
    submission = _open(team, month, by)
    if submission.status == SubmissionStatus.SUBMITTED:
        raise ValidationError(_("This month was already sent. Send a correction instead."))
    if _write_month(team, entries, by=by, why=""):
        submission.revision += 1
    submission.save()
    return submission


@transaction.atomic
def submit_month(
    *,
    team: CoreTeam,
    month: dt.date,
    by: Membership,
    entries: Sequence[Entry],
    why: str = "",
) -> MonthlySubmission:
    """Send a month, or correct one that was sent; each entry is a count or a reason for none.

    Idempotent: the same numbers again change nothing. A correction needs ``why``; the day on
    which the month was first sent stays. Letters about it that still wait in the outbox are taken
    back. ValidationError when something is missing or impossible.
    """
    submission = _open(team, month, by)
    refuse_unanswered(entries)
    was_sent = submission.status == SubmissionStatus.SUBMITTED
    changed = _write_month(team, entries, by=by, why=why if was_sent else "")
    if was_sent and not changed:
        return submission
    if was_sent and not why:
        raise ValidationError({"why": _("Please say why the numbers change.")})
    submission.status = SubmissionStatus.SUBMITTED
    submission.revision += 1
    if submission.submitted_at is None:
        submission.submitted_at, submission.submitted_by = timezone.now(), by
    submission.save()
    stop_nudges(team, month)
    record(
        action="month.corrected" if was_sent else "month.sent",
        by=by.user,
        target=submission,
        collaborative=team.collaborative,
        summary=f"{team.name}, {periods.month_text(month)}",
    )
    return submission


@transaction.atomic
def reopen_month(*, team: CoreTeam, month: dt.date, by: Membership) -> MonthlySubmission:
    """Let a team send a month whose closing day has passed. Idempotent."""
    lock(team)
    submission = submission_of(team, month)
    if submission.status == SubmissionStatus.DRAFT:
        submission.status = SubmissionStatus.REOPENED
        submission.revision += 1
        submission.save()
        record(
            action="month.reopened",
            by=by.user,
            target=submission,
            collaborative=team.collaborative,
            summary=f"{team.name}, {periods.month_text(month)}",
        )
    return submission


def refuse_unanswered(entries: Sequence[Entry]) -> None:
    """Raise ValidationError unless every required measure has a count or a reason for none."""
    whole = [entry for entry in entries if entry.group is None]
    if any(
        entry.metric.must_be_answered and entry.count is None and not entry.reason
        for entry in whole
    ):
        raise ValidationError(
            _("Enter the numbers of each measure, or say that you could not count it.")
        )


def is_closed(submission: MonthlySubmission, today: dt.date) -> bool:
    """Whether the team itself can no longer send this month."""
    return submission.status == SubmissionStatus.DRAFT and today > submission.closes_on


def _open(team: CoreTeam, month: dt.date, by: Membership) -> MonthlySubmission:
    lock(team)
    clock = Clock.of(team.collaborative)
    refuse_future([month], clock, Grain.MONTH)
    submission = submission_of(team, month)
    if is_closed(submission, clock.today) and not by.is_implementation:
        raise ValidationError(
            _("This month is closed. The team that runs the collaborative can open it.")
        )
    return submission


def _write_month(
    team: CoreTeam, entries: Sequence[Entry], *, by: Membership, why: str
) -> list[Value]:
    """Write what differs from the sum of the weeks. Groups stand beside, never more than it."""
    for entry in entries:
        if entry.group is None:
            _refuse_more_than_the_whole(entry, entries)
    written = [
        write(team, Grain.MONTH, entry, by=by, why=why)
        for entry in without_what_weeks_say(team, entries)
    ]
    return [value for value in written if value is not None]


def without_what_weeks_say(team: CoreTeam, entries: Sequence[Entry]) -> list[Entry]:
    """Return entries of months; a number that equals the sum of the weeks needs no row of its own.

    So a week that is counted later still comes into its month.
    """
    rows = rows_of([team], {entry.metric for entry in entries})
    found = []
    for entry in entries:
        plain = is_plain_count(entry.metric)
        weeks = rows[(team.pk, entry.metric.pk)].whole(plain=plain)
        summed = series.monthly_point(entry.start, weeks, {}, plain=plain).count
        is_sum = entry.group is None and entry.count is not None and entry.count == summed
        found.append(replace(entry, count=None) if is_sum else entry)
    return found


def _refuse_more_than_the_whole(whole: Entry, entries: Sequence[Entry]) -> None:
    groups = [
        entry.count
        for entry in entries
        if entry.group is not None and entry.metric == whole.metric and entry.count is not None
    ]
    definition = definition_for(whole.metric, whole.start)
    refuse_more_than_the_whole(definition, whole.count, groups)
