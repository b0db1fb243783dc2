"""One measure's definition: what it says, its versions, and how far it has come."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bsc.accounts.http import sent
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.translations import in_language
from metrics import rules
from metrics.charts import goal_text
from metrics.definitions import open_months, trail_of, versions_of
from metrics.enums import MetricStage
from metrics.forms.stages import PilotForm, ReleaseForm
from metrics.groups import groups_for
from metrics.models import Metric
from metrics.queries import Clock, active_teams, definition_for, drivers_of, metrics_open_to
from metrics.services.stages import (
    back_to_draft,
    bring_back,
    release_measure,
    retire_measure,
    start_pilot,
)

# What one tap does.
MOVES = {"draft": back_to_draft, "retire": retire_measure, "bring_back": bring_back}


@require_GET
def definition(request: CollaborativeRequest, key: str) -> HttpResponse:
    """Show how a measure is counted now, how it was before, and what can be done with it."""
    metric = _metric_or_404(request, key)
    now = definition_for(metric, request.collaborative.today())
    may_change = rules.may_change_measure(request.member, metric)
    versions = versions_of(metric)
    return render(
        request,
        "metrics/definition.html",
        {
            "metric": metric,
            "name": in_language(metric, "plain_name"),
            "definition": now,
            "texts": next(one.texts for one in versions if one.definition == now),
            "versions": versions if len(versions) > 1 else [],
            "goal_text": goal_text(now),
            "drivers": drivers_of(metric),
            "groups": groups_for(now),
            "pilots": [row.team for row in metric.pilot_rows.select_related("team")],
            "trail": trail_of(metric) if may_change else [],
            "may_change": may_change,
            "may_define": rules.may_define(request.member) and not metric.is_own,
            "is_staff": rules.sees_all_teams(request.member),
            "stages": MetricStage,
        },
    )


@require_POST
def stage(request: CollaborativeRequest, key: str) -> HttpResponse:
    """Send a measure back to the drafts, put it away, or bring it back."""
    metric = _metric_or_404(request, key)
    if not rules.may_change_measure(request.member, metric):
        raise PermissionDenied
    move = MOVES.get(request.POST.get("move", ""))
    if move is None:
        raise Http404
    try:
        moved = move(metric=metric, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = {
            MetricStage.DRAFT: _("It is a draft again. No team is asked for it."),
            MetricStage.RETIRED: _("Retired. Nobody is asked for it any more; its numbers stay."),
            MetricStage.IN_USE: _("It is counted again."),
        }
        messages.success(request, said[MetricStage(moved.stage)])
    return redirect(url_in(request.collaborative, "metrics:definition", key=key))


@require_http_methods(["GET", "POST"])
def pilot(request: CollaborativeRequest, key: str) -> HttpResponse:
    """Choose the teams that try a measure out."""
    metric = _metric_to_move(request, key)
    chosen = list(metric.pilot_rows.values_list("team_id", flat=True))
    form = PilotForm(sent(request), teams=list(active_teams()), chosen=chosen)
    if form.is_bound and form.is_valid():
        try:
            start_pilot(metric=metric, teams=form.chosen, by=request.member)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("These teams find it among their numbers now."))
            return redirect(url_in(request.collaborative, "metrics:definition", key=key))
    return render(request, "metrics/pilot.html", {"metric": metric, "form": form})


@require_http_methods(["GET", "POST"])
def release(request: CollaborativeRequest, key: str) -> HttpResponse:
    """Let all teams count a measure from a month on."""
    metric = _metric_to_move(request, key)
    form = ReleaseForm(sent(request), months=open_months(None, Clock.of(request.collaborative)))
    if form.is_bound and form.is_valid():
        try:
            release_measure(
                metric=metric, from_month=form.cleaned_data["from_month"], by=request.member
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Released. All teams find it among their numbers now."))
            return redirect(url_in(request.collaborative, "metrics:definition", key=key))
    return render(request, "metrics/release.html", {"metric": metric, "form": form})


def _metric_or_404(request: CollaborativeRequest, key: str) -> Metric:
    return get_object_or_404(metrics_open_to(request.member).select_related("team"), key=key)


def _metric_to_move(request: CollaborativeRequest, key: str) -> Metric:
    metric = _metric_or_404(request, key)
    if not rules.may_define(request.member) or metric.is_own:
        raise PermissionDenied
    return metric
