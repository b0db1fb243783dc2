"""A new series of calls, entered in words."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.forms import SeriesForm
from collaboratives.schedule.rules import may_plan
from collaboratives.schedule.services import create_series


@require_http_methods(["GET", "POST"])
def new_series(request: CollaborativeRequest) -> HttpResponse:
    """Let the implementation team put a whole row of calls into the calendar."""
    if not may_plan(request.member):
        raise PermissionDenied
    form = SeriesForm(request.POST or None, collaborative=request.collaborative)
    if request.method == "POST" and form.is_valid():
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
        else:
            count = series.events.count()
            said = ngettext(
                "%(count)s date is in the calendar. It can be moved by itself.",
                "%(count)s dates are in the calendar. Each can be moved by itself.",
                count,
            )
            messages.success(request, said % {"count": count})
            return redirect(url_in(request.collaborative, "schedule:list"))
    return render(request, "schedule/series.html", {"form": form})
