"""Points of an agenda: adding, ordering, ticking, parking, taking off, bringing over."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.models import Event
from collaboratives.workplan.enums import PointState
from collaboratives.workplan.meeting_forms import PointForm
from collaboratives.workplan.meeting_queries import details_of, points_visible_to
from collaboratives.workplan.services.points import (
    add_point,
    bring_over,
    move_point,
    set_point_state,
)
from collaboratives.workplan.views.meetings.finding import meeting_or_404
from collaboratives.workplan.views.meetings.page import agenda_shown, points_context


@require_http_methods(["GET", "POST"])
def new_point(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Put something on the agenda."""
    event = meeting_or_404(request, pk)
    form = PointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_point(event=event, by=request.member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("It is on the agenda."))
            return redirect(_points_of(request, event))
    return render(request, "workplan/meetings/new_point.html", {"event": event, "form": form})


@require_POST
def change_point(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Move a point (``move``: up, down) or set its state (``state``); htmx gets the points again."""
    point = get_object_or_404(points_visible_to(request.member), pk=pk)
    move, state = request.POST.get("move"), request.POST.get("state", "")
    try:
        if move in {"up", "down"}:
            move_point(point=point, by=request.member, up=move == "up")
        elif state in PointState:
            set_point_state(point=point, by=request.member, state=state)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    if request.htmx:
        meeting = details_of(point.event)
        context = points_context(
            point.event,
            agenda_shown(request, point.event, meeting),
            closed=meeting is not None and meeting.closed_at is not None,
        )
        return render(request, "workplan/meetings/_points.html", context)
    return redirect(_points_of(request, point.event))


@require_POST
def bring_points(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Bring what earlier meetings did not reach onto this agenda."""
    event = meeting_or_404(request, pk)
    try:
        count = bring_over(event=event, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = ngettext("%(count)s point is here now.", "%(count)s points are here now.", count)
        messages.success(request, said % {"count": count})
    return redirect(_points_of(request, event))


def _points_of(request: CollaborativeRequest, event: Event) -> str:
    return url_in(request.collaborative, "workplan:meeting", pk=event.pk) + "#points"
