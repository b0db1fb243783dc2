"""Bringing a room's weeks up to date with what its phones counted."""

import datetime as dt
from collections.abc import Collection
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import Classroom, CoreTeam
from metrics import periods
from metrics.enums import Grain, Source
from metrics.models import Metric, Value
from metrics.queries import definition_in
from metrics.series import Count
from metrics.services.counts import lock, sent_months
from metrics.taps import phone_counts


@transaction.atomic
def fold(*, team: CoreTeam, metric: Metric, classroom: Classroom, week: dt.date) -> Value | None:
    """Write the room's week as the phones have it; returns the row that stands, if any.

    What somebody typed stays as it is, unless it was taken back. Otherwise the row is changed in
    place, but once the week's month was sent a change is a new revision that says so. Idempotent.
    ``metric`` comes with its definitions.
    """
    lock(team)
    fold_weeks(team, classroom, {(metric, week)})
    return _standing(team, classroom, {(metric, week)}).get((metric.pk, week))


def fold_weeks(
    team: CoreTeam, classroom: Classroom, weeks: Collection[tuple[Metric, dt.date]]
) -> None:
    """Do the same for several weeks of a room, without a query more to read. Hold ``lock``."""
    if not weeks:
        return
    standing = _standing(team, classroom, weeks)
    metrics, mondays = {metric for metric, _week in weeks}, {week for _metric, week in weeks}
    counts = phone_counts(team, metrics, mondays, classroom)
    sent = sent_months(team)
    for metric, week in weeks:
        current = standing.get((metric.pk, week))
        count = counts.get((metric.pk, classroom.pk, week))
        if _is_typed(current) or _numbers(count) == _numbers(current):
            continue
        value = current
        was_sent = periods.month_of_week(week) in sent
        if value is None or value.source != Source.TAPS or was_sent:
            value = _next_revision(team, metric, classroom, week, current)
            value.why_corrected = _("Taps came in after the month was sent.") if was_sent else ""
        value.definition = definition_in(metric, Grain.WEEK, week)
        value.numerator, value.denominator = _numbers(count)
        value.created_at = timezone.now()
        value.clean()
        value.save()


def _standing(
    team: CoreTeam, classroom: Classroom, weeks: Collection[tuple[Metric, dt.date]]
) -> dict[tuple[int, dt.date], Value]:
    rows = Value.objects.filter(
        team=team,
        metric__in={metric for metric, _week in weeks},
        grain=Grain.WEEK,
        period_start__in={week for _metric, week in weeks},
        classroom=classroom,
        group=None,
        is_current=True,
    )
    return {(row.metric_id, row.period_start): row for row in rows}


def _is_typed(value: Value | None) -> bool:
    """Whether somebody wrote something down that the phones must leave alone."""
    if value is None or value.source == Source.TAPS:
        return False
    return value.numerator is not None or bool(value.reason_missing)


def _numbers(row: Value | Count | None) -> tuple[Decimal | None, Decimal | None]:
    return (row.numerator, row.denominator) if row else (None, None)


def _next_revision(
    team: CoreTeam, metric: Metric, classroom: Classroom, week: dt.date, current: Value | None
) -> Value:
    if current:
        current.is_current = False
        current.save(update_fields=["is_current"])
    return Value(
        collaborative=team.collaborative,
        organization=team.organization,
        team=team,
        metric=metric,
        grain=Grain.WEEK,
        period_start=week,
        classroom=classroom,
        source=Source.TAPS,
        revision=current.revision + 1 if current else 1,
    )
