"""Cancelling an event."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.queries import events_visible_to
from collaboratives.schedule.rules import may_edit
from collaboratives.schedule.services import cancel_event


@require_POST
def cancel(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Let those who may change an event cancel it; it stays in the calendar as cancelled."""
    event = get_object_or_404(events_visible_to(request.member), pk=pk)
    if not may_edit(request.member, event):
        raise PermissionDenied
    cancel_event(event=event, by=request.member)
    messages.success(request, _("It is cancelled. Nobody will be reminded of it."))
    return redirect(url_in(request.collaborative, "schedule:event", pk=pk))
