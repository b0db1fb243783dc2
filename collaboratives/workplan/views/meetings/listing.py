"""The team's meetings: the next one first, past ones to be searched."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from collaboratives.http import CollaborativeRequest
from collaboratives.schedule.enums import EventStatus
from collaboratives.workplan.meeting_forms import SearchForm
from collaboratives.workplan.meeting_queries import (
    details_of,
    meetings_visible_to,
    open_decisions,
    with_counts,
    with_words,
)
from collaboratives.workplan.views.meetings.finding import for_the_team

PAGE_SIZE = 25
COMING_SHOWN = 4


@require_GET
def meetings(request: CollaborativeRequest) -> HttpResponse:
    """Show the next meeting, the ones after it, and past ones by words."""
    for_the_team(request)
    form = SearchForm(request.GET)
    words = form.asked()
    all_of_them = with_counts(meetings_visible_to(request.member))
    now = timezone.now()
    coming = list(
        all_of_them.filter(ends_at__gt=now, status=EventStatus.PLANNED).order_by("starts_at", "pk")[
            : COMING_SHOWN + 1
        ]
    )
    past = with_words(all_of_them.filter(ends_at__lte=now), words).order_by("-starts_at", "-pk")
    page = Paginator(past, PAGE_SIZE).get_page(request.GET.get("page"))
    next_one = coming[0] if coming else None
    return render(
        request,
        "workplan/meetings/list.html",
        {
            "form": form,
            "words": words,
            "next": next_one,
            "details": details_of(next_one) if next_one else None,
            "coming": coming[1:],
            "page": page,
            "open_decisions": open_decisions().count(),
        },
    )
