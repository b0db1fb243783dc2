"""Who may do what in the workplan: the implementation team edits it, faculty their own tasks."""

from collections.abc import Iterable

from collaboratives.models import Membership
from collaboratives.schedule.models import Event
from collaboratives.schedule.rules import may_edit as may_edit_event
from collaboratives.workplan.enums import ChangeKind
from collaboratives.workplan.models import PlanChange, Task


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


def may_change_many(member: Membership) -> bool:
    """Whether they change several tasks at once."""
    return member.is_implementation


def may_edit_rules(member: Membership) -> bool:
    """Whether they change what the plan asks for: activities, rules, named points, templates."""
    return member.is_implementation


def may_meet(member: Membership) -> bool:
    """Whether the team's meetings and decisions are theirs to read and write."""
    return member.is_implementation


def may_read_all_tasks(member: Membership) -> bool:
    """Whether every task of the plan is theirs to read."""
    return member.is_implementation


def may_move_dates(member: Membership) -> bool:
    """Whether they move anything in the calendar: all of it, or what they lead as faculty."""
    return member.is_implementation or member.is_faculty


def may_move_span(member: Membership) -> bool:
    """Whether they move the collaborative's own first and last day."""
    return member.is_implementation


def may_adjust_move(member: Membership) -> bool:
    """Whether they pin tasks and keep their distance in a move."""
    return member.is_implementation


def may_confirm_move(member: Membership, events: Iterable[Event], *, moves_span: bool) -> bool:
    """Whether a move of these events (leaders loaded) is theirs to do."""
    if member.is_implementation:
        return True
    return not moves_span and all(may_edit_event(member, event) for event in events)


def may_undo(member: Membership, change: PlanChange) -> bool:
    """Whether they take a deed back: the implementation team any, faculty their own moves."""
    if member.is_implementation:
        return True
    if not member.is_faculty or change.by_id != member.pk or change.kind != ChangeKind.MOVE:
        return False
    # Somebody else may lead it by now.
    events = Event.objects.filter(pk__in=[int(pk) for pk in change.record.get("events", {})])
    return may_confirm_move(
        member, events.prefetch_related("leaders"), moves_span="span" in change.record
    )


def may_share_plan(member: Membership) -> bool:
    """Whether they make links to the plan for people outside."""
    return member.is_implementation
