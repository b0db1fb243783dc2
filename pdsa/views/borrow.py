"""“We could try this”: taking up another team's idea, with credit."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centers.models import CoreTeam
from collaboratives.http import CollaborativeRequest, url_in
from pdsa import queries, rules
from pdsa.forms.ramps import BorrowForm
from pdsa.models import Cycle
from pdsa.services.borrowing import borrow
from pdsa.travels import credit_of
from pdsa.views.cycle import cycle_of
from pdsa.words import team_name, voice_of


@dataclass(frozen=True)
class Standing:
    """What a team made of the same idea already; a draft that is not one's own is not shown."""

    key: str
    team: str
    cycle: Cycle
    is_readable: bool


@require_http_methods(["GET", "POST"])
def start(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Show whose idea it is and what is there already; then begin one's own plan."""
    source = cycle_of(request, pk)
    if not rules.may_borrow(request.member, source):
        raise PermissionDenied
    teams = rules.teams_to_borrow_for(request.member, source.ramp)
    standing = [each for team in teams for each in _standing(request, source, team)]
    known = ",".join(dict.fromkeys(each.key for each in standing))
    form = BorrowForm(request.POST or None, teams=teams, known=known)
    if request.method == "POST" and form.is_valid():
        team = form.chosen_team
        key = _key(team)
        is_new = key not in known.split(",") or form.has_been_told(key)
        token = form.cleaned_data["token"]
        if is_new or queries.was_started(request.member, token):
            cycle = borrow(source=source, team=team, by=request.member, token=token)
            messages.success(request, _("Make it yours: change the words until they fit you."))
            return redirect(url_in(request.collaborative, "pdsa:plan", pk=cycle.pk, step=1))
        form.tells(known)
    voice = voice_of(request.member)
    return render(
        request,
        "pdsa/borrow.html",
        {
            "source": source,
            "team": team_name(source.ramp, voice),
            "credit": credit_of(source.ramp, request.member, voice),
            "standing": standing,
            "several": len(teams) > 1,
            "form": form,
            "voice": voice,
        },
    )


def _key(team: CoreTeam | None) -> str:
    return str(team.pk) if team else "none"


def _standing(
    request: CollaborativeRequest, source: Cycle, team: CoreTeam | None
) -> list[Standing]:
    found = list(queries.borrowed_already(source.ramp, team.pk if team else None)[:3])
    readable = set(
        queries.cycles_visible_to(request.member)
        .filter(pk__in=[cycle.pk for cycle in found])
        .values_list("pk", flat=True)
    )
    voice = voice_of(request.member)
    return [
        Standing(_key(team), team_name(cycle.ramp, voice), cycle, cycle.pk in readable)
        for cycle in found
    ]
