"""Closing a meeting, and opening it again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.workplan import agenda
from collaboratives.workplan.services.meetings import close_meeting, reopen_meeting
from collaboratives.workplan.views.meetings.finding import meeting_or_404


@require_POST
def close(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Keep the agenda as it is now and give open points to the next meeting."""
    event = meeting_or_404(request, pk)
    kept = agenda.kept(agenda.agenda_of(request.member, event))
    close_meeting(event=event, by=request.member, agenda=kept)
    messages.success(request, _("The meeting is closed. What was not reached comes again."))
    return redirect(url_in(request.collaborative, "workplan:meeting", pk=pk))


@require_POST
def reopen(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Take the closing back."""
    event = meeting_or_404(request, pk)
    reopen_meeting(event=event, by=request.member)
    messages.success(request, _("The meeting is open again."))
    return redirect(url_in(request.collaborative, "workplan:meeting", pk=pk))
