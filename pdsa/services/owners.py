"""Who writes in a cycle, and which measures its idea might move."""

from collections.abc import Iterable

from django.db import transaction

from bsc.audit.services import record
from collaboratives.models import Membership
from metrics.models import Metric
from pdsa.models import Cycle, CycleOwner, Ramp, RampMetric


@transaction.atomic
def set_owners(*, cycle: Cycle, members: Iterable[Membership], by: Membership) -> None:
    """Let these members of the cycle's team write in it; its first writer always stays."""
    wanted = {member.pk for member in members} | {cycle.started_by_id}
    standing = set(CycleOwner.objects.filter(cycle=cycle).values_list("member", flat=True))
    if wanted == standing:
        return
    CycleOwner.objects.filter(cycle=cycle, member__in=standing - wanted).delete()
    for pk in sorted(wanted - standing):
        CycleOwner.objects.create(collaborative=cycle.collaborative, cycle=cycle, member_id=pk)
    record(
        action="cycle.owners",
        by=by.user,
        target=cycle,
        collaborative=cycle.collaborative,
        summary=f"{len(wanted)}",
    )


@transaction.atomic
def take_over(*, cycle: Cycle, by: Membership) -> None:
    """Make a teammate an owner of a cycle whose owners have left. Idempotent."""
    _owner, is_new = CycleOwner.objects.get_or_create(
        collaborative=cycle.collaborative, cycle=cycle, member=by
    )
    if is_new:
        record(
            action="cycle.taken_over", by=by.user, target=cycle, collaborative=cycle.collaborative
        )


@transaction.atomic
def set_metrics(*, ramp: Ramp, metrics: Iterable[Metric]) -> None:
    """Say which measures the idea might move. Idempotent."""
    wanted = {metric.pk for metric in metrics}
    standing = set(ramp.metric_rows.values_list("metric", flat=True))
    ramp.metric_rows.filter(metric__in=standing - wanted).delete()
    for pk in sorted(wanted - standing):
        RampMetric.objects.create(collaborative=ramp.collaborative, ramp=ramp, metric_id=pk)
