"""What teams say got in the way of their months: for the data lead to learn from, never a score."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from collaboratives.http import CollaborativeRequest
from metrics import rules
from metrics.missing import what_got_in_the_way

ANSWERS_A_PAGE = 25


@require_GET
def ways(request: CollaborativeRequest) -> HttpResponse:
    """List every answer, newest first."""
    if not rules.sees_all_teams(request.member):
        raise PermissionDenied
    page = Paginator(what_got_in_the_way(), ANSWERS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "metrics/ways.html", {"page": page})
