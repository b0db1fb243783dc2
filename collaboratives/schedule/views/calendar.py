"""The dates: what is next, then month by month; what is over behind a tab."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from collaboratives.http import CollaborativeRequest
from collaboratives.schedule.queries import (
    events_visible_to,
    next_event_for,
    phase_words,
    timeline_of,
)
from collaboratives.schedule.rules import may_plan
from collaboratives.schedule.timeline import phase_on
from collaboratives.schedule.words import phase_steps, zone_note

PAGE_SIZE = 25


@require_GET
def calendar(request: CollaborativeRequest) -> HttpResponse:
    """Show a member the dates they may see, in their own time zone."""
    past = request.GET.get("show") == "past"
    events = events_visible_to(request.member)
    now = timezone.now()
    if past:
        events = events.filter(ends_at__lte=now).order_by("-starts_at", "-pk")
    else:
        events = events.filter(ends_at__gt=now).order_by("starts_at", "pk")
    page = Paginator(events, PAGE_SIZE).get_page(request.GET.get("page"))
    phases = timeline_of(request.collaborative)
    phase = phase_on(phases, request.collaborative.today())
    return render(
        request,
        "schedule/list.html",
        {
            "page": page,
            "past": past,
            "next_event": None if past else next_event_for(request.member),
            "phase": phase,
            "phase_words": phase_words(phase, request.member) if phase else None,
            "phases": [] if request.member.is_family_only else phase_steps(phases, phase),
            "may_plan": may_plan(request.member),
            "zone_note": zone_note(request),
        },
    )
