"""One measure over all teams together: in words, as a chart, as a table with the number of teams."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from collaboratives.http import CollaborativeRequest
from metrics.charts import goal_text
from metrics.definitions import definition_texts
from metrics.views.chart_parts import chart_parts
from metrics.views.numbers import name_of
from metrics.views.subject import all_teams


@require_GET
def together(request: CollaborativeRequest, key: str) -> HttpResponse:
    """Show the sums over all teams; an observer sees them where five teams have counted."""
    subject = all_teams(request, key)
    name = name_of(subject.metric, request.member)
    definition = subject.series.definition
    context = chart_parts(request, subject, name) | {
        "metric": subject.metric,
        "name": name,
        "definition": definition,
        "texts": definition_texts(definition),
        "goal_text": goal_text(definition),
    }
    return render(request, "metrics/together.html", context)
