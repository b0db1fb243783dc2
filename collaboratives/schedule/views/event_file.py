"""One date as a file for one's own calendar."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from collaboratives.http import CollaborativeRequest
from collaboratives.schedule import ical
from collaboratives.schedule.hours import hours_of
from collaboratives.schedule.queries import events_visible_to


@require_GET
def event_file(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Send one event, or one ``day`` of a longer one: a file never holds two entries."""
    event = get_object_or_404(
        events_visible_to(request.member).select_related("collaborative"), pk=pk
    )
    asked = request.GET.get("day", "1")
    days = len(hours_of(event, request.collaborative.zone))
    if asked not in {str(day) for day in range(1, days + 1)}:
        raise Http404
    name = f"{event.pk}.ics" if asked == "1" else f"{event.pk}-{asked}.ics"
    return HttpResponse(
        ical.one_event(event, day=int(asked)),
        content_type=ical.CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
