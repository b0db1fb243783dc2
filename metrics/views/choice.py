"""Which team a page is about."""

import re

from django.http import Http404
from django.shortcuts import get_object_or_404

from centers.models import CoreTeam
from collaboratives.http import CollaborativeRequest
from metrics.forms.team import TeamForm
from metrics.queries import teams_visible_to


def chosen_team(request: CollaborativeRequest) -> CoreTeam | None:
    """Return the team that ``?team=`` names, else the reader's own first one, else None.

    404 for a team whose numbers this person may not open.
    """
    teams = teams_visible_to(request.member)
    wanted = request.GET.get("team")
    if wanted:
        if not re.fullmatch(r"[0-9]{1,18}", wanted):
            raise Http404
        return get_object_or_404(teams, pk=int(wanted))
    return teams.filter(pk__in=request.member.team_ids).first()


def team_or_404(request: CollaborativeRequest) -> CoreTeam:
    """Return the chosen team; 404 for people without a team who named none."""
    team = chosen_team(request)
    if team is None:
        raise Http404
    return team


def team_form(request: CollaborativeRequest, chosen: CoreTeam) -> TeamForm | None:
    """Return the form to change the team, for people who may open several."""
    teams = list(teams_visible_to(request.member))
    return TeamForm(teams=teams, chosen=chosen) if len(teams) > 1 else None


def query_of(request: CollaborativeRequest, team: CoreTeam) -> str:
    """Return "?team=…" for links, or nothing where it is the reader's own first team anyway."""
    own = [own.pk for own in request.member.teams]
    return "" if own == [team.pk] else f"?team={team.pk}"
