"""All measures by how far they have come: for those who define them and those who coach."""

from collections import Counter

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from collaboratives.http import CollaborativeRequest
from metrics import rules
from metrics.enums import MetricStage
from metrics.models import Metric
from metrics.queries import definition_for, metrics_open_to

MEASURES_A_PAGE = 25
OWN = "own"
TABS = (
    (MetricStage.IN_USE, gettext_lazy("In use")),
    (MetricStage.PILOT, gettext_lazy("Being piloted")),
    (MetricStage.DRAFT, gettext_lazy("Drafts")),
    (OWN, gettext_lazy("Teams’ own")),
    (MetricStage.RETIRED, gettext_lazy("Retired")),
)


@require_GET
def measures(request: CollaborativeRequest) -> HttpResponse:
    """Show the measures of one stage, or the teams' own ones."""
    if not rules.sees_all_teams(request.member):
        raise PermissionDenied
    found = list(
        metrics_open_to(request.member)
        .select_related("team")
        .prefetch_related("pilot_rows__team", "driver_rows")
    )
    counts = Counter(_tab_of(metric) for metric in found)
    asked = request.GET.get("show", "")
    shown = asked if asked in dict(TABS) else MetricStage.IN_USE
    page = Paginator([m for m in found if _tab_of(m) == shown], MEASURES_A_PAGE).get_page(
        request.GET.get("page")
    )
    today = request.collaborative.today()
    return render(
        request,
        "metrics/measures.html",
        {
            "tabs": [(label, tab == shown, f"?show={tab}", counts[tab]) for tab, label in TABS],
            "shown": str(shown),
            "page": page,
            "rows": [(metric, definition_for(metric, today)) for metric in page],
            "may_define": rules.may_define(request.member),
        },
    )


def _tab_of(metric: Metric) -> str:
    if metric.is_own and metric.stage != MetricStage.RETIRED:
        return OWN
    return metric.stage
