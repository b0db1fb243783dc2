"""How far a measure has come: piloted by some teams, counted by all, put away."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bsc.audit.services import record
from centers.models import CoreTeam
from collaboratives.models import Membership
from metrics import periods
from metrics.definitions import has_numbers, open_months
from metrics.enums import MetricStage
from metrics.models import Metric, PilotTeam
from metrics.queries import Clock


@transaction.atomic
def start_pilot(*, metric: Metric, teams: Collection[CoreTeam], by: Membership) -> Metric:
    """Let exactly these teams try a measure out. Idempotent; a running pilot changes its teams."""
    metric = _lock(metric, MetricStage.DRAFT, MetricStage.PILOT)
    if not teams:
        raise ValidationError({"teams": _("Choose at least one team.")})
    PilotTeam.objects.filter(metric=metric).exclude(team__in=teams).delete()
    standing = set(metric.pilot_rows.values_list("team_id", flat=True))
    for team in teams:
        if team.pk not in standing:
            PilotTeam.objects.create(collaborative=metric.collaborative, metric=metric, team=team)
    names = ", ".join(sorted(team.name for team in teams))
    return _move(metric, MetricStage.PILOT, by, "measure.piloted", names)


@transaction.atomic
def back_to_draft(*, metric: Metric, by: Membership) -> Metric:
    """End a pilot without a release. What its teams counted is kept, and no longer asked for."""
    metric = _lock(metric, MetricStage.PILOT, MetricStage.DRAFT)
    return _move(metric, MetricStage.DRAFT, by, "measure.drafted")


@transaction.atomic
def release_measure(*, metric: Metric, from_month: dt.date, by: Membership) -> Metric:
    """Let all teams count a measure from a month on that nobody has sent. Idempotent."""
    metric = _lock(metric, MetricStage.DRAFT, MetricStage.PILOT, MetricStage.IN_USE)
    if metric.stage == MetricStage.IN_USE:
        return metric
    if from_month not in open_months(None, Clock.of(metric.collaborative)):
        raise ValidationError({"from_month": _("Choose a month that nobody has sent yet.")})
    first = metric.definitions.earliest("from_month")
    if first.from_month > from_month and not has_numbers(first):
        first.from_month = from_month
        first.save(update_fields=["from_month"])
    metric.released_from = max(from_month, first.from_month)
    return _move(metric, MetricStage.IN_USE, by, "measure.released", periods.month_text(from_month))


@transaction.atomic
def retire_measure(*, metric: Metric, by: Membership) -> Metric:
    """Stop asking for a measure, from the running month on. Its numbers and months stay."""
    metric = _lock(metric, MetricStage.DRAFT, MetricStage.IN_USE, MetricStage.RETIRED)
    if metric.stage == MetricStage.IN_USE:
        metric.retired_from = periods.first_of(metric.collaborative.today())
    return _move(metric, MetricStage.RETIRED, by, "measure.retired")


@transaction.atomic
def bring_back(*, metric: Metric, by: Membership) -> Metric:
    """Undo a retirement: what was counted is counted again, a draft is a draft again."""
    metric = _lock(metric, *MetricStage)
    if metric.stage != MetricStage.RETIRED:
        return metric
    stage = MetricStage.IN_USE if metric.retired_from else MetricStage.DRAFT
    metric.retired_from = None
    return _move(metric, stage, by, "measure.brought_back")


def _lock(metric: Metric, *stages: MetricStage) -> Metric:
    found = Metric.objects.select_for_update(of=("self",)).get(pk=metric.pk)
    if found.stage not in stages:
        raise ValidationError(
            _("This cannot be done now: the measure is “%(stage)s”.")
            % {"stage": found.get_stage_display()}
        )
    return found


def _move(
    metric: Metric, stage: MetricStage, by: Membership, action: str, summary: str = ""
) -> Metric:
    if metric.stage == stage and stage != MetricStage.PILOT:
        return metric
    metric.stage = stage
    metric.save(update_fields=["stage", "released_from", "retired_from"])
    record(
        action=action,
        by=by.user,
        target=metric,
        collaborative=metric.collaborative,
        summary=summary,
    )
    return metric
