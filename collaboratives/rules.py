"""Who may see, invite and manage whom (the table of rights, rows "people" and "contact details")."""

from collections.abc import Callable

from bsc.tenancy.doors import collaboratives_of
from collaboratives.enums import MULTI_USE_ROLES, TEAM_ROLES, Role
from collaboratives.models import Invitation, Membership, MembershipRole

ContactRule = Callable[[Membership, Membership], bool]
# Filled by upper apps in ``ready``: "leads the other's affinity group". Never asked for families.
contact_rules: list[ContactRule] = []

_OUTSIDE_TEAMS = (Role.IMPLEMENTATION, Role.FACULTY, Role.OBSERVER)
_BY_TEAM_LEADER = frozenset({Role.TEAM_LEADER, *MULTI_USE_ROLES})


def may_see_people(member: Membership) -> bool:
    """Whether they see names; an observer sees counts."""
    return not member.is_observer


def may_see_contact_of(member: Membership, other: Membership) -> bool:
    """Whether they see phone and e-mail address of somebody. Both need their hats.

    One's own; the implementation team everybody's; leaders their team's, but of families only
    the team leader; faculty those in the group they lead, never families'.
    """
    if member.pk == other.pk or member.is_implementation:
        return True
    is_family = Role.FAMILY in other.roles
    for hat in member.hats:
        if hat.team_id in other.team_ids and (
            hat.role == Role.TEAM_LEADER or (hat.role == Role.SENIOR_LEADER and not is_family)
        ):
            return True
    return not is_family and any(rule(member, other) for rule in contact_rules)


def roles_to_grant(member: Membership, team_id: int | None) -> list[Role]:
    """Return the roles they may give in that team, or outside teams for None.

    The implementation team gives every role. Leaders give their own team's, and nobody gives a
    role above their own: a team leader makes no senior leader.
    """
    if member.is_implementation:
        wanted = _OUTSIDE_TEAMS if team_id is None else TEAM_ROLES
        return [role for role in Role if role in wanted]
    if team_id is None:
        return []
    mine = {hat.role for hat in member.hats if hat.team_id == team_id}
    if Role.SENIOR_LEADER in mine:
        return [role for role in Role if role in TEAM_ROLES]
    if Role.TEAM_LEADER in mine:
        return [role for role in Role if role in _BY_TEAM_LEADER]
    return []


def may_invite(member: Membership, role: str, team_id: int | None) -> bool:
    """Whether they may invite somebody as ``role``, or give somebody that role."""
    return role in roles_to_grant(member, team_id)


def may_invite_anybody(member: Membership) -> bool:
    """Whether the page for inviting is theirs at all."""
    return member.is_implementation or any(member.leads(number) for number in member.team_ids)


def may_change_invitation(member: Membership, invitation: Invitation) -> bool:
    """Whether they may see the code, send it again or cancel it: whoever may invite the same."""
    return may_invite(member, invitation.role, invitation.team_id)


def may_add_role_to(member: Membership, other: Membership) -> bool:
    """Whether they may give somebody who is here one more role.

    Leaders give roles to people of their own team only. Whoever could draw a stranger into the
    team would see that person's contact details and make them a new card.
    """
    return member.is_implementation or any(member.leads(number) for number in other.team_ids)


def may_end_role(member: Membership, row: MembershipRole) -> bool:
    """Whether they may end that role: whoever may give it."""
    return may_invite(member, row.role, row.team_id)


def may_manage(member: Membership, other: Membership) -> bool:
    """Whether they may change any role of somebody."""
    return member.is_implementation or any(may_end_role(member, hat) for hat in other.hats)


def may_issue_card_for(member: Membership, other: Membership) -> bool:
    """Whether they may give somebody a new personal card.

    Whoever holds the card can act as that person. So it takes the right to end every role of
    theirs here, and being a member wherever else they are one.
    """
    if not all(may_end_role(member, hat) for hat in other.hats):
        return False
    return set(collaboratives_of(other.user)) <= set(collaboratives_of(member.user))


def may_reset_second_factor_of(member: Membership, other: Membership) -> bool:
    """Whether they may help somebody whose phone is lost; never themselves."""
    return member.is_implementation and member.pk != other.pk


def may_edit_team(member: Membership, team_id: int) -> bool:
    """Whether they may write the team's motto and story."""
    return member.is_implementation or member.leads(team_id)
