"""One measure of one team: in words, as a run chart, as a table, and how it is counted."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bsc.exports.tables import CSV, TYPES, write_table
from collaboratives.http import CollaborativeRequest, url_in
from metrics import rules
from metrics.charts import goal_text, period_label, value_text
from metrics.definitions import definition_texts
from metrics.groups import groups_for
from metrics.queries import drivers_of
from metrics.views.chart_parts import chart_parts
from metrics.views.choice import chosen_team, query_of, team_form
from metrics.views.numbers import name_of
from metrics.views.subject import of_team, subject_or_404


@require_GET
def measure(request: CollaborativeRequest, key: str) -> HttpResponse:
    """Show one measure, by week or by month, as the kind of chart that was asked for."""
    team = chosen_team(request)
    if team is None:
        return redirect(url_in(request.collaborative, "metrics:overview"))
    subject = of_team(request, team, key)
    series = subject.series
    name = name_of(series.metric, request.member)
    context = chart_parts(request, subject, name) | {
        "team": team,
        "team_form": team_form(request, team),
        "query": query_of(request, team),
        "metric": series.metric,
        "name": name,
        "definition": series.definition,
        "texts": definition_texts(series.definition),
        "groups": groups_for(series.definition),
        "may_enter": rules.may_enter(request.member, team),
        "goal_text": goal_text(series.definition),
        "drivers": drivers_of(series.metric),
    }
    return render(request, "metrics/measure.html", context)


@require_GET
def numbers_file(request: CollaborativeRequest, key: str) -> HttpResponse:
    """Send the numbers of one measure as a spreadsheet: the same points as on the page.

    Of all teams together, a last column says how many teams are in a sum.
    """
    series = subject_or_404(request, key).series
    definition = series.definition
    header = (
        _("Starts on"),
        _("Period"),
        definition.counted,
        definition.out_of,
        definition.unit,
        _("Why it was not counted"),
        _("Note"),
        *([] if series.team else [_("Teams")]),
    )
    rows = [
        (
            point.start,
            period_label(point.start, series.grain),
            point.count.numerator if point.count else None,
            point.count.denominator if point.count else None,
            value_text(point.count, definition) if point.count else "",
            point.reason,
            point.note,
            *([] if series.team else [str(point.teams)]),
        )
        for point in series.points
    ]
    response = HttpResponse(write_table(CSV, header, rows), content_type=TYPES[CSV])
    response["Content-Disposition"] = f'attachment; filename="{key}-{series.grain}.csv"'
    return response
