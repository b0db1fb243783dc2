"""Whose numbers and files somebody may open."""

from django.db.models import QuerySet

from centers.models import CoreTeam
from collaboratives.models import Membership
from metrics.models import CountsImport


def active_teams() -> QuerySet[CoreTeam]:
    """Return the teams whose numbers are expected, by name."""
    return (
        CoreTeam.objects.filter(status=CoreTeam.Status.ACTIVE)
        .select_related("collaborative")
        .order_by("name", "pk")
    )


def teams_visible_to(member: Membership) -> QuerySet[CoreTeam]:
    """Return the teams whose own charts and counts this person may open."""
    if member.is_implementation or member.is_faculty:
        return active_teams()
    return active_teams().filter(pk__in=member.team_ids)


def imports_visible_to(member: Membership) -> QuerySet[CountsImport]:
    """Return the files that this person brought in themselves, newest first."""
    return CountsImport.objects.filter(by=member).select_related("team")
