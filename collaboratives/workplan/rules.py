"""Who may do what in the workplan: the implementation team edits it, faculty their own tasks."""

from collaboratives.models import Membership
from collaboratives.workplan.models import Task


def may_read_plan(member: Membership) -> bool:
    """Whether they have a workplan page at all."""
    return member.is_implementation or member.is_faculty


def may_add(member: Membership) -> bool:
    """Whether they add tasks."""
    return member.is_implementation


def may_edit(member: Membership, task: Task) -> bool:
    """Whether they change a task; needs its owners."""
    if member.is_implementation:
        return True
    return member.is_faculty and any(
        owner.membership_id == member.pk for owner in task.owners.all()
    )
