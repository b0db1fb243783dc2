"""One measure of one team: in words, as a run chart, as a table, and how it is counted."""

import csv

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bsc.exports.cells import safe_cell
from centers.models import CoreTeam
from collaboratives.http import CollaborativeRequest, url_in
from metrics import rules
from metrics.charts import chart_of, goal_text, marks_of, period_label, value_text
from metrics.enums import Grain
from metrics.models import Metric
from metrics.queries import Series, drivers_of, metrics_in_use, series_for, usual_grain
from metrics.views.choice import chosen_team, query_of, team_form, team_or_404
from metrics.views.numbers import name_of


@require_GET
def measure(request: CollaborativeRequest, key: str) -> HttpResponse:
    """Show one measure, by week or by month."""
    metric = get_object_or_404(metrics_in_use(), key=key)
    team = chosen_team(request)
    if team is None:
        return redirect(url_in(request.collaborative, "metrics:overview"))
    series = _series(request, team, metric)
    name = name_of(metric, request.member)
    chart = chart_of(
        series,
        name=name.text,
        uid=f"m{metric.pk}",
        voice="family" if request.member.is_family_only else "staff",
        marks=marks_of(series, request.member),
    )
    return render(
        request,
        "metrics/measure.html",
        {
            "team": team,
            "team_form": team_form(request, team),
            "query": query_of(request, team),
            "metric": metric,
            "name": name,
            "definition": series.definition,
            "chart": chart,
            "may_enter": rules.may_enter(request.member, team),
            "goal_text": goal_text(series.definition),
            "drivers": drivers_of(metric),
            "is_weekly": usual_grain(metric) == Grain.WEEK,
            "is_by_week": series.grain == Grain.WEEK,
            "is_by_month": series.grain == Grain.MONTH,
            "week_query": f"?team={team.pk}",
            "month_query": f"?team={team.pk}&by=month",
            "file_query": f"?team={team.pk}&by={series.grain}",
        },
    )


@require_GET
def numbers_file(request: CollaborativeRequest, key: str) -> HttpResponse:
    """Send the numbers of one measure as a spreadsheet: the same points as on the page."""
    team = team_or_404(request)
    series = _series(request, team, get_object_or_404(metrics_in_use(), key=key))
    definition = series.definition
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}-{series.grain}.csv"'
    # The mark at the start tells spreadsheet programs that this is UTF-8.
    response.write("\ufeff")
    writer = csv.writer(response)
    header = (
        _("Starts on"),
        _("Period"),
        definition.numerator_label,
        definition.denominator_label,
        definition.unit,
        _("Why it was not counted"),
        _("Note"),
    )
    writer.writerow([safe_cell(text) for text in header])
    for point in series.points:
        count = point.count
        cells = (
            point.start.isoformat(),
            period_label(point.start, series.grain),
            f"{count.numerator:f}" if count else "",
            f"{count.denominator:f}" if count else "",
            value_text(count, definition) if count else "",
            point.reason,
            point.note,
        )
        writer.writerow([safe_cell(text) for text in cells])
    return response


def _series(request: CollaborativeRequest, team: CoreTeam, metric: Metric) -> Series:
    """By month where a month is wanted or counted, else by week."""
    weekly = usual_grain(metric) == Grain.WEEK and request.GET.get("by") != Grain.MONTH
    return series_for(team, metric, Grain.WEEK if weekly else Grain.MONTH)
