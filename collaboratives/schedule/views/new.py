"""A new event."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.forms import EventForm
from collaboratives.schedule.rules import may_plan
from collaboratives.schedule.services import create_event


@require_http_methods(["GET", "POST"])
def new(request: CollaborativeRequest) -> HttpResponse:
    """Let the implementation team put something into the calendar."""
    if not may_plan(request.member):
        raise PermissionDenied
    form = EventForm(request.POST or None, collaborative=request.collaborative)
    if request.method == "POST" and form.is_valid():
        try:
            event = create_event(
                collaborative=request.collaborative,
                by=request.member,
                leaders=form.cleaned_data["leaders"],
                token=form.cleaned_data["token"],
                **form.event_fields(request.member),
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("It is in the calendar."))
            return redirect(url_in(request.collaborative, "schedule:event", pk=event.pk))
    return render(request, "schedule/edit.html", {"form": form, "event": None})
