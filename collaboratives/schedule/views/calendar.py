"""The dates: what is next, then month by month; what is over behind a tab."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from collaboratives.http import CollaborativeRequest
from collaboratives.schedule.forms.filters import FilterForm
from collaboratives.schedule.months import year_to_show
from collaboratives.schedule.queries import events_visible_to, next_event_for
from collaboratives.schedule.rules import may_plan
from collaboratives.schedule.voices import where_we_are
from collaboratives.schedule.words import zone_note

PAGE_SIZE = 25


@require_GET
def calendar(request: CollaborativeRequest) -> HttpResponse:
    """Show a member the dates they may see, in their own time zone."""
    member = request.member
    past = request.GET.get("show") == "past"
    form = FilterForm(request.GET, member=member)
    events = form.filtered(events_visible_to(member))
    now = timezone.now()
    if past:
        events = events.filter(ends_at__lte=now).order_by("-starts_at", "-pk")
    else:
        events = events.filter(ends_at__gt=now).order_by("starts_at", "pk")
    page = Paginator(events, PAGE_SIZE).get_page(request.GET.get("page"))
    is_front = not past and not form.is_used and page.number == 1
    context = {
        "page": page,
        "past": past,
        "form": form,
        "next_event": next_event_for(member) if is_front else None,
        "where": _where(request) if is_front else None,
        "may_plan": may_plan(member),
        "this_year": year_to_show(request.collaborative),
        "zone_note": zone_note(request),
    }
    return render(request, "schedule/list.html", context)


def _where(request: CollaborativeRequest) -> object:
    return where_we_are(request.member, request.collaborative, request.GET.get("voice", ""))
