"""A new series of calls, entered in words; the page shows its dates while they are typed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.clashes.typed import Check, check_typed
from collaboratives.schedule.forms import SeriesForm, drafts_at
from collaboratives.schedule.holidays import named_days_off
from collaboratives.schedule.models import Series
from collaboratives.schedule.rules import may_plan
from collaboratives.schedule.series.preview import Preview, preview_of
from collaboratives.schedule.services import create_series, made_with


@require_http_methods(["GET", "POST"])
def new_series(request: CollaborativeRequest) -> HttpResponse:
    """Let the implementation team put a whole row of calls into the calendar."""
    if not may_plan(request.member):
        raise PermissionDenied
    form = SeriesForm(request.POST or None, collaborative=request.collaborative)
    check, asks_again, preview = Check(), False, None
    if request.method == "POST":
        complete, look = form.is_valid(), request.POST.get("look")
        preview = _preview(form)
        if request.htmx and look == "dates":
            return render(request, "schedule/_dates.html", {"form": form, "preview": preview})
        if look:
            form.look()
        check = check_typed(request.collaborative, drafts_at(form, form.times))
        if request.htmx and look == "clashes":
            return render(request, "schedule/_clashes_typed.html", {"check": check})
        ready = complete and not look
        asks_again = ready and check.asks_again(request.POST) and not _was_sent(form)
        series = _made(request, form) if ready and not asks_again else None
        if series:
            return redirect(url_in(request.collaborative, "schedule:series", pk=series.pk))
    context = {"form": form, "preview": preview, "check": check, "asks_again": asks_again}
    return render(request, "schedule/series_new.html", context)


def _preview(form: SeriesForm) -> Preview | None:
    if not form.understood or not form.times:
        return None
    days_off = named_days_off(form.collaborative)
    return preview_of(form.understood, form.times, days_off, form.collaborative.zone)


def _was_sent(form: SeriesForm) -> bool:
    """Whether it was sent before: then it clashes with nothing but itself."""
    return made_with(form.cleaned_data["token"]) is not None


def _made(request: CollaborativeRequest, form: SeriesForm) -> Series | None:
    data = form.cleaned_data
    try:
        series = create_series(
            collaborative=request.collaborative,
            by=request.member,
            leaders=data["leaders"],
            **{name: data[name] for name in ("token", "pattern", "first", "last")},
            **form.details(request.member),
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None
    count = series.events.count()
    said = ngettext(
        "%(count)s date is in the calendar. It can be moved by itself.",
        "%(count)s dates are in the calendar. Each can be moved by itself.",
        count,
    )
    messages.success(request, said % {"count": count})
    return series
