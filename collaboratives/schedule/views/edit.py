"""Changing an event; the page says what hangs on its date."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule import dependents
from collaboratives.schedule.forms import CancelForm, EventForm, reopen
from collaboratives.schedule.models import Event
from collaboratives.schedule.moving import EventWish, propose
from collaboratives.schedule.queries import events_visible_to
from collaboratives.schedule.reminders import describe_reminders
from collaboratives.schedule.rules import may_edit, may_read_notes
from collaboratives.schedule.services import WHEN, change_event


@require_http_methods(["GET", "POST"])
def edit(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Let the implementation team, or faculty who lead it, change an event."""
    event = get_object_or_404(events_visible_to(request.member), pk=pk)
    if not may_edit(request.member, event):
        raise PermissionDenied
    form = form_for(request, event, request.POST or None)
    others: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        others = _changed_meanwhile(form, event)
        if not others and _save(request, form, event):
            return _after(request, form, event)
    return edit_page(request, event, form=form, others=others)


def edit_page(
    request: CollaborativeRequest,
    event: Event,
    *,
    form: EventForm | None = None,
    others: Sequence[tuple[str, str]] = (),
    cancelling: CancelForm | None = None,
) -> HttpResponse:
    """Render the page, with its two forms as somebody left them."""
    context = {
        "form": form or form_for(request, event),
        "event": event,
        "others": others,
        "cancel_form": cancelling or CancelForm(),
        "dependents": [*dependents.describe([event]), *describe_reminders(event)],
    }
    return render(request, "schedule/edit.html", context)


def form_for(
    request: CollaborativeRequest, event: Event, data: QueryDict | None = None
) -> EventForm:
    """Return the form of an event; without the notes where they are not the reader's."""
    form = EventForm(data, collaborative=request.collaborative, event=event)
    if not may_read_notes(request.member, event):
        del form.fields["notes"]
    return form


def _save(request: CollaborativeRequest, form: EventForm, event: Event) -> bool:
    """Save all but the time, which does not change before its preview is confirmed."""
    fields = form.event_fields(request.member)
    try:
        change_event(
            event=event,
            by=request.member,
            leaders=form.cleaned_data["leaders"],
            **{name: value for name, value in fields.items() if name not in WHEN},
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True


def _after(request: CollaborativeRequest, form: EventForm, event: Event) -> HttpResponse:
    """Go to the event, or to the preview of the move where another time was typed."""
    fields = form.event_fields(request.member)
    if all(fields[name] == getattr(event, name) for name in WHEN):
        messages.success(request, _("Saved."))
        return redirect(url_in(request.collaborative, "schedule:event", pk=event.pk))
    wish = EventWish(event.pk, **{name: fields[name] for name in WHEN})
    messages.info(request, _("Saved, except for the time. See first what moves with it."))
    return redirect(propose(collaborative=request.collaborative, by=request.member, wishes=[wish]))


def _changed_meanwhile(form: EventForm, event: Event) -> list[tuple[str, str]]:
    """Return what somebody else changed since the form was opened, as label and value now.

    What was typed stays in the form, which from now on counts as opened after that change.
    """
    if form.cleaned_data["edit_count"] == event.edit_count:
        return []
    now = EventForm.values_of(event, form.collaborative)
    typed = form.cleaned_data
    compared = ("title", "day", "starts", "ends", "place", "online_url", "dial_in", "questions")
    shown = [name for name in (*compared, "notes") if name in form.fields]
    differing = [name for name in shown if (now[name] or "") != (typed[name] or "")]
    reopen(form, edit_count=str(event.edit_count))
    return [(str(form.fields[name].label), str(now[name]) or "–") for name in differing]
