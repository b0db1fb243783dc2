"""All series of calls."""

from typing import NamedTuple

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from collaboratives.http import CollaborativeRequest
from collaboratives.schedule.models import Event, Series
from collaboratives.schedule.months import year_to_show
from collaboratives.schedule.rules import may_plan
from collaboratives.schedule.series.preview import spoken
from collaboratives.schedule.series.reading import (
    last_dates,
    latest_patterns,
    series_visible_to,
    title_of,
)
from collaboratives.schedule.words import zone_note
from collaboratives.translations import Text

PAGE_SIZE = 25


class Row(NamedTuple):
    """A series with its title and words for the reader; ``last`` tells whom it is for."""

    series: Series
    title: Text
    words: Text
    last: Event | None


@require_GET
def series_list(request: CollaborativeRequest) -> HttpResponse:
    """Show the series of which the reader sees a date, with when each comes again."""
    page = Paginator(series_visible_to(request.member), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _rows(request, list(page.object_list)),
        "may_plan": may_plan(request.member),
        "this_year": year_to_show(request.collaborative),
        "zone_note": zone_note(request),
    }
    return render(request, "schedule/series_list.html", context)


def _rows(request: CollaborativeRequest, found: list[Series]) -> list[Row]:
    patterns = latest_patterns(found, request.collaborative.zone)
    last = last_dates(found, request.member)
    return [
        Row(
            series,
            title_of(series, last.get(series.pk)),
            spoken(patterns[series.pk]),
            last.get(series.pk),
        )
        for series in found
    ]
