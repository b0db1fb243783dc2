"""The rounds: where one's own team stands, and for those who run them, all teams."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from centers.assessment import queries, rules
from centers.assessment.forms import RoundForm
from centers.assessment.models import Round
from centers.assessment.scale import passage
from centers.assessment.services import ChangedMeanwhileError, save_round, start_assessment
from collaboratives.framework.models import PrimaryDriver
from collaboratives.framework.queries import drivers_in_use
from collaboratives.http import CollaborativeRequest, url_in


@require_GET
def rounds(request: CollaborativeRequest) -> HttpResponse:
    """Show each round with how far one's own team has come; an observer reads counts only."""
    member = request.member
    if member.is_observer:
        return _summary(request)
    found = list(queries.with_team_progress(queries.rounds()))
    own = {(each.team_id, each.round_id): each for each in queries.own_assessments(member)}
    return render(
        request,
        "assessment/rounds.html",
        {
            "teams": [
                (team, [(round_, own.get((team.pk, round_.pk))) for round_ in found])
                for team in member.teams
            ],
            "begun": bool(own),
            "settled_teams": {each.team_id for each in own.values() if each.is_settled},
            "rounds": found,
            "total": drivers_in_use().count(),
            "intro": passage("intro", member),
            "plain": member.is_family_only,
            "may_plan": rules.may_plan_rounds(member),
            "may_see_all": rules.may_see_all(member),
        },
    )


def _summary(request: CollaborativeRequest) -> HttpResponse:
    primaries = list(PrimaryDriver.objects.filter(retired_on=None).order_by("number"))
    told: list[dict[str, Any]] = []
    for round_ in queries.rounds():
        counted = queries.counted_for_observers(round_)
        means = [(primary, counted.means.get(primary.number)) for primary in primaries]
        told.append({"round": round_, "counted": counted, "means": means})
    return render(
        request,
        "assessment/summary.html",
        {"told": told, "smallest": queries.SMALLEST_GROUP},
    )


@require_POST
def start(request: CollaborativeRequest, pk: int, team: int) -> HttpResponse:
    """Open one's own team's assessment in a round, or go on with the one that is open."""
    round_ = get_object_or_404(queries.rounds(), pk=pk)
    own = next((each for each in request.member.teams if each.pk == team), None)
    if own is None:
        raise Http404
    assessment = start_assessment(team=own, round_=round_, by=request.member)
    first = next(iter(queries.page_numbers()), None)
    if assessment.is_settled or first is None:
        return redirect(url_in(request.collaborative, "assessment:rounds"))
    return redirect(
        url_in(request.collaborative, "assessment:rate", pk=assessment.pk, number=first)
    )


@require_http_methods(["GET", "POST"])
def new_round(request: CollaborativeRequest) -> HttpResponse:
    """Plan a round."""
    return _round_page(request, None)


@require_http_methods(["GET", "POST"])
def change_round(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Change a round's name, day or event."""
    return _round_page(request, get_object_or_404(queries.rounds(), pk=pk))


def _round_page(request: CollaborativeRequest, round_: Round | None) -> HttpResponse:
    if not rules.may_plan_rounds(request.member):
        raise PermissionDenied
    form = RoundForm(
        request.POST or None, instance=round_ or Round(collaborative=request.collaborative)
    )
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            save_round(
                collaborative=request.collaborative,
                by=request.member,
                name=form.cleaned_data["name"],
                due_on=form.cleaned_data["due_on"],
                event=form.cleaned_data["event"],
                translations=form.translations,
                round_=round_,
                seen=form.cleaned_data["seen"],
                token=form.cleaned_data["token"],
            )
        except ChangedMeanwhileError as error:
            theirs = error.standing
            form.data = request.POST.copy()
            form.data["seen"] = str(theirs.revision)
        else:
            messages.success(request, _("The round is saved."))
            return redirect(url_in(request.collaborative, "assessment:rounds"))
    return render(
        request, "assessment/round.html", {"form": form, "round": round_, "theirs": theirs}
    )
