"""All teams: who has sent what, and every team's line on one scale, in the order of their names."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from centers.models import CoreTeam
from collaboratives.http import CollaborativeRequest
from collaboratives.models import Membership
from metrics import rules
from metrics.charts import chart_of, sentence_label
from metrics.completeness import (
    TeamRow,
    data_leads,
    months_to_send,
    overall_of,
    rows_of_teams,
    totals_of,
)
from metrics.decisions import stories_of
from metrics.enums import Grain
from metrics.missing import what_got_in_the_way
from metrics.models import Metric
from metrics.queries import (
    Clock,
    Series,
    active_teams,
    metrics_in_use,
    of_enough_teams,
    series_of_all,
    series_of_the_collaborative,
)
from metrics.views.chart_parts import teams_text
from metrics.views.grid import grid_of, missing_of
from metrics.views.numbers import name_of, small

# Each is a row of the grid and a chart: eight are what one can look over.
TEAMS_A_PAGE = 8
MONTHS_SHOWN = 9
ANSWERS_SHOWN = 5


@require_GET
def overview(request: CollaborativeRequest) -> HttpResponse:
    """Show completeness to staff, small multiples to teams, and sums without names to observers."""
    member, clock = request.member, Clock.of(request.collaborative)
    metrics = list(metrics_in_use())
    chosen = next((m for m in metrics if m.key == request.GET.get("measure")), None)
    metric = chosen or next(iter(metrics), None)
    page = Paginator(active_teams(), TEAMS_A_PAGE).get_page(request.GET.get("page"))
    months = months_to_send(metrics, clock)
    shown = months if request.GET.get("months") == "all" else months[-MONTHS_SHOWN:]
    everybody = rows_of_teams(list(active_teams()), shown, clock)
    names = rules.sees_team_names(member)
    totals = totals_of(everybody, clock)
    context: dict[str, object] = {
        "metric": metric,
        "totals": totals[::-1],
        "has_earlier": len(shown) < len(months),
        "overall": overall_of(totals),
        "names": [
            (one, name_of(one, member), one == metric, f"?measure={one.key}") for one in metrics
        ],
        "page": page,
        "sees_all": rules.sees_all_teams(member),
        "sees_names": names,
        "may_take_all": rules.may_take_along(member, None),
    }
    if metric is not None:
        context |= _charts(metric, page, member, clock)
    if rules.sees_all_teams(member):
        on_page = {team.pk for team in page}
        context |= _for_staff(request, everybody, on_page, shown, clock)
    return render(request, "metrics/overview.html", context)


def _for_staff(
    request: CollaborativeRequest,
    everybody: Sequence[TeamRow],
    on_page: Collection[int],
    months: Sequence[dt.date],
    clock: Clock,
) -> dict[str, object]:
    """The grid of this page's teams, who is to be written to, and what teams answered."""
    missing, more_missing = missing_of(request, everybody, clock)
    return {
        "rows": grid_of(request, [row for row in everybody if row.team.pk in on_page], months),
        "months": months[::-1],
        "missing": missing,
        "more_missing": more_missing,
        "missing_month": sentence_label(clock.last_due, Grain.MONTH),
        "closes_on": clock.closes_on(clock.last_due),
        "leads": data_leads(),
        "may_chase": rules.may_chase(request.member),
        "collaborative": request.collaborative,
        "answers": what_got_in_the_way()[:ANSWERS_SHOWN],
    }


def _charts(
    metric: Metric, page: Page[CoreTeam], member: Membership, clock: Clock
) -> dict[str, object]:
    """All teams together, and for those who see names each team of this page, on one scale."""
    whole = series_of_the_collaborative(metric, clock)
    each: list[Series] = []
    if rules.sees_team_names(member):
        found = series_of_all(list(page), [metric], clock)
        each = [found[(team.pk, metric.pk)] for team in page]
    else:
        whole = of_enough_teams(whole)
    stories = stories_of([whole, *each], member)
    name = name_of(metric, member)
    together = chart_of(
        whole,
        name=name.text,
        uid="all",
        story=stories[(None, metric.pk)],
    )
    charts = [
        chart_of(one, name=team.name, uid=f"t{team.pk}", story=stories[(team.pk, metric.pk)])
        for team, one in zip(page, each, strict=False)
    ]
    return {
        "name": name,
        "together": together,
        "teams_text": teams_text(together),
        "small": [
            {
                "team": team,
                "chart": chart,
                "drawing": small(chart, charts),
                "query": f"?team={team.pk}",
            }
            for team, chart in zip(page, charts, strict=False)
        ],
    }
