"""One measure, each room by itself: small charts on one scale, for those who may see the rooms."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from centers.models import CoreTeam
from collaboratives.http import CollaborativeRequest
from metrics import rules
from metrics.charts import Chart, Voice, chart_of
from metrics.models import Metric
from metrics.queries import metrics_open_to
from metrics.rooms import room_series
from metrics.views.choice import query_of, team_form, team_or_404
from metrics.views.numbers import name_of, small


@require_GET
def by_room(request: CollaborativeRequest, key: str) -> HttpResponse:
    """Show the weeks of each room that the reader may see, by name of room and never by rank."""
    team = team_or_404(request)
    open_to = metrics_open_to(request.member).filter(Q(team=None) | Q(team=team))
    metric = get_object_or_404(open_to, key=key)
    charts = _charts(request, team, metric)
    return render(
        request,
        "metrics/by_room.html",
        {
            "team": team,
            "team_form": team_form(request, team),
            "query": query_of(request, team),
            "metric": metric,
            "name": name_of(metric, request.member),
            "rooms": [
                {"name": room, "chart": chart, "drawing": small(chart, [one for _, one in charts])}
                for room, chart in charts
            ],
            "sees_all_rooms": rules.sees_all_rooms(request.member, team),
            "may_enter": rules.may_enter(request.member, team),
        },
    )


def _charts(
    request: CollaborativeRequest, team: CoreTeam, metric: Metric
) -> list[tuple[str, Chart]]:
    voice: Voice = "family" if request.member.is_family_only else "staff"
    return [
        (
            one.room.name,
            chart_of(one.series, name=one.room.name, uid=f"r{one.room.pk}", voice=voice),
        )
        for one in room_series(team, metric, request.member)
    ]
