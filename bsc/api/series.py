"""Every team's counts of one measure, as the pages show them."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from bsc.api.asking import Filters, Key
from bsc.api.base import CollaborativeView
from centers.models import CoreTeam
from metrics.enums import Better, Grain
from metrics.models import Metric, MetricDefinition
from metrics.queries import (
    Clock,
    Series,
    definition_for,
    metrics_in_use,
    of_enough_teams,
    series_of_all,
    series_of_the_collaborative,
    teams_visible_to,
    usual_grain,
)
from metrics.rules import sees_all_teams, sees_team_names
from metrics.series import Point


class SeriesFilters(Filters):
    """Which teams, and by week or by month."""

    grain = serializers.ChoiceField(choices=Grain.choices, required=False)
    team = serializers.ListField(child=Key(), required=False)


class PointShape(serializers.Serializer[Any]):
    """One period; the numbers are null where none came."""

    start = serializers.DateField(help_text="A Monday, or the first of a month.")
    numerator = serializers.FloatField(allow_null=True)
    denominator = serializers.FloatField(allow_null=True)
    value = serializers.FloatField(allow_null=True)


class TeamSeriesShape(serializers.Serializer[Any]):
    """One team's points, oldest first."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    points = PointShape(many=True)


class SeriesMeasureShape(serializers.Serializer[Any]):
    """The measure as it is charted today."""

    id = serializers.IntegerField()
    key = serializers.CharField()
    name = serializers.CharField()
    unit = serializers.CharField()
    better = serializers.ChoiceField(choices=Better.choices)
    goal = serializers.FloatField(allow_null=True)


class SeriesShape(serializers.Serializer[Any]):
    """Every team's counts of one measure."""

    measure = SeriesMeasureShape()
    grain = serializers.ChoiceField(choices=Grain.choices)
    teams = TeamSeriesShape(many=True)


class SeriesOfTeams(CollaborativeView):
    """``GET metrics/<id>/series/?grain=week|month&team=<id>&team=<id>``.

    Without ``grain``, as the measure is counted; without ``team``, every active team. A team
    that does not exist is left out. For the implementation team and faculty, who see all names.
    """

    @extend_schema(operation_id="series", parameters=[SeriesFilters], responses=SeriesShape)
    def get(self, request: Request, pk: int) -> Response:
        """Return the measure and each team's points, oldest first, by name of team."""
        if not sees_all_teams(self.member):
            raise PermissionDenied
        metric = get_object_or_404(metrics_in_use(), pk=pk)
        wanted = SeriesFilters.of(request)
        grain = wanted.get("grain") or usual_grain(metric)
        teams = teams_visible_to(self.member)
        if "team" in wanted:
            teams = teams.filter(pk__in=wanted["team"])
        found = series_of_all(list(teams), [metric], Clock.of(self.collaborative), grain)
        return Response(
            {
                "measure": _measure(metric, definition_for(metric, dt.date.max)),
                "grain": grain,
                "teams": [_team(team, found[(team.pk, metric.pk)]) for team in teams],
            }
        )


class TotalPointShape(PointShape):
    """One period of all teams together."""

    teams = serializers.IntegerField(help_text="How many of them counted.")


class TotalShape(serializers.Serializer[Any]):
    """The measure summed over all active teams, as it is counted."""

    measure = SeriesMeasureShape()
    grain = serializers.ChoiceField(choices=Grain.choices)
    points = TotalPointShape(many=True)


class TotalOfTeams(CollaborativeView):
    """``GET metrics/<id>/total/``."""

    @extend_schema(operation_id="total", responses=TotalShape)
    def get(self, request: Request, pk: int) -> Response:
        """Return the sum over teams; for an observer, only periods with at least five of them."""
        metric = get_object_or_404(metrics_in_use(), pk=pk)
        series = series_of_the_collaborative(metric, Clock.of(self.collaborative))
        if not sees_team_names(self.member):
            series = of_enough_teams(series)
        points = [
            {**_point(point, series.definition), "teams": point.teams} for point in series.points
        ]
        measure = _measure(metric, definition_for(metric, dt.date.max))
        return Response({"measure": measure, "grain": series.grain, "points": points})


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
