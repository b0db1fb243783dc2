"""A new event. While it is entered, and once more before it is saved, it is checked for clashes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.clashes.typed import Check, check_typed
from collaboratives.schedule.forms import EventForm, event_drafts
from collaboratives.schedule.models import Event
from collaboratives.schedule.rules import may_plan
from collaboratives.schedule.services import create_event, made_with


@require_http_methods(["GET", "POST"])
def new(request: CollaborativeRequest) -> HttpResponse:
    """Let the implementation team put something into the calendar."""
    if not may_plan(request.member):
        raise PermissionDenied
    form = EventForm(request.POST or None, collaborative=request.collaborative)
    check, asks_again = Check(), False
    if request.method == "POST":
        complete = form.is_valid()
        check = check_typed(request.collaborative, event_drafts(form))
        if request.htmx and request.POST.get("look") == "clashes":
            return render(request, "schedule/_clashes_typed.html", {"check": check})
        asks_again = complete and check.asks_again(request.POST) and not _was_sent(form)
        event = _made(request, form) if complete and not asks_again else None
        if event:
            messages.success(request, _("It is in the calendar."))
            return redirect(url_in(request.collaborative, "schedule:event", pk=event.pk))
    context = {"form": form, "check": check, "asks_again": asks_again}
    return render(request, "schedule/new.html", context)


def _was_sent(form: EventForm) -> bool:
    """Whether it was sent before: then it clashes with nothing but itself."""
    return made_with(form.cleaned_data["token"]) is not None


def _made(request: CollaborativeRequest, form: EventForm) -> Event | None:
    try:
        return create_event(
            collaborative=request.collaborative,
            by=request.member,
            leaders=form.cleaned_data["leaders"],
            token=form.cleaned_data["token"],
            **form.event_fields(request.member),
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None
