"""The coach's queue: what people shared and nobody has answered yet."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bsc.home.coach_sources import everything_waiting
from collaboratives.http import CollaborativeRequest
from collaboratives.models import Membership

PAGE_SIZE = 25


def may_coach(member: Membership) -> bool:
    """Whether the queue is theirs to answer: faculty, and the implementation team beside them."""
    return member.is_faculty or member.is_implementation


@require_GET
def coach(request: CollaborativeRequest) -> HttpResponse:
    """List what waits for an answer, the longest wait first."""
    if not may_coach(request.member):
        raise PermissionDenied
    page = Paginator(everything_waiting(request.member), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    return render(request, "home/coach.html", {"page": page})
