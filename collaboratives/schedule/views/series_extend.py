"""More dates for a series."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from collaboratives.http import CollaborativeRequest
from collaboratives.schedule.forms.extend import ExtendForm, UntilForm
from collaboratives.schedule.holidays import named_days_off
from collaboratives.schedule.patterns import Pattern
from collaboratives.schedule.rules import may_plan
from collaboratives.schedule.series.extending import extend_series, offers
from collaboratives.schedule.series.preview import spoken
from collaboratives.schedule.series.reading import (
    Words,
    dates_of,
    series_visible_to,
    words_in_force,
)
from collaboratives.schedule.views.choosing import series_url


@require_http_methods(["GET", "POST"])
def series_extend(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Offer the implementation team the days that the words name and that have no date yet."""
    if not may_plan(request.member):
        raise PermissionDenied
    rows = series_visible_to(request.member).select_related("collaborative")
    found = get_object_or_404(rows, pk=pk)
    dates = dates_of(found, request.member)
    words = words_in_force(found, dates, request.collaborative.zone)[-1]
    until = UntilForm(
        request.GET if "last" in request.GET else None,
        collaborative=request.collaborative,
        standing=words.pattern,
    )
    offered = offers(found, dates, *_asked(until, words, request.collaborative.today()))
    form = ExtendForm(
        request.POST if request.method == "POST" else None,
        offers=offered,
        names=named_days_off(request.collaborative),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = extend_series(
                series=found, pattern=until.pattern, days=form.chosen(), by=request.member
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            count = len(made)
            said = ngettext("%(count)s date is new.", "%(count)s dates are new.", count)
            messages.success(request, said % {"count": count})
            return redirect(series_url(request, found))
    context = {
        "series": found,
        "until": until,
        "form": form,
        "offered": offered,
        "words": spoken(until.pattern),
    }
    return render(request, "schedule/series_extend.html", context)


def _asked(until: UntilForm, words: Words, today: dt.date) -> tuple[Pattern, dt.date, dt.date]:
    """Return the pattern and the first and last day that were asked for."""
    last = until.collaborative.ends_on
    if until.is_bound and until.is_valid():
        last = until.cleaned_data["last"]
    first = words.first if until.pattern == words.pattern else today
    return until.pattern, first, last
