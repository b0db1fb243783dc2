"""Who may do what with a test of change (design, section 3).

Each takes a cycle that the person may read; none of them widens what ``queries`` shows.
Callers load ``ramp`` and ``owners`` with the cycle.
"""

from centers.models import CoreTeam
from collaboratives.enums import Role
from collaboratives.models import Membership, MembershipRole
from pdsa import queries
from pdsa.models import Cycle, CycleComment, CyclePhoto


def may_plan(member: Membership) -> bool:
    """Whether they can start tests: anybody on a team, families too, and the implementation team."""
    return bool(member.team_ids) or member.is_implementation


def teams_to_plan_for(member: Membership) -> list[CoreTeam | None]:
    """Return the teams they can start tests for; None stands for the implementation team."""
    own: list[CoreTeam | None] = list(member.teams)
    return [*own, None] if member.is_implementation else own


def is_on_team_of(member: Membership, cycle: Cycle) -> bool:
    """Whether the cycle is their own team's; the implementation team's ramps have no team."""
    if cycle.ramp.team_id is None:
        return member.is_implementation
    return cycle.ramp.team_id in member.team_ids


def owns(member: Membership, cycle: Cycle) -> bool:
    """Whether they are one of the cycle's owners, wherever they are today."""
    return any(owner.member_id == member.pk for owner in cycle.owners.all())


def may_edit(member: Membership, cycle: Cycle) -> bool:
    """Whether the cycle's texts are theirs to write: owners only, while they are on the team.

    Neither leaders nor the implementation team rewrite what a teacher learned.
    """
    return owns(member, cycle) and is_on_team_of(member, cycle)


def may_finish(member: Membership, cycle: Cycle) -> bool:
    """Whether they write what happened, what was learned and the decision."""
    return may_edit(member, cycle) and not cycle.is_draft


def may_plan_next(member: Membership, cycle: Cycle) -> bool:
    """Whether they can draft the idea's next cycle: anybody on the team, once this one is done."""
    return cycle.is_done and is_on_team_of(member, cycle) and may_plan(member)


def may_take_over(member: Membership, cycle: Cycle) -> bool:
    """Whether they can become an owner: teammates, once every owner has left the team."""
    return (
        is_on_team_of(member, cycle)
        and not may_edit(member, cycle)
        and not queries.has_active_owner(cycle)
    )


def may_add_note(member: Membership, cycle: Cycle) -> bool:
    """Whether they add what they saw, under their own name: teammates who are not owners."""
    return is_on_team_of(member, cycle) and not cycle.is_draft and not may_edit(member, cycle)


def may_comment(member: Membership, cycle: Cycle) -> bool:
    """Whether they say something to it: everybody who reads a posted cycle."""
    return not cycle.is_draft and not member.is_observer


def may_thank(member: Membership, cycle: Cycle) -> bool:
    """Whether they thank the owners: everybody who comments, but not oneself."""
    return may_comment(member, cycle) and not may_edit(member, cycle)


def may_remove_comment(member: Membership, comment: CycleComment) -> bool:
    """Whether they take it back: its writer only, once."""
    return comment.author_id == member.pk and comment.removed_at is None


def may_add_photo(member: Membership, cycle: Cycle) -> bool:
    """Whether they attach a photograph: the owners, and teammates to a posted cycle."""
    return may_edit(member, cycle) or may_add_note(member, cycle)


def may_remove_photo(member: Membership, photo: CyclePhoto) -> bool:
    """Whether they take a photograph away.

    One's own; and the team's leaders and the implementation team, because a child's face must be
    gone at once, whoever put it there.
    """
    if photo.by_id == member.pk or member.is_implementation:
        return True
    team = photo.cycle.ramp.team_id
    return team is not None and member.leads(team)


def hats_for(member: Membership, cycle: Cycle) -> list[MembershipRole]:
    """Return the hats a comment can be signed with.

    On the own team's cycle only that team's, so that a comment from the team never counts as an
    answer from outside.
    """
    team = cycle.ramp.team_id
    if is_on_team_of(member, cycle):
        return [
            hat
            for hat in member.hats
            if (hat.team_id == team if team else hat.role == Role.IMPLEMENTATION)
        ]
    return [hat for hat in member.hats if hat.role != Role.OBSERVER]
