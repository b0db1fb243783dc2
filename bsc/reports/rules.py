"""Who may read and make reports."""

from centers.models import CoreTeam
from collaboratives.models import Membership
from metrics.rules import sees_all_teams


def may_read_some(member: Membership) -> bool:
    """Everybody but observers has reports to read."""
    return not member.is_observer


def may_make(member: Membership, team: CoreTeam | None) -> bool:
    """Whether they may ask for a new report of the team, or (None) of the collaborative."""
    if sees_all_teams(member):
        return True
    return team is not None and team.pk in member.team_ids


def may_tell_stories(member: Membership) -> bool:
    """The implementation team chooses what is told in the collaborative's report."""
    return member.is_implementation


def may_change_settings(member: Membership) -> bool:
    """The implementation team says on which paper and in which languages reports are made."""
    return member.is_implementation
