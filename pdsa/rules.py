"""Who may do what with a test of change (design, section 3).

Each takes a cycle that the person may read; none of them widens what ``queries`` shows.
Callers load ``ramp`` and ``owners`` with the cycle.
"""

from centers.models import CoreTeam
from collaboratives.enums import Role
from collaboratives.models import Membership, MembershipRole
from pdsa import queries
from pdsa.enums import Visibility
from pdsa.lineage import KEPT_STAGES
from pdsa.models import Bundle, Cycle, CycleComment, CyclePhoto, Ramp


def may_plan(member: Membership) -> bool:
    """Whether they can start tests: anybody on a team, families too, and the implementation team."""
    return bool(member.team_ids) or member.is_implementation


def teams_to_plan_for(member: Membership) -> list[CoreTeam | None]:
    """Return the teams they can start tests for; None stands for the implementation team."""
    own: list[CoreTeam | None] = list(member.teams)
    return [*own, None] if member.is_implementation else own


def is_on_team_of(member: Membership, cycle: Cycle) -> bool:
    """Whether the cycle is their own team's; the implementation team's ramps have no team."""
    return is_idea_of(member, cycle.ramp)


def is_idea_of(member: Membership, ramp: Ramp) -> bool:
    """Whether the idea is their own team's; without a team it is the implementation team's."""
    if ramp.team_id is None:
        return member.is_implementation
    return ramp.team_id in member.team_ids


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


def may_invite_peer(member: Membership, cycle: Cycle) -> bool:
    """Whether they ask another center to answer: coaches and the implementation team, if shared."""
    is_shared = not cycle.is_draft and cycle.visibility == Visibility.COLLABORATIVE
    return is_shared and (member.is_faculty or member.is_implementation)


def may_remove_comment(member: Membership, comment: CycleComment) -> bool:
    """Whether they take it back: its writer only, once."""
    return comment.author_id == member.pk and comment.removed_at is None


def may_add_photo(member: Membership, cycle: Cycle) -> bool:
    """Whether they attach a photograph: the owners, and teammates to a posted cycle."""
    return may_edit(member, cycle) or may_add_note(member, cycle)


def may_print(member: Membership, cycle: Cycle) -> bool:
    """Whether they print its paper form: whoever may attach a photograph, for a form lets others."""
    return may_add_photo(member, cycle)


def may_stop_paper(member: Membership, cycle: Cycle) -> bool:
    """Whether they stop the codes of its paper forms: its team, and the implementation team."""
    return may_print(member, cycle) or member.is_implementation


def may_remove_photo(member: Membership, photo: CyclePhoto) -> bool:
    """Whether they take a photograph away.

    One's own; and the team's leaders and the implementation team, because a child's face must be
    gone at once, whoever put it there. One that came in on paper is anybody's on the team.
    """
    if photo.by_id == member.pk or member.is_implementation:
        return True
    if photo.by_id is None and is_on_team_of(member, photo.cycle):
        return True
    team = photo.cycle.ramp.team_id
    return team is not None and member.leads(team)


def may_change_stage(member: Membership, ramp: Ramp) -> bool:
    """Whether they say how far an idea has come: its team's leaders, and who owns a cycle of it.

    Anybody on the implementation team for that team's own ideas.
    """
    if not is_idea_of(member, ramp):
        return False
    return (
        ramp.team_id is None or member.leads(ramp.team_id) or queries.owns_a_cycle_of(member, ramp)
    )


def teams_to_borrow_for(member: Membership, ramp: Ramp) -> list[CoreTeam | None]:
    """Return the teams they can take an idea up for: theirs, but for the one whose idea it is."""
    return [
        team for team in teams_to_plan_for(member) if (team.pk if team else None) != ramp.team_id
    ]


def may_borrow(member: Membership, cycle: Cycle) -> bool:
    """Whether they can take up the idea of this cycle: it is shared, and another team's."""
    is_shared = not cycle.is_draft and cycle.visibility == Visibility.COLLABORATIVE
    return is_shared and bool(teams_to_borrow_for(member, cycle.ramp))


def teams_to_bundle_for(member: Membership) -> list[CoreTeam | None]:
    """Return whose bundles they can make: of teams they lead; None stands for everybody's."""
    led: list[CoreTeam | None] = [team for team in member.teams if member.leads(team.pk)]
    return [*led, None] if member.is_implementation or member.is_faculty else led


def may_begin_bundle(member: Membership, ramp: Ramp) -> bool:
    """Whether they can begin a bundle with this idea: it is ready, and theirs to spread."""
    teams = [team.pk if team else None for team in teams_to_bundle_for(member)]
    return ramp.stage in KEPT_STAGES and (None in teams or ramp.team_id in teams)


def may_edit_bundle(member: Membership, bundle: Bundle) -> bool:
    """Whether they change a bundle: the team's leaders; coaches where it is everybody's."""
    if bundle.team_id is None:
        return member.is_implementation or member.is_faculty
    return member.leads(bundle.team_id)


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
