"""Moving an idea on, or back: the stage of a ramp and its history."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bsc.audit.services import record
from collaboratives.models import Membership
from pdsa.enums import Stage
from pdsa.models import Cycle, Ramp, StageChange


def note_stage(
    *, ramp: Ramp, stage: str, by: Membership, why: str = "", cycle: Cycle | None = None
) -> StageChange:
    """Write the stage and its history in the current transaction; the ramp must be locked."""
    change = StageChange.objects.create(
        collaborative=ramp.collaborative,
        ramp=ramp,
        cycle=cycle,
        was=ramp.stage,
        stage=stage,
        why=why,
        by=by,
    )
    ramp.stage = stage
    ramp.save(update_fields=["stage"])
    return change


@transaction.atomic
def set_stage(*, ramp: Ramp, stage: str, why: str, by: Membership, seen: str) -> StageChange | None:
    """Move an idea to a stage by hand.

    ``seen`` is the stage that the form was made from. Idempotent: where the idea is in that stage
    already, nothing is written and None comes back. ValidationError when somebody else moved it
    elsewhere meanwhile.
    """
    standing = Ramp.objects.select_for_update().get(pk=ramp.pk)
    if standing.stage == stage:
        return None
    if standing.stage != seen:
        raise ValidationError(
            _("Somebody moved this idea to “%(stage)s” meanwhile. Is your choice still right?")
            % {"stage": standing.get_stage_display()}
        )
    change = note_stage(ramp=standing, stage=stage, by=by, why=why.strip())
    record(
        action="ramp.stage",
        by=by.user,
        target=standing,
        collaborative=standing.collaborative,
        summary=f"{change.was} → {change.stage}",
    )
    return change


@transaction.atomic
def undo_stage(*, change: StageChange, by: Membership) -> Ramp:
    """Take the last change by hand back, as if it had not been; the audit trail keeps it.

    Idempotent. ValidationError when the idea has moved on since, or when a test's decision moved
    it: then the decision is what to change.
    """
    ramp = Ramp.objects.select_for_update().get(pk=change.ramp_id)
    last = ramp.stage_changes.order_by("-at", "-pk").first()
    if not ramp.stage_changes.filter(pk=change.pk).exists():
        return ramp
    if last != change or change.cycle_id is not None or ramp.stage != change.stage:
        raise ValidationError(_("This idea has moved on since then, so it stays where it is."))
    ramp.stage = Stage(change.was)
    ramp.save(update_fields=["stage"])
    record(
        action="ramp.stage_undone",
        by=by.user,
        target=ramp,
        collaborative=ramp.collaborative,
        summary=f"{change.stage} → {change.was}",
    )
    change.delete()
    return ramp
