"""How a team collects its numbers."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bsc.audit.services import record
from centers.models import CoreTeam
from collaboratives.models import Membership
from metrics.enums import PlanStatus
from metrics.models import CollectionPlan, Metric
from metrics.services.counts import lock
from metrics.services.definitions import ChangedMeanwhileError


@transaction.atomic
def save_plan(
    *, team: CoreTeam, metric: Metric, by: Membership, revision: int, **fields: Any
) -> CollectionPlan:
    """Write down who collects a measure, when, where, with what, and how it goes.

    ``fields`` are those of CollectionPlan. ``revision`` is the one that the writer saw, 0 where
    there was none: ChangedMeanwhileError where it no longer fits, unless it would say the same.
    A stuck plan must say what gets in the way.
    """
    lock(team)
    plan = CollectionPlan.objects.filter(team=team, metric=metric).first()
    if plan is not None and all(getattr(plan, name) == value for name, value in fields.items()):
        return plan
    if (plan.revision if plan else 0) != revision:
        raise ChangedMeanwhileError
    if fields["status"] == PlanStatus.STUCK and not fields["note"]:
        raise ValidationError({"note": _("Please say in a few words what gets in the way.")})
    plan = plan or CollectionPlan(
        collaborative=team.collaborative, team=team, metric=metric, revision=0
    )
    for name, value in fields.items():
        setattr(plan, name, value)
    plan.changed_by = by
    plan.revision += 1
    plan.full_clean()
    plan.save()
    record(
        action="plan.written" if plan.revision == 1 else "plan.changed",
        by=by.user,
        target=plan,
        collaborative=team.collaborative,
        summary=f"{team.name}, {metric.name}: {plan.get_status_display()}",
    )
    return plan
