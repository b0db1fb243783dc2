"""Writing counts and sending months. Every change keeps what stood before."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bsc.audit.services import record
from centers.models import CoreTeam
from collaboratives.framework.models import SecondaryDriver
from collaboratives.models import Collaborative, Membership
from collaboratives.translations import drafts
from metrics import periods, series
from metrics.checks import refuse_impossible
from metrics.enums import Grain, Source, SubmissionStatus
from metrics.models import Metric, MetricDefinition, MetricDriver, MonthlySubmission, Value
from metrics.queries import Clock, definition_for, rows_of
from metrics.series import Count


@dataclass(frozen=True)
class Entry:
    """What somebody says about one measure in one period.

    A count; or none with a ``reason``: it could not be counted; or neither: take back what stood.
    """

    metric: Metric
    start: dt.date
    count: Count | None = None
    reason: str = ""
    note: str = ""


@transaction.atomic
def load_measures(
    *,
    collaborative: Collaborative,
    data: Mapping[str, Any],
    from_month: dt.date | None = None,
) -> list[Metric]:
    """Make the measures of a framework file (its ``measures``) that are not there yet.

    They are counted from ``from_month``, by default the month in which the collaborative starts.
    Idempotent by key: a measure that stands is left as people have changed it.
    """
    month = periods.first_of(from_month or collaborative.starts_on)
    drivers = {driver.key: driver for driver in SecondaryDriver.objects.all()}
    standing = {metric.key: metric for metric in Metric.objects.all()}
    for order, measure in enumerate(data["measures"], 1):
        if measure["key"] not in standing:
            standing[measure["key"]] = _make_measure(collaborative, measure, order, month, drivers)
    return [standing[measure["key"]] for measure in data["measures"]]


def _make_measure(
    collaborative: Collaborative,
    measure: Mapping[str, Any],
    order: int,
    month: dt.date,
    drivers: Mapping[str, SecondaryDriver],
) -> Metric:
    metric = Metric(
        collaborative=collaborative,
        key=measure["key"],
        name=measure["name"].strip(),
        plain_name=measure["plain_name"].strip(),
        translations=drafts(measure, "plain_name"),
        order=order,
    )
    metric.full_clean()
    metric.save()
    goal = measure.get("goal")
    definition = MetricDefinition(
        collaborative=collaborative,
        metric=metric,
        from_month=month,
        goal=None if goal is None else Decimal(str(goal)),
        multiplier=Decimal(str(measure.get("multiplier", 1))),
        **{
            field: str(measure.get(field, "")).strip()
            for field in (
                "why", "how_to_count", "kind", "numerator_label", "denominator_label",
                "unit", "better", "sampling",
            )
        },
    )  # fmt: skip
    definition.full_clean()
    definition.save()
    for key in measure.get("drivers", []):
        MetricDriver.objects.create(collaborative=collaborative, metric=metric, driver=drivers[key])
    return metric


@transaction.atomic
def save_weeks(
    *, team: CoreTeam, by: Membership, entries: Sequence[Entry], why: str = ""
) -> list[Value]:
    """Write weekly counts; returns the rows that changed, so the same again returns nothing.

    ``why`` is demanded when a week of a month that was already sent changes. ValidationError for
    impossible counts and for weeks that have not begun.
    """
    _lock(team)
    today = Clock.of(team.collaborative).today
    if any(entry.start > today for entry in entries):
        raise ValidationError(_("A week that has not begun cannot be counted yet."))
    sent = set(
        MonthlySubmission.objects.filter(team=team, status=SubmissionStatus.SUBMITTED).values_list(
            "month", flat=True
        )
    )
    written = [
        value
        for entry in entries
        if (value := _write(team, Grain.WEEK, entry, by=by, why=why)) is not None
    ]
    if not why and any(periods.month_of_week(value.period_start) in sent for value in written):
        raise ValidationError({"why": _("This month was already sent. Please say why it changes.")})
    if written:
        record(
            action="weeks.counted",
            by=by.user,
            target=team,
            collaborative=team.collaborative,
            summary=f"{len(written)} counts of {team.name}",
        )
    return written


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
    which the month was first sent stays. ValidationError when something is missing or impossible.
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
    _lock(team)
    submission = _submission(team, month)
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
    if any(entry.metric.required and entry.count is None and not entry.reason for entry in entries):
        raise ValidationError(
            _("Enter the numbers of each measure, or say that you could not count it.")
        )


def is_closed(submission: MonthlySubmission, today: dt.date) -> bool:
    """Whether the team itself can no longer send this month."""
    return submission.status == SubmissionStatus.DRAFT and today > submission.closes_on


def _open(team: CoreTeam, month: dt.date, by: Membership) -> MonthlySubmission:
    _lock(team)
    clock = Clock.of(team.collaborative)
    if month > clock.ended:
        raise ValidationError(_("This month is not over yet."))
    submission = _submission(team, month)
    if is_closed(submission, clock.today) and not by.is_implementation:
        raise ValidationError(
            _("This month is closed. The team that runs the collaborative can open it.")
        )
    return submission


def _submission(team: CoreTeam, month: dt.date) -> MonthlySubmission:
    clock = Clock.of(team.collaborative)
    return MonthlySubmission.objects.get_or_create(
        team=team,
        month=month,
        defaults={
            "collaborative": team.collaborative,
            "due_on": clock.due_on(month),
            "closes_on": clock.closes_on(month),
        },
    )[0]


def _lock(team: CoreTeam) -> None:
    """One writer of a team's numbers at a time, so that revisions follow each other."""
    CoreTeam.objects.select_for_update(no_key=True, of=("self",)).get(pk=team.pk)


def _write_month(
    team: CoreTeam, entries: Sequence[Entry], *, by: Membership, why: str
) -> list[Value]:
    """Write what differs from the sum of the weeks; what equals it needs no row of its own."""
    rows = rows_of([team], [entry.metric for entry in entries])
    written = []
    for entry in entries:
        weeks = rows[(team.pk, entry.metric.pk)].weeks
        summed = series.monthly_point(entry.start, weeks, {}).count
        kept = entry
        if entry.count is not None and entry.count == summed:
            kept = Entry(entry.metric, entry.start, note=entry.note)
        value = _write(team, Grain.MONTH, kept, by=by, why=why)
        if value is not None:
            written.append(value)
    return written


def _write(team: CoreTeam, grain: Grain, entry: Entry, *, by: Membership, why: str) -> Value | None:
    """Add a revision unless it would say the same; ValidationError for impossible counts."""
    definition = definition_for(entry.metric, entry.start)
    if entry.count is not None:
        refuse_impossible(definition, entry.count.numerator, entry.count.denominator)
    current = Value.objects.filter(
        team=team, metric=entry.metric, grain=grain, period_start=entry.start, is_current=True
    ).first()
    numbers = (entry.count.numerator, entry.count.denominator) if entry.count else (None, None)
    said = (*numbers, entry.reason, entry.note)
    stood = (
        (current.numerator, current.denominator, current.reason_missing, current.note)
        if current
        else (None, None, "", "")
    )
    if said == stood:
        return None
    if current:
        Value.objects.filter(pk=current.pk).update(is_current=False)
    value = Value(
        collaborative=team.collaborative,
        team=team,
        metric=entry.metric,
        definition=definition,
        grain=grain,
        period_start=entry.start,
        numerator=numbers[0],
        denominator=numbers[1],
        reason_missing=entry.reason,
        note=entry.note,
        why_corrected=why,
        source=Source.TEAM if team.pk in by.team_ids else Source.ON_BEHALF,
        revision=current.revision + 1 if current else 1,
        entered_by=by,
    )
    value.full_clean(validate_unique=False, validate_constraints=False)
    value.save()
    return value
