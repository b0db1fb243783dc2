"""The end of the wizard: the workplan is made, and the collaborative runs."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bsc.audit.services import record
from collaboratives.enums import CollaborativeStatus
from collaboratives.models import Collaborative, Membership
from collaboratives.setup.enums import SetUpStep
from collaboratives.setup.queries import has_planners
from collaboratives.workplan.models import PlanOrigin, PlanTemplate, TaskRule
from collaboratives.workplan.services import generate_workplan


class Finished(NamedTuple):
    """How many tasks the plan has, and how many of them were due before today already."""

    tasks: int = 0
    late: int = 0


@transaction.atomic
def finish_set_up(
    *, collaborative: Collaborative, by: Membership, template: PlanTemplate | None = None
) -> Finished:
    """Make the workplan from the calendar and let the collaborative run.

    ``template`` is a plan that the organization saved; None: the standard plan. Idempotent: one that runs already stays as it is. Raises ValidationError while a step is
    open, or where nobody is on the implementation team or invited to it.
    """
    row = Collaborative.objects.select_for_update(of=("self",)).get(pk=collaborative.pk)
    if row.status != CollaborativeStatus.SETUP:
        return Finished()
    if set(SetUpStep.values) - set(row.set_up_steps):
        raise ValidationError(_("Some steps are not finished yet."))
    if not has_planners():
        raise ValidationError(
            _("Nobody is on the implementation team yet. Invite somebody first, or join it.")
        )
    if template is not None and not TaskRule.objects.filter(collaborative=row).exists():
        PlanOrigin.objects.create(collaborative=row, name=template.name, data=template.data)
    changes = generate_workplan(collaborative=collaborative, by=by)
    row.status = CollaborativeStatus.RUNNING
    row.save(update_fields=["status"])
    collaborative.status = row.status
    record(
        action="collaborative.set_up",
        by=by.user,
        target=row,
        collaborative=collaborative,
        summary=f"{row.name}: {template.name}" if template else row.name,
    )
    today = row.today()
    late = sum(task.due_on is not None and task.due_on < today for task in changes.new)
    return Finished(len(changes.new), late)
