"""Results: one team's rounds side by side, and all teams for those who coach them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from centers.assessment import queries, rules
from centers.assessment.drawing import rounds_drawing
from centers.assessment.scale import lower_round_title, passage, points
from centers.assessment.words import areas_of, drawn, matrix_of, sentence_of
from centers.models import CoreTeam
from collaboratives.framework.queries import drivers_in_use
from collaboratives.http import CollaborativeRequest


@require_GET
def results(request: CollaborativeRequest, team: int) -> HttpResponse:
    """Show a team's settled rounds beside each other, to the team and to those who coach it."""
    if not rules.may_see_results_of(request.member, team):
        raise Http404
    found = get_object_or_404(CoreTeam, pk=team)
    settled = queries.settled_of(found)
    areas = areas_of(settled, queries.rated_drivers(settled), request.member)
    last = settled[-1] if settled else None
    context: dict[str, Any] = {
        "team": found,
        "own": team in request.member.team_ids,
        "settled": settled,
        "areas": areas,
        "last": last,
        "points": points(request.member),
        "plain": request.member.is_family_only,
        "may_reopen": last is not None and rules.may_reopen(request.member, last),
        "may_see_all": rules.may_see_all(request.member),
        "lower_title": lower_round_title(request.member),
        "lower": passage("lower_round", request.member),
        "any_lower": any(area.lower for area in areas),
        "sentence": sentence_of(areas),
    }
    if len(settled) > 1:
        drawing = rounds_drawing(*drawn(areas, settled))
        context["drawing"] = mark_safe(drawing)  # noqa: S308 -- every text is escaped in drawing.py
    return render(request, "assessment/results.html", context)


@require_GET
def teams(request: CollaborativeRequest) -> HttpResponse:
    """Show every team's means in one round, and the change since the round before."""
    if not rules.may_see_all(request.member):
        raise PermissionDenied
    found = list(queries.with_team_progress(queries.rounds()))
    wanted = request.GET.get("round", "")
    chosen = next((each for each in found if str(each.pk) == wanted), None)
    if chosen is None and found:
        agreed = queries.rounds_agreed_on()
        chosen = next((each for each in reversed(found) if each.pk in agreed), found[0])
    before = found[found.index(chosen) - 1] if chosen and found.index(chosen) else None
    return render(
        request,
        "assessment/teams.html",
        {
            "rounds": found,
            "chosen": chosen,
            "before": before,
            "matrix": matrix_of(chosen, before, list(drivers_in_use())) if chosen else None,
        },
    )
