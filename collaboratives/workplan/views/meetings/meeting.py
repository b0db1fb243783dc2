"""One meeting: its agenda, and beside it what is written down. A POST writes the notes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bsc.accounts.http import acknowledged, answers_the_phone
from collaboratives.http import CollaborativeRequest
from collaboratives.schedule.forms import reopen
from collaboratives.schedule.models import Event
from collaboratives.workplan.errors import ChangedMeanwhileError
from collaboratives.workplan.meeting_forms import NotesForm
from collaboratives.workplan.services.meetings import fingerprint, write_notes
from collaboratives.workplan.views.meetings.finding import meeting_or_404
from collaboratives.workplan.views.meetings.page import context_of

# The name of the button that puts both people's words into the notes.
BOTH = "both"


@require_http_methods(["GET", "POST"])
@answers_the_phone
def meeting(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Show a meeting to the implementation team; save its notes, also while somebody types."""
    event = meeting_or_404(request, pk)
    form = NotesForm(request.POST or None, notes=event.notes, auto_id="notes_%s")
    theirs = ""
    if request.method == "POST" and request.htmx:
        return _autosave(request, event, form)
    if request.method == "POST" and form.is_valid():
        notes, seen = form.cleaned_data["notes"], form.cleaned_data["seen"]
        if BOTH in request.POST and not event.notes.endswith(notes):
            notes = f"{event.notes}\n\n{notes}".strip()
        try:
            write_notes(event=event, by=request.member, notes=notes, seen=seen)
        except ChangedMeanwhileError:
            event.refresh_from_db(fields=["notes"])
            theirs = event.notes
            reopen(form, seen=fingerprint(theirs))
        else:
            messages.success(request, _("The notes are saved."))
            return redirect(f"{request.path}#notes")
    return render(
        request,
        "workplan/meetings/meeting.html",
        context_of(request, event) | {"notes_form": form, "theirs": theirs},
    )


def _autosave(request: CollaborativeRequest, event: Event, form: NotesForm) -> HttpResponse:
    """Save while somebody types, and hand the page its new mark; 409 when another was faster."""
    if not form.is_valid():
        return HttpResponse(status=422)
    notes, seen = form.cleaned_data["notes"], form.cleaned_data["seen"]
    try:
        saved = write_notes(event=event, by=request.member, notes=notes, seen=seen)
    except ChangedMeanwhileError:
        return HttpResponse(status=409)
    mark: dict[str, Any] = {"mark": fingerprint(saved.notes), "id": form["seen"].auto_id}
    return acknowledged(render(request, "workplan/meetings/_seen.html", mark))
