"""The coming one, two or four weeks, for those who prepare them."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from collaboratives.http import CollaborativeRequest
from collaboratives.schedule.coming import coming_weeks
from collaboratives.schedule.months import year_to_show
from collaboratives.schedule.rules import may_plan
from collaboratives.schedule.words import zone_note

CHOICES = (1, 2, 4)
DEFAULT = 2


@require_GET
def weeks(request: CollaborativeRequest) -> HttpResponse:
    """Show the implementation team what is ahead and what it still lacks."""
    if not may_plan(request.member):
        raise PermissionDenied
    asked = request.GET.get("weeks", "")
    number = int(asked) if asked in map(str, CHOICES) else DEFAULT
    context = {
        "number": number,
        "choices": CHOICES,
        "weeks": coming_weeks(request.member, request.collaborative, number),
        "this_year": year_to_show(request.collaborative),
        "zone_note": zone_note(request),
    }
    return render(request, "schedule/weeks.html", context)
