"""Which chart a page is about: a measure of one team, or of all teams together."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from centers.models import CoreTeam
from collaboratives.http import CollaborativeRequest, url_in
from metrics import rules
from metrics.enums import Grain
from metrics.models import Metric
from metrics.queries import (
    Clock,
    Series,
    metrics_open_to,
    of_enough_teams,
    series_for,
    series_of_all_teams,
    series_of_the_collaborative,
    together,
    usual_grain,
)
from metrics.views.choice import team_or_404

ALL = "all"


@dataclass(frozen=True)
class Subject:
    """A measure's series; ``page`` is the address of its chart, ``query`` names it for others.

    Without a team it is the sum over all of them.
    """

    series: Series
    page: str

    @property
    def metric(self) -> Metric:
        """The measure."""
        return self.series.metric

    @property
    def team(self) -> CoreTeam | None:
        """The team, or None for all of them together."""
        return self.series.team

    @property
    def team_id(self) -> int | None:
        """The team's key, as the rules take it."""
        return self.team.pk if self.team else None

    @property
    def query(self) -> str:
        """The choice of team and grain, for addresses that belong to this chart."""
        return self.query_by(self.series.grain)

    def query_by(self, grain: str) -> str:
        """The same for another grain."""
        return f"?team={self.team.pk if self.team else ALL}&by={grain}"

    @property
    def address(self) -> str:
        """The chart's page with this team and grain."""
        return self.page + self.query


def subject_or_404(request: CollaborativeRequest, key: str) -> Subject:
    """Return the chart that ``?team=`` (a team, or "all") and ``?by=`` name."""
    if request.GET.get("team") == ALL:
        return all_teams(request, key)
    return of_team(request, team_or_404(request), key)


def of_team(request: CollaborativeRequest, team: CoreTeam, key: str) -> Subject:
    """Return the chart of a measure that this team counts, or has counted; 404 otherwise."""
    metric = get_object_or_404(metrics_open_to(request.member), key=key)
    if metric.team_id not in (None, team.pk):
        raise Http404
    page = url_in(request.collaborative, "metrics:measure", key=key)
    return Subject(series_for(team, metric, _grain(request, metric)), page)


def all_teams(request: CollaborativeRequest, key: str) -> Subject:
    """Return the chart of a measure over all teams; for an observer where five have counted."""
    metric = get_object_or_404(metrics_open_to(request.member), key=key, team=None)
    grain = _grain(request, metric)
    if grain == usual_grain(metric):
        series = series_of_the_collaborative(metric, Clock.of(request.collaborative))
    else:
        series = together(metric, series_of_all_teams(metric, grain))
    if not rules.sees_team_names(request.member):
        series = of_enough_teams(series)
    return Subject(series, url_in(request.collaborative, "metrics:together", key=key))


def _grain(request: CollaborativeRequest, metric: Metric) -> Grain:
    """By month where a month is wanted or counted, else by week."""
    weekly = usual_grain(metric) == Grain.WEEK and request.GET.get("by") != Grain.MONTH
    return Grain.WEEK if weekly else Grain.MONTH
