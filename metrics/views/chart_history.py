"""Taking back what was written or decided about a chart, and putting it back."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboratives.http import CollaborativeRequest
from metrics import rules
from metrics.models import ChartExclusion, ChartNote, ChartPhase
from metrics.models.charting import ChartRow
from metrics.queries import teams_visible_to
from metrics.services.charting import put_back, take_back
from metrics.views.subject import Subject, all_teams, of_team

# How addresses name them.
WHAT: Mapping[str, Any] = {"note": ChartNote, "phase": ChartPhase, "point": ChartExclusion}


@require_POST
def back(request: CollaborativeRequest, what: str, pk: int) -> HttpResponse:
    """Take it off the chart; the page then offers to put it back."""
    row = _row_to_take_back(request, what, pk)
    take_back(row=row, by=request.member)
    messages.success(
        request, _("Taken back. Under the chart you find it in “Taken back” and can undo that.")
    )
    return redirect(subject_of(request, row).address)


@require_POST
def again(request: CollaborativeRequest, what: str, pk: int) -> HttpResponse:
    """Put back what was taken back."""
    row = _row_to_take_back(request, what, pk)
    put_back(row=row, by=request.member)
    messages.success(request, _("It is on the chart again."))
    return redirect(subject_of(request, row).address)


def row_or_404(request: CollaborativeRequest, what: str, pk: int) -> ChartRow:
    """Return what stands, or stood, on a chart whose texts this person reads."""
    if what not in WHAT:
        raise Http404
    seen = Q(team__in=teams_visible_to(request.member))
    if rules.sees_team_names(request.member):
        seen |= Q(team__isnull=True)
    rows = WHAT[what].objects.select_related("collaborative", "team__collaborative", "metric")
    row: ChartRow = get_object_or_404(rows.filter(seen), pk=pk)
    return row


def subject_of(request: CollaborativeRequest, row: ChartRow) -> Subject:
    """Return the chart it belongs to."""
    if row.team is None:
        return all_teams(request, row.metric.key)
    return of_team(request, row.team, row.metric.key)


def _row_to_take_back(request: CollaborativeRequest, what: str, pk: int) -> ChartRow:
    row = row_or_404(request, what, pk)
    if not rules.may_take_back(request.member, row):
        raise PermissionDenied
    return row
