"""Who may do what with numbers."""

from centers.models import CoreTeam
from collaboratives.models import Membership


def may_enter(member: Membership, team: CoreTeam) -> bool:
    """Everybody on the team counts, families too; the implementation team may on its behalf."""
    return member.is_implementation or team.pk in member.team_ids


def may_submit(member: Membership, team: CoreTeam) -> bool:
    """Leaders and the data contact send a month; the implementation team may on their behalf."""
    return member.is_implementation or member.leads(team.pk) or member.is_data_contact_of(team.pk)


def may_reopen(member: Membership) -> bool:
    """The implementation team opens a month again that was closed."""
    return member.is_implementation


def may_chase(member: Membership) -> bool:
    """The implementation team writes to those whose numbers are missing."""
    return member.is_implementation


def sees_all_teams(member: Membership) -> bool:
    """Implementation team and faculty see who sent what, and open every team's chart."""
    return member.is_implementation or member.is_faculty


def sees_team_names(member: Membership) -> bool:
    """An observer sees counts only, without names of teams."""
    return not member.is_observer
