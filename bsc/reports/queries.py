"""Reading reports."""

from django.db.models import Q, QuerySet

from bsc.reports.models import Report
from collaboratives.models import Membership
from metrics.rules import sees_all_teams


def reports_visible_to(member: Membership) -> QuerySet[Report]:
    """Return the reports this person may download, newest month and revision first."""
    reports = Report.objects.select_related("team", "file").order_by(
        "-month", "team__name", "team", "-revision"
    )
    if member.is_observer:
        return reports.none()
    if sees_all_teams(member):
        return reports
    return reports.filter(Q(team__isnull=True) | Q(team__in=member.team_ids))
