"""Finding a meeting for those who have one."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from collaboratives.http import CollaborativeRequest
from collaboratives.schedule.models import Event
from collaboratives.workplan.meeting_queries import meetings_visible_to
from collaboratives.workplan.rules import may_meet


def meeting_or_404(request: CollaborativeRequest, pk: int) -> Event:
    """Return the event of a meeting; 404 for whoever is not on the implementation team."""
    return get_object_or_404(meetings_visible_to(request.member), pk=pk)


def for_the_team(request: CollaborativeRequest) -> None:
    """Refuse a page that is the implementation team's own."""
    if not may_meet(request.member):
        raise PermissionDenied
