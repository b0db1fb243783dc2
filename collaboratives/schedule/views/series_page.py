"""One series: its words, all its dates, and what can be done to one of them or to all that follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from collaboratives.http import CollaborativeRequest
from collaboratives.schedule.counting import Counts, counts_of
from collaboratives.schedule.holidays import named_days_off
from collaboratives.schedule.models import Event
from collaboratives.schedule.rules import may_edit, may_edit_all, may_plan, may_see_answers
from collaboratives.schedule.series.preview import spoken
from collaboratives.schedule.series.reading import (
    Words,
    dates_of,
    fits,
    following,
    series_visible_to,
    title_of,
    words_in_force,
)
from collaboratives.schedule.words import zone_note


@dataclass(frozen=True)
class Row:
    """One date: its answers for those who may see them, and whether it lies where the words say."""

    event: Event
    counts: Counts | None
    is_elsewhere: bool
    day_off: str
    may_edit: bool


@require_GET
def series(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Show a series to everybody who sees one of its dates; what is over is folded."""
    member, zone = request.member, request.collaborative.zone
    found = get_object_or_404(series_visible_to(member), pk=pk)
    dates = dates_of(found, member)
    words = words_in_force(found, dates, zone)
    rows = _rows(request, dates, words, named_days_off(request.collaborative))
    now = timezone.now()
    ahead = following(dates)
    context = {
        "series": found,
        "last": dates[-1],
        "title": title_of(found, dates[-1]),
        "words": [(one, spoken(one.pattern)) for one in words],
        "coming": [row for row in rows if row.event.ends_at > now],
        "past": [row for row in rows if row.event.ends_at <= now][::-1],
        "may_change": may_edit_all(member, ahead),
        "may_extend": may_plan(member),
        "may_undo": may_edit_all(member, dates)
        and (member.is_implementation or found.events.count() == len(dates)),
        "zone_note": zone_note(request),
    }
    return render(request, "schedule/series.html", context)


def _rows(
    request: CollaborativeRequest,
    dates: Sequence[Event],
    words: Sequence[Words],
    days_off: Mapping[date, str],
) -> list[Row]:
    member, zone = request.member, request.collaborative.zone
    shown = [event for event in dates if may_see_answers(member, event)]
    counts = counts_of(shown) if shown else {}
    return [
        Row(
            event,
            counts.get(event.pk),
            not fits(event, words, zone),
            days_off.get(event.first_day_in(zone), ""),
            may_edit(member, event),
        )
        for event in dates
    ]
