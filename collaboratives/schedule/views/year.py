"""The year at a glance, on one sheet of paper."""

import datetime as dt

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from collaboratives.http import CollaborativeRequest
from collaboratives.schedule.enums import EventStatus
from collaboratives.schedule.holidays import named_days_off
from collaboratives.schedule.months import first_weekday, months_of
from collaboratives.schedule.queries import concerning, events_visible_to
from collaboratives.schedule.words import place_of, zone_note

# The names of the days are formatted from a week that begins on a Monday.
A_MONDAY = dt.date(2024, 1, 1)


@require_GET
def year(request: CollaborativeRequest, number: int) -> HttpResponse:
    """Show a year of the collaborative with the dates that the reader sees, and its days off."""
    collaborative = request.collaborative
    first, last = collaborative.starts_on.year, collaborative.ends_on.year
    if not first <= number <= last:
        raise Http404
    only_mine = request.GET.get("who") == "me"
    begins = dt.datetime(number, 1, 1, tzinfo=collaborative.zone) - dt.timedelta(days=7)
    events = events_visible_to(request.member).filter(
        status=EventStatus.PLANNED, ends_at__gte=begins, starts_at__year__lte=number + 1
    )
    if only_mine:
        events = events.filter(pk__in=concerning(request.member))
    names = named_days_off(collaborative)
    days = [A_MONDAY + dt.timedelta(days=(first_weekday() + n) % 7) for n in range(7)]
    context = {
        "number": number,
        "months": months_of(number, events, names, collaborative.zone),
        "weekdays": days,
        "before": number - 1 if number > first else None,
        "after": number + 1 if number < last else None,
        "only_mine": only_mine,
        "zone_note": zone_note(request),
        "clock": place_of(collaborative.time_zone),
    }
    return render(request, "schedule/year.html", context)
