"""Paper for both counters: the grid, the key to its numbers, and the tally of a watch."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from collaboratives.http import CollaborativeRequest
from collaboratives.translations import in_language
from metrics import periods, rules
from metrics.counters import Counter, counters_of, rooms_reached_by, team_of
from metrics.enums import Tally
from metrics.taps import grid_of

USUAL_SIZE = 20
WATCHES_A_SHEET, FIVES = 4, range(1, 9)
TALLIES = {"families": Tally.GRID, "families-key": Tally.GRID, "behaviours": Tally.TIMED}
TEMPLATES = {
    "families": "metrics/sheet_families.html",
    "families-key": "metrics/sheet_key.html",
    "behaviours": "metrics/sheet_behaviours.html",
}


@require_GET
def sheet(request: CollaborativeRequest, classroom: int, kind: str) -> HttpResponse:
    """Show a sheet to print; ``?measure=`` chooses where a team counts several in this way."""
    if kind not in TEMPLATES:
        raise Http404
    room = get_object_or_404(rooms_reached_by(request.member), pk=classroom)
    team = team_of(request.member, room)
    if team is None:
        raise Http404
    today = request.collaborative.today()
    counter = _chosen(counters_of(team, today), kind, request.GET.get("measure", ""))
    context: dict[str, Any] = {
        "team": team,
        "room": room,
        "counter": counter,
        "may_count": rules.may_count(request.member, team),
    }
    if counter and TALLIES[kind] == Tally.GRID:
        grid = grid_of(team, counter.metric, room, periods.monday_of(today))
        context["slots"] = range(1, (grid.size or USUAL_SIZE) + 1)
    if counter:
        context["name"] = in_language(counter.metric, "plain_name")
    context |= {"watches": range(WATCHES_A_SHEET), "fives": FIVES, "five": range(5)}
    return render(request, TEMPLATES[kind], context)


def _chosen(counters: list[Counter], kind: str, key: str) -> Counter | None:
    fitting = [one for one in counters if one.tally == TALLIES[kind]]
    return next((one for one in fitting if key in ("", one.metric.key)), None)
