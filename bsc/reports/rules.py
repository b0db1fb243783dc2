"""Who may read and make reports."""

from bsc.reports.models import Report
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


def may_download(member: Membership, report: Report) -> bool:
    """A team's report is for the team and for staff, the collaborative's for all its members."""
    if report.team_id is None:
        return may_read_some(member)
    return sees_all_teams(member) or report.team_id in member.team_ids
