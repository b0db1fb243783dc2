"""Who may do what with a self-assessment (design, section 3)."""

from centers.assessment.models import Assessment
from collaboratives.models import Membership


def may_plan_rounds(member: Membership) -> bool:
    """Whether they say when teams assess themselves."""
    return member.is_implementation


def may_see_all(member: Membership) -> bool:
    """Whether they see the results of every team, to coach them."""
    return member.is_implementation or member.is_faculty


def may_see_results_of(member: Membership, team_id: int) -> bool:
    """Whether they see this team's results: the team itself and those who coach it."""
    return team_id in member.team_ids or may_see_all(member)


def may_rate(member: Membership, assessment: Assessment) -> bool:
    """Whether they hold the pen: anybody on the team, until the team has agreed."""
    return assessment.team_id in member.team_ids and not assessment.is_settled


def may_reopen(member: Membership, assessment: Assessment) -> bool:
    """Whether they open it again: the team's leaders."""
    return assessment.is_settled and member.leads(assessment.team_id)
