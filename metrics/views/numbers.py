"""A team's numbers: what was sent, and how each measure is going."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.models import Membership
from collaboratives.translations import Text, in_language
from metrics import rules
from metrics.chart_story import Story
from metrics.charts import Chart, chart_of, sentence_label
from metrics.decisions import stories_of
from metrics.enums import Grain
from metrics.forms.missing import WayForm
from metrics.missing import MissingMonth, missing_months
from metrics.models import Metric
from metrics.months import team_month
from metrics.periods import month_text
from metrics.queries import Clock, Series, metrics_of, series_of_team
from metrics.small_chart import common_scale, draw_small
from metrics.views.choice import chosen_team, query_of, team_form


@require_GET
def numbers(request: CollaborativeRequest) -> HttpResponse:
    """Show the month to send and every measure; people without a team see all teams instead."""
    team = chosen_team(request)
    if team is None:
        return redirect(url_in(request.collaborative, "metrics:overview"))
    metrics = list(metrics_of(team))
    clock = Clock.of(request.collaborative)
    ended = clock.ended
    month = team_month(team, ended, [one for one in metrics if one.begins <= ended])
    series = series_of_team(team, metrics)
    stories = stories_of(series, request.member)
    return render(
        request,
        "metrics/numbers.html",
        {
            "team": team,
            "team_form": team_form(request, team),
            "query": query_of(request, team),
            "month": month,
            "month_name": month_text(month.month),
            "month_label": sentence_label(month.month, Grain.MONTH),
            "in_month": [(one, name_of(one.metric, request.member)) for one in month.measures],
            "missing": [
                (one, sentence_label(one.month, Grain.MONTH), _way_form(one))
                for one in missing_months(team, metrics, clock)
            ],
            "measures": [
                _measure(one, request.member, stories[(team.pk, one.metric.pk)]) for one in series
            ],
            "may_enter": rules.may_enter(request.member, team),
            "may_count": rules.may_count(request.member, team),
            "may_manage_rooms": rules.may_manage_rooms(request.member, team),
            "may_keep_own": rules.may_keep_own(request.member, team.pk),
            "may_submit": rules.may_submit(request.member, team),
            "may_take_along": rules.may_take_along(request.member, team),
            "has_numbers": any(one.counts for one in series),
            "sees_others": rules.sees_team_names(request.member),
        },
    )


def _way_form(one: MissingMonth) -> WayForm:
    return WayForm(said=one.said, month=one.month_text)


def name_of(metric: Metric, member: Membership) -> Text:
    """Return what to call a measure: plain words for teams, the field's name for staff."""
    if rules.sees_all_teams(member) and not member.team_ids:
        return Text(metric.name, "en")
    return in_language(metric, "plain_name")


def _measure(series: Series, member: Membership, story: Story) -> dict[str, object]:
    name = name_of(series.metric, member)
    chart = chart_of(
        series,
        name=name.text,
        uid=f"m{series.metric.pk}",
        voice="family" if member.is_family_only else "staff",
        story=story,
    )
    drawing = small(chart, [chart])
    return {"metric": series.metric, "name": name, "chart": chart, "drawing": drawing}


def small(chart: Chart, beside: Sequence[Chart]) -> str:
    """Return the small drawing of a chart on one scale with those beside it."""
    definition = chart.series.definition
    return draw_small(
        chart.analysis,
        title=chart.title,
        uid=f"{chart.uid}-small",
        scale=common_scale([one.analysis for one in beside], definition.goal_number),
        goal=definition.goal_number,
        unit=definition.chart_unit,
    )
