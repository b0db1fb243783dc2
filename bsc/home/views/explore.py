"""Explore: teams side by side on one or two measures, in words, tables and a chart to play with."""

from typing import Any, cast

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bsc.exports.tables import CSV, TYPES, write_table
from bsc.home import explore_words as words
from bsc.home.explore_form import ExploreForm
from bsc.home.exploring import Line, Panel, Spot, Test, months_counted, panels_of
from collaboratives.http import CollaborativeRequest, url_in
from metrics.enums import Grain
from metrics.queries import Clock, metrics_in_use, teams_visible_to
from metrics.rules import sees_all_teams


# plotly writes styles into the page: allowed here and nowhere else.
@csp_update({"style-src": [SELF, UNSAFE_INLINE]})  # type: ignore[untyped-decorator]  # csp has none
@require_GET
def explore(request: CollaborativeRequest) -> HttpResponse:
    """Compare teams; for the implementation team and faculty, who see the teams' names."""
    form = _form(request)
    context: dict[str, object] = {"form": form}
    if form is not None and form.is_valid():
        asked, clock = form.asked, Clock.of(request.collaborative)
        query = cast(QueryDict, form.data).urlencode()
        panels, tests = panels_of(asked, request.member, clock)
        context |= {
            "panels": [_panel(request, panel) for panel in panels],
            "grain": asked.grain,
            "is_by_week": asked.grain == Grain.WEEK,
            "teams": asked.teams,
            "tests": tests,
            "is_part": form.is_part,
            "has_numbers": any(panel.has_numbers for panel in panels),
            "file_name": _file_name(panels),
            "source": f"{url_in(request.collaborative, 'home:explore_lines')}?{query}",
            "file": f"{url_in(request.collaborative, 'home:explore_numbers')}?{query}",
        }
    return render(request, "home/explore.html", context)


@require_GET
def lines(request: CollaborativeRequest) -> JsonResponse:
    """Send what the interactive chart draws; the same panels as on the page."""
    panels, tests = _panels_or_404(request)
    return JsonResponse(
        {
            "panels": [_drawn_panel(panel) for panel in panels],
            "tests": [_drawn_test(test) for test in tests],
        }
    )


@require_GET
def numbers(request: CollaborativeRequest) -> HttpResponse:
    """Send what is drawn as a spreadsheet."""
    panels, _tests = _panels_or_404(request)
    header, rows = words.numbers(panels)
    name = _file_name(panels)
    response = HttpResponse(write_table(CSV, header, rows), content_type=TYPES[CSV])
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _file_name(panels: list[Panel]) -> str:
    return "-".join(panel.metric.key for panel in panels)


def _form(request: CollaborativeRequest) -> ExploreForm | None:
    """The form with what was asked; None where there is nothing to compare yet."""
    if not sees_all_teams(request.member):
        raise PermissionDenied
    metrics, teams = list(metrics_in_use()), list(teams_visible_to(request.member))
    if not (metrics and teams):
        return None
    months = months_counted(metrics, request.collaborative.today())
    return ExploreForm(request.GET, metrics=metrics, teams=teams, months=months)


def _panels_or_404(request: CollaborativeRequest) -> tuple[list[Panel], list[Test]]:
    form = _form(request)
    if form is None or not form.is_valid():
        raise Http404
    return panels_of(form.asked, request.member, Clock.of(request.collaborative))


def _panel(request: CollaborativeRequest, panel: Panel) -> dict[str, object]:
    measure_url = url_in(request.collaborative, "metrics:measure", key=panel.metric.key)
    return {
        "metric": panel.metric,
        "has_numbers": panel.has_numbers,
        "sentence": words.sentence(panel),
        "rows": words.team_rows(panel, measure_url),
        "has_limits": any(spot.upper is not None for line in panel.lines for spot in line.spots),
        "periods": words.period_rows(panel),
    }


def _drawn_panel(panel: Panel) -> dict[str, Any]:
    return {
        "name": panel.metric.name,
        "grain": panel.grain,
        "unit": panel.definition.chart_unit,
        "goal": panel.definition.goal_number,
        "lines": [_drawn_line(line) for line in panel.lines],
    }


def _drawn_line(line: Line) -> dict[str, Any]:
    return {"team": line.team.name, "spots": [_drawn_spot(spot) for spot in line.spots]}


def _drawn_spot(spot: Spot) -> dict[str, Any]:
    """One point; numbers are null where nothing is drawn."""
    count = spot.point.count
    return {
        "start": spot.point.start.isoformat(),
        "phase": spot.phase,
        "value": spot.value,
        "numerator": float(count.numerator) if count else None,
        "denominator": float(count.denominator) if count else None,
        "centre": spot.centre,
        "lower": spot.lower,
        "upper": spot.upper,
        "sign": spot.is_sign,
        "out": spot.is_left_out,
        "tests": [test.number for test in spot.tests],
    }


def _drawn_test(test: Test) -> dict[str, Any]:
    return {"number": test.number, "team": test.team.name, "label": test.mark.label}
