"""Cancelling an event: the way to the preview that is confirmed first."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.forms import CancelForm
from collaboratives.schedule.moving import EventWish, propose
from collaboratives.schedule.queries import events_visible_to
from collaboratives.schedule.rules import may_edit
from collaboratives.schedule.views.edit import edit_page


@require_POST
def cancel(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Show what cancelling would do to those who may change the event; nothing happens yet."""
    event = get_object_or_404(events_visible_to(request.member), pk=pk)
    if not may_edit(request.member, event):
        raise PermissionDenied
    if event.is_cancelled:
        return redirect(url_in(request.collaborative, "schedule:event", pk=pk))
    form = CancelForm(request.POST)
    if not form.is_valid():
        return edit_page(request, event, cancelling=form)
    wish = EventWish.cancelling(event.pk, form.cleaned_data["because"])
    return redirect(propose(collaborative=request.collaborative, by=request.member, wishes=[wish]))
