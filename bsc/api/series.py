"""Every team's counts of one measure, as the pages show them."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from bsc.api.base import CollaborativeView
from centers.models import CoreTeam
from metrics.enums import Grain
from metrics.models import Metric, MetricDefinition
from metrics.queries import (
    Clock,
    Series,
    definition_for,
    metrics_in_use,
    series_of_all,
    teams_visible_to,
    usual_grain,
)
from metrics.rules import sees_all_teams
from metrics.series import Point


class Wanted(serializers.Serializer[Any]):
    """What may stand behind the question mark."""

    grain = serializers.ChoiceField(choices=Grain.choices, required=False)
    team = serializers.ListField(
        child=serializers.IntegerField(max_value=BigIntegerField.MAX_BIGINT), required=False
    )


class SeriesOfTeams(CollaborativeView):
    """``GET metrics/<id>/series/?grain=week|month&team=<id>&team=<id>``.

    Without ``grain``, as the measure is counted; without ``team``, every active team. A team
    that does not exist is left out. For the implementation team and faculty, who see all names.
    """

    def get(self, request: Request, pk: int) -> Response:
        """Return the measure and each team's points, oldest first, by name of team."""
        if not sees_all_teams(self.member):
            raise PermissionDenied
        metric = get_object_or_404(metrics_in_use(), pk=pk)
        wanted = Wanted(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        grain = wanted.validated_data.get("grain") or usual_grain(metric)
        teams = teams_visible_to(self.member)
        if "team" in wanted.validated_data:
            teams = teams.filter(pk__in=wanted.validated_data["team"])
        found = series_of_all(list(teams), [metric], Clock.of(self.collaborative), grain)
        return Response(
            {
                "measure": _measure(metric, definition_for(metric, dt.date.max)),
                "grain": grain,
                "teams": [_team(team, found[(team.pk, metric.pk)]) for team in teams],
            }
        )


def _measure(metric: Metric, definition: MetricDefinition) -> dict[str, Any]:
    return {
        "id": metric.pk,
        "key": metric.key,
        "name": metric.name,
        "unit": definition.chart_unit,
        "better": definition.better,
        "goal": definition.goal_number,
    }


def _team(team: CoreTeam, series: Series) -> dict[str, Any]:
    points = [_point(point, series.definition) for point in series.points]
    return {"id": team.pk, "name": team.name, "points": points}


def _point(point: Point, definition: MetricDefinition) -> dict[str, Any]:
    """``start`` is a Monday or the first of a month; the numbers are null where none came."""
    count = point.count
    value = count.plotted(definition.multiplier) if count else None
    return {
        "start": point.start.isoformat(),
        "numerator": count and float(count.numerator),
        "denominator": count and float(count.denominator),
        "value": None if value is None else float(value),
    }
