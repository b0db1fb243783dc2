"""Holding a cancelled event after all, by the preview of a move."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.moving import EventWish, propose
from collaboratives.schedule.queries import events_visible_to
from collaboratives.schedule.rules import may_edit


@require_POST
def restore(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Let those who may change an event ask for its preview; nothing is changed here."""
    event = get_object_or_404(events_visible_to(request.member), pk=pk)
    if not may_edit(request.member, event):
        raise PermissionDenied
    if not event.is_cancelled:
        return redirect(url_in(request.collaborative, "schedule:event", pk=pk))
    wishes = [EventWish.restoring(event.pk)]
    return redirect(propose(collaborative=request.collaborative, by=request.member, wishes=wishes))
