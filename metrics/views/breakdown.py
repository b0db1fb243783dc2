"""One measure by groups: the team's own, or all teams together without the small ones."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from centers.models import CoreTeam
from collaboratives.http import CollaborativeRequest
from collaboratives.translations import Text, in_language
from metrics import rules
from metrics.charts import count_text, value_text
from metrics.groups import (
    SPANS,
    GroupNumbers,
    groups_from_outside,
    groups_of_team,
    months_of_enough_teams,
    months_of_span,
)
from metrics.models import MetricDefinition
from metrics.queries import Clock, active_teams, definition_for, metrics_open_to
from metrics.views.choice import query_of
from metrics.views.numbers import name_of

USUAL_SPAN = "3"


@dataclass(frozen=True)
class Line:
    """One group as the page shows it; ``width`` is its bar, in percent of the longest."""

    name: Text
    value: str
    counted: str
    width: float
    is_hidden: bool
    is_part: bool


@require_GET
def breakdown(request: CollaborativeRequest, key: str) -> HttpResponse:
    """Show what was counted in each group over the chosen months."""
    metric = get_object_or_404(metrics_open_to(request.member), key=key)
    clock = Clock.of(request.collaborative)
    span = request.GET.get("span", "")
    span = span if span in SPANS else USUAL_SPAN
    months = months_of_span(span, metric, clock)
    team = _own_team(request, metric.team_id)
    for_all = team is None or (request.GET.get("all") == "1" and not metric.is_own)
    if team is not None and not for_all:
        numbers = groups_of_team(metric, team, months)
    else:
        named = rules.sees_team_names(request.member)
        seen = months if named else months_of_enough_teams(metric, months)
        own = request.member.team_ids
        numbers = groups_from_outside(metric, list(active_teams()), seen, own)
    definition = definition_for(metric, clock.ended)
    return render(
        request,
        "metrics/breakdown.html",
        {
            "metric": metric,
            "name": name_of(metric, request.member),
            "definition": definition,
            "team": None if for_all else team,
            "whose": _whose(team, for_all=for_all) if team and not metric.is_own else [],
            "query": query_of(request, team) if team else "",
            "lines": _lines(numbers, definition),
            "has_numbers": any(one.count for one in numbers),
            "has_hidden": any(one.is_hidden or one.is_part for one in numbers),
            "span": span,
            "spans": _spans(span, for_all=for_all, team=team),
            "months": months,
            "last_month": clock.ended,
            "between": _between(numbers, definition),
        },
    )


def _own_team(request: CollaborativeRequest, owner: int | None) -> CoreTeam | None:
    """The reader's team, the one that ``?team=`` names where they are on several."""
    mine = [team for team in request.member.teams if owner in (None, team.pk)]
    asked = [team for team in mine if str(team.pk) == request.GET.get("team")]
    return next(iter([*asked, *mine]), None)


def _whose(team: CoreTeam, *, for_all: bool) -> list[tuple[str, bool, str]]:
    """The team and all teams together, each with its address and whether it is shown."""
    own, everybody = f"?team={team.pk}", f"?team={team.pk}&all=1"
    return [(team.name, not for_all, own), (_("All teams together"), for_all, everybody)]


def _spans(chosen: str, *, for_all: bool, team: CoreTeam | None) -> list[tuple[str, bool, str]]:
    """Each span with its address and whether it is shown."""
    labels = {
        "1": _("The last month"),
        "3": _("3 months"),
        "6": _("6 months"),
        "all": _("All months"),
    }
    rest = ("&all=1" if for_all else "") + (f"&team={team.pk}" if team else "")
    return [(labels[span], span == chosen, f"?span={span}{rest}") for span in SPANS]


def _between(numbers: list[GroupNumbers], definition: MetricDefinition) -> list[str]:
    """The lowest and the highest result, as people read them, where they differ."""
    counts = [one.count for one in numbers if one.count]
    counts.sort(key=lambda count: count.plotted(definition.multiplier) or 0)
    ends = [value_text(count, definition) for count in (*counts[:1], *counts[-1:])]
    return ends if len(set(ends)) > 1 else []


def _lines(numbers: list[GroupNumbers], definition: MetricDefinition) -> list[Line]:
    plotted = [one.count.plotted(definition.multiplier) if one.count else None for one in numbers]
    most = max((value for value in plotted if value is not None), default=0)
    return [
        Line(
            name=in_language(one.group, "name"),
            value=value_text(one.count, definition),
            counted=count_text(one.count, definition),
            width=round(float(value / most * 100), 1) if value and most else 0.0,
            is_hidden=one.is_hidden,
            is_part=one.is_part,
        )
        for one, value in zip(numbers, plotted, strict=True)
    ]
