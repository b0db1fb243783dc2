"""Measures, and how they are counted when."""

import datetime as dt

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from centers.models import CoreTeam
from collaboratives.framework.models import SecondaryDriver
from collaboratives.models import Membership
from metrics import periods
from metrics.enums import Grain, Kind, MetricStage
from metrics.models import Metric, MetricDefinition, PilotTeam


def metrics_in_use(month: dt.date | None = None) -> QuerySet[Metric]:
    """Return what all teams count, in order, with definitions, in two queries.

    Drafts, pilots, retired measures and those of one team are not among them. With ``month`` (its
    first day) what they count in that month: begun by then, and not retired by then.
    """
    return _with_definitions(_released(month).filter(team__isnull=True))


def metrics_of(team: CoreTeam, month: dt.date | None = None) -> QuerySet[Metric]:
    """Return what one team counts: what all count, what it pilots, its own; in two queries.

    ``month`` as in ``metrics_in_use``: an old month does not ask for what began later.
    """
    tried = PilotTeam.objects.filter(team=team).values("metric")
    pilots = Metric.objects.filter(pk__in=tried, stage=MetricStage.PILOT)
    if month is not None:
        # Their team counted it before all did.
        pilots |= Metric.objects.filter(_in_force(month), _begun(month), pk__in=tried)
    mine = _released(month).filter(Q(team__isnull=True) | Q(team=team))
    found = Metric.objects.filter(Q(pk__in=pilots.values("pk")) | Q(pk__in=mine.values("pk")))
    return _with_definitions(found.order_by(F("team").asc(nulls_first=True), "order", "pk"))


def metrics_open_to(member: Membership) -> QuerySet[Metric]:
    """Return the measures whose page this person may open, with definitions, in two queries.

    Staff see every draft; others what all teams count or once counted, and what concerns their
    own teams.
    """
    found = Metric.objects.all()
    if not (member.is_implementation or member.is_faculty):
        once_released = Q(stage__in=(MetricStage.IN_USE, MetricStage.RETIRED))
        tried = PilotTeam.objects.filter(team__in=member.team_ids).values("metric")
        found = found.filter(
            (once_released & Q(team__isnull=True))
            | Q(team__in=member.team_ids)
            | Q(pk__in=tried, stage=MetricStage.PILOT)
        )
    return _with_definitions(found)


def _with_definitions(found: QuerySet[Metric]) -> QuerySet[Metric]:
    return found.prefetch_related(
        Prefetch("definitions", queryset=MetricDefinition.objects.order_by("from_month"))
    )


def _released(month: dt.date | None) -> QuerySet[Metric]:
    if month is None:
        return Metric.objects.filter(stage=MetricStage.IN_USE)
    released = Q(released_from__lte=month) | Q(released_from__isnull=True)
    return Metric.objects.filter(_in_force(month), _begun(month), released)


def _in_force(month: dt.date) -> Q:
    return Q(stage=MetricStage.IN_USE) | Q(stage=MetricStage.RETIRED, retired_from__gt=month)


def _begun(month: dt.date) -> Q:
    first = MetricDefinition.objects.filter(metric=OuterRef("pk"), from_month__lte=month)
    return Q(Exists(first))


def definition_for(metric: Metric, day: dt.date) -> MetricDefinition:
    """Return the definition in force on a day: the latest begun, or the first of all."""
    definitions = list(metric.definitions.all())
    begun = [definition for definition in definitions if definition.from_month <= day]
    return begun[-1] if begun else definitions[0]


def definition_in(metric: Metric, grain: str, start: dt.date) -> MetricDefinition:
    """Return the definition in force in a period; a week has that of the month it counts to."""
    month = periods.month_of_week(start) if grain == Grain.WEEK else start
    return definition_for(metric, month)


def drivers_of(metric: Metric) -> list[SecondaryDriver]:
    """Return the secondary drivers that a measure stands for, in the framework's order."""
    return list(
        SecondaryDriver.objects.filter(metric_rows__metric=metric).order_by(
            "primary__number", "position"
        )
    )


def usual_grain(metric: Metric) -> str:
    """Return the grain a measure is charted in: as it is counted."""
    weekly = definition_for(metric, timezone.localdate()).sampling == "weekly"
    return Grain.WEEK if weekly else Grain.MONTH


def is_plain_count(metric: Metric) -> bool:
    """Whether the measure has no denominator of its own, so that its sums stand over 1."""
    return definition_for(metric, dt.date.max).kind == Kind.COUNT
