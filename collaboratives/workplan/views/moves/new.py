"""Choosing what to move; nothing moves here."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from collaboratives.http import CollaborativeRequest
from collaboratives.schedule.models import Series
from collaboratives.workplan.moves.forms import MoveEventForm, MoveStartForm
from collaboratives.workplan.moves.proposing import propose_move
from collaboratives.workplan.rules import may_move_dates, may_move_span

EVENT, SPAN = "event", "span"


@require_http_methods(["GET", "POST"])
def new_move(request: CollaborativeRequest) -> HttpResponse:
    """Let somebody say which date goes where; the answer is the preview."""
    member, collaborative = request.member, request.collaborative
    if not may_move_dates(member):
        raise PermissionDenied
    what = request.POST.get("what", "")
    data = request.POST if request.method == "POST" else None
    by_event = MoveEventForm(
        data if what == EVENT else None,
        collaborative=collaborative,
        member=member,
        initial={"event": request.GET.get("event")},
        prefix=EVENT,
    )
    by_span = (
        MoveStartForm(data if what == SPAN else None, collaborative=collaborative, prefix=SPAN)
        if may_move_span(member)
        else None
    )
    for form in (by_event, by_span):
        if form is not None and form.is_bound and form.is_valid():
            return redirect(
                propose_move(collaborative=collaborative, by=member, wishes=form.wishes())
            )
    series = (
        Series.objects.filter(continues=None).order_by("title", "pk")
        if may_move_span(member)
        else Series.objects.none()
    )
    context = {"by_event": by_event, "by_span": by_span, "series": series}
    return render(request, "workplan/moves/new.html", context)
