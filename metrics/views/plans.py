"""How a team collects its numbers, and how that goes in all teams."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bsc.accounts.http import sent
from collaboratives.http import CollaborativeRequest, url_in
from metrics import rules
from metrics.definitions import definition_texts
from metrics.enums import PlanStatus
from metrics.forms.plan import PlanForm
from metrics.models import CollectionPlan
from metrics.plans import plans_of, plans_of_teams
from metrics.queries import active_teams, definition_for, metrics_in_use, metrics_of
from metrics.services.definitions import ChangedMeanwhileError
from metrics.services.plans import save_plan
from metrics.views.choice import chosen_team, query_of, team_form, team_or_404
from metrics.views.numbers import name_of

TEAMS_A_PAGE = 25


@require_GET
def plans(request: CollaborativeRequest) -> HttpResponse:
    """Show a team's plan for each measure; people without a team see all teams instead."""
    team = chosen_team(request)
    if team is None:
        return redirect(url_in(request.collaborative, "metrics:plans_health"))
    found = plans_of(team, list(metrics_of(team)))
    try_url = url_in(request.collaborative, "pdsa:new")
    return render(
        request,
        "metrics/plans.html",
        {
            "team": team,
            "team_form": team_form(request, team),
            "query": query_of(request, team),
            "plans": [
                (metric, name_of(metric, request.member), row, row and f"{try_url}?plan={row.pk}")
                for metric, row in found
            ],
            "may_enter": rules.may_enter(request.member, team),
            "may_try": team.pk in request.member.team_ids,
        },
    )


@require_http_methods(["GET", "POST"])
def plan(request: CollaborativeRequest, key: str) -> HttpResponse:
    """Write down how a team collects one measure; two people at once see each other's words."""
    team = team_or_404(request)
    metric = get_object_or_404(metrics_of(team), key=key)
    if not rules.may_enter(request.member, team):
        raise PermissionDenied
    standing = CollectionPlan.objects.filter(team=team, metric=metric).first()
    form, others = PlanForm(sent(request), plan=standing), None
    if form.is_bound and form.is_valid():
        try:
            save_plan(
                team=team,
                metric=metric,
                by=request.member,
                revision=form.cleaned_data["revision"],
                **form.plan_fields(),
            )
        except ChangedMeanwhileError:
            others = get_object_or_404(
                CollectionPlan.objects.select_related("changed_by__user"), team=team, metric=metric
            )
            form.saw(others)
        else:
            messages.success(request, _("Saved."))
            address = url_in(request.collaborative, "metrics:plans")
            return redirect(address + query_of(request, team))
    context = {
        "team": team,
        "query": query_of(request, team),
        "metric": metric,
        "name": name_of(metric, request.member),
        "texts": definition_texts(definition_for(metric, request.collaborative.today())),
        "form": form,
        "others": others,
    }
    return render(request, "metrics/plan.html", context)


@require_GET
def health(request: CollaborativeRequest) -> HttpResponse:
    """Show staff how counting goes in every team, what is stuck first, with the reasons."""
    if not rules.sees_all_teams(request.member):
        raise PermissionDenied
    metrics = list(metrics_in_use())
    lines = plans_of_teams(list(active_teams()), metrics)
    page = Paginator(lines, TEAMS_A_PAGE).get_page(request.GET.get("page"))
    statuses = [row.status if row else "" for line in lines for _metric, row in line.cells]
    address = url_in(request.collaborative, "metrics:plans")
    return render(
        request,
        "metrics/plans_health.html",
        {
            "metrics": metrics,
            "page": page,
            "lines": [(line, f"{address}?team={line.team.pk}") for line in page],
            "has_stuck": any(line.stuck for line in page),
            "counts": [(status.label, statuses.count(status)) for status in PlanStatus],
            "without": statuses.count(""),
        },
    )
