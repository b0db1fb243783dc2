"""Explore: teams side by side on one measure, in words, in a table and in a chart to play with."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import ge, le
from typing import cast
from urllib.parse import urlencode

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from bsc.ui.forms import CheckboxRows, RadioRows
from centers.models import CoreTeam
from collaboratives.http import CollaborativeRequest, url_in
from metrics.chart_words import number_text
from metrics.charts import analysis_of, period_label, value_text
from metrics.enums import Better, Grain
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
from metrics.runchart import enough_for_median

MOST_TEAMS = 10


class ExploreForm(forms.Form):
    """Which measure, of which teams, by which period."""

    measure = forms.ChoiceField(label=gettext_lazy("Measure"))
    by = forms.ChoiceField(
        label=gettext_lazy("One point for each"), choices=Grain.choices, widget=RadioRows
    )
    team = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Teams"),
        help_text=gettext_lazy("Up to ten. If you choose none, you see the first ten."),
        coerce=int,
        required=False,
        widget=CheckboxRows,
    )

    def __init__(
        self, asked: QueryDict, *, metrics: Sequence[Metric], teams: Sequence[CoreTeam]
    ) -> None:
        super().__init__(asked)
        measure = cast(forms.ChoiceField, self.fields["measure"])
        measure.choices = [(metric.key, metric.name) for metric in metrics]
        team = cast(forms.ChoiceField, self.fields["team"])
        team.choices = [(team.pk, team.name) for team in teams]

    def clean_team(self) -> list[int]:
        """Refuse more lines than can be told apart."""
        chosen: list[int] = self.cleaned_data["team"]
        if len(chosen) > MOST_TEAMS:
            raise forms.ValidationError(
                _("Choose ten teams or fewer: more lines cannot be told apart.")
            )
        return chosen


@dataclass(frozen=True)
class Line:
    """One team in the table; texts are ready to be read."""

    team: CoreTeam
    url: str
    latest: str
    when: str
    median: str
    reported: str


# plotly writes styles into the page: allowed here and nowhere else.
@csp_update({"style-src": [SELF, UNSAFE_INLINE]})  # type: ignore[untyped-decorator]  # csp has none
@require_GET
def explore(request: CollaborativeRequest) -> HttpResponse:
    """Compare teams; for the implementation team and faculty, who see the teams' names."""
    if not sees_all_teams(request.member):
        raise PermissionDenied
    metrics, teams = list(metrics_in_use()), list(teams_visible_to(request.member))
    context: dict[str, object] = {}
    if metrics and teams:
        form = ExploreForm(_asked(request.GET, metrics, teams), metrics=metrics, teams=teams)
        context["form"] = form
        if form.is_valid():
            chosen = form.cleaned_data
            metric = next(metric for metric in metrics if metric.key == chosen["measure"])
            wanted = [team for team in teams if team.pk in chosen["team"]]
            context |= _comparison(request, metric, wanted, chosen["by"])
    return render(request, "home/explore.html", context)


def _asked(given: QueryDict, metrics: Sequence[Metric], teams: Sequence[CoreTeam]) -> QueryDict:
    """Return what was asked, completed: the first measure, as it is counted, the first teams."""
    asked = given.copy()
    asked.setdefault("measure", metrics[0].key)
    metric = next((one for one in metrics if one.key == asked["measure"]), metrics[0])
    asked.setdefault("by", usual_grain(metric))
    if not asked.getlist("team"):
        asked.setlist("team", [str(team.pk) for team in teams[:MOST_TEAMS]])
    return asked


def _comparison(
    request: CollaborativeRequest, metric: Metric, teams: Sequence[CoreTeam], grain: str
) -> dict[str, object]:
    found = series_of_all(teams, [metric], Clock.of(request.collaborative), grain)
    all_series = [found[(team.pk, metric.pk)] for team in teams]
    definition = definition_for(metric, dt.date.max)
    query = urlencode([("grain", grain), *(("team", team.pk) for team in teams)])
    source = reverse("api:series", kwargs={"slug": request.collaborative.slug, "pk": metric.pk})
    measure_url = url_in(request.collaborative, "metrics:measure", key=metric.key)
    return {
        "metric": metric,
        "grain": grain,
        "by": Grain(grain).label,
        "teams": teams,
        "has_numbers": any(series.counts for series in all_series),
        "sentence": _sentence(all_series, definition),
        "lines": [_line(series, measure_url) for series in all_series],
        "periods": _periods(all_series, grain),
        "source": f"{source}?{query}",
    }


def _line(series: Series, measure_url: str) -> Line:
    definition, team = series.definition, cast(CoreTeam, series.team)
    last = next((point for point in reversed(series.points) if point.count), None)
    phases = analysis_of(series).phases
    median = phases[-1].centre_line if phases and enough_for_median(phases[-1]) else None
    return Line(
        team=team,
        url=f"{measure_url}?{urlencode({'team': team.pk, 'by': series.grain})}",
        latest=value_text(last.count if last else None, definition),
        when=period_label(last.start, series.grain) if last else "",
        median="–" if median is None else number_text(median, definition.chart_unit),
        reported=_("%(counted)s of %(expected)s")
        % {"counted": len(series.counts), "expected": len(series.points)},
    )


def _periods(all_series: Sequence[Series], grain: str) -> list[dict[str, object]]:
    """The whole table, newest period first: what the chart draws."""
    by_start = [{point.start: point.count for point in series.points} for series in all_series]
    starts = sorted({start for counts in by_start for start in counts}, reverse=True)
    return [
        {
            "label": period_label(start, grain),
            "values": [
                (series.team, value_text(counts.get(start), series.definition))
                for series, counts in zip(all_series, by_start, strict=True)
            ],
        }
        for start in starts
    ]


def _sentence(all_series: Sequence[Series], definition: MetricDefinition) -> str:
    """What the comparison says, without naming anybody: learning, not ranking."""
    latest = [value for series in all_series if (value := _latest(series)) is not None]
    sentences = []
    if definition.goal is not None and definition.better != Better.NEITHER and latest:
        reaches = ge if definition.better == Better.UP else le
        said = ngettext(
            "In its latest count, %(reached)s of %(counted)s team is at the goal of %(goal)s.",
            "In their latest counts, %(reached)s of %(counted)s teams are at the goal of %(goal)s.",
            len(latest),
        )
        sentences.append(
            said
            % {
                "reached": sum(reaches(value, definition.goal) for value in latest),
                "counted": len(latest),
                "goal": number_text(definition.goal, definition.chart_unit),
            }
        )
    if latest and min(latest) != max(latest):
        sentences.append(
            _("The latest counts lie between %(low)s and %(high)s.")
            % {
                "low": number_text(min(latest), definition.chart_unit),
                "high": number_text(max(latest), definition.chart_unit),
            }
        )
    if missing := len(all_series) - len(latest):
        said = ngettext(
            "%(missing)s team has no number yet.", "%(missing)s teams have no number yet.", missing
        )
        sentences.append(said % {"missing": missing})
    return " ".join(sentences)


def _latest(series: Series) -> Decimal | None:
    counts = series.counts
    return counts[-1].plotted(series.definition.multiplier) if counts else None
