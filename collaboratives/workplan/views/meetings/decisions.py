"""Decisions: all of them, found by state, person and words; and writing down another."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.models import Event
from collaboratives.workplan.meeting_forms import DecisionFilterForm, DecisionForm
from collaboratives.workplan.meeting_queries import decisions_visible_to, filtered_decisions
from collaboratives.workplan.services.decisions import record_decision
from collaboratives.workplan.views.meetings.finding import for_the_team, meeting_or_404

PAGE_SIZE = 25


@require_GET
def decisions(request: CollaborativeRequest) -> HttpResponse:
    """List what is open, then what was decided."""
    for_the_team(request)
    form = DecisionFilterForm(request.GET)
    visible = decisions_visible_to(request.member)
    rows = filtered_decisions(visible, form.wanted())
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "is_filtered": any(form.data.get(name) for name in form.fields),
        "today": request.collaborative.today(),
    }
    return render(request, "workplan/meetings/decisions.html", context)


@require_http_methods(["GET", "POST"])
def new_decision(request: CollaborativeRequest) -> HttpResponse:
    """Write down a decision; ``meeting`` in the query string is where it came up."""
    for_the_team(request)
    event = _meeting(request)
    form = DecisionForm(request.POST or None, collaborative=request.collaborative)
    if request.method == "POST" and form.is_valid():
        try:
            decision = record_decision(
                collaborative=request.collaborative,
                by=request.member,
                event=event,
                token=form.cleaned_data["token"],
                **form.decision_fields(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The decision is written down."))
            page = "workplan:meeting" if event else "workplan:decision"
            address = url_in(request.collaborative, page, pk=event.pk if event else decision.pk)
            return redirect(f"{address}#decided" if event else address)
    return render(request, "workplan/meetings/new_decision.html", {"event": event, "form": form})


def _meeting(request: CollaborativeRequest) -> Event | None:
    asked = request.GET.get("meeting", "")
    return meeting_or_404(request, int(asked)) if asked.isdecimal() else None
