"""Sending a month: one short page, prefilled from the weeks."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centers.models import CoreTeam
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.models import Membership
from collaboratives.translations import in_language
from metrics import rules
from metrics.charts import chart_of, sentence_label, value_text
from metrics.completeness import months_to_send
from metrics.decisions import stories_of
from metrics.enums import Grain, Source
from metrics.forms.month import MonthForm
from metrics.models import Metric
from metrics.months import Change, TeamMonth, team_month, what_stands, without_groups
from metrics.periods import add_months, month_text, read_month
from metrics.queries import Clock, Series, metrics_of, series_of_all
from metrics.services import reopen_month, save_month, submit_month
from metrics.views.choice import query_of, team_form, team_or_404
from metrics.views.numbers import name_of

ACTIONS = ("look", "draft", "send")


@require_http_methods(["GET", "POST"])
def month(request: CollaborativeRequest, month: str) -> HttpResponse:
    """Show a month; on POST look at it live, keep it as a draft, send it or correct it."""
    team = team_or_404(request)
    day = _month_or_404(request, month)
    metrics = _metrics_or_404(team, day)
    state = team_month(team, day, metrics)
    if not rules.sees_small_groups(request.member, team):
        state = without_groups(state)
    may_write = _may_write(request, state)
    action = request.POST.get("action", "look")
    if request.method == "POST" and not (may_write and _may_do(request, team, action)):
        raise PermissionDenied
    series = _series(team, metrics, day)
    form = MonthForm(
        request.POST if request.method == "POST" else None,
        state=state,
        earlier={one.metric.pk: _earlier(one) for one in series},
        action=action if action in ACTIONS else "look",
    )
    is_fine = request.method == "POST" and form.is_valid()
    if is_fine and form.action != "look" and _save(request, form, team, day):
        return redirect(url_in(request.collaborative, "metrics:list") + query_of(request, team))
    template = "metrics/month.html"
    if request.htmx and request.method == "POST":
        template += "#live"
    return render(request, template, _context(request, form, series, may_write=may_write))


@require_POST
def reopen(request: CollaborativeRequest, month: str) -> HttpResponse:
    """Let a team send a month after its closing day."""
    team = team_or_404(request)
    if not rules.may_reopen(request.member):
        raise PermissionDenied
    day = _month_or_404(request, month)
    _metrics_or_404(team, day)
    reopen_month(team=team, month=day, by=request.member)
    messages.success(request, _("%(team)s can send this month now.") % {"team": team.name})
    address = url_in(request.collaborative, "metrics:month", month=month_text(day))
    return redirect(f"{address}?team={team.pk}")


def _month_or_404(request: CollaborativeRequest, month: str) -> dt.date:
    day = read_month(month)
    if day is None or day > Clock.of(request.collaborative).ended:
        raise Http404
    return day


def _metrics_or_404(team: CoreTeam, month: dt.date) -> list[Metric]:
    metrics = list(metrics_of(team, month))
    if not metrics:
        raise Http404
    return metrics


def _may_write(request: CollaborativeRequest, state: TeamMonth) -> bool:
    if not rules.may_enter(request.member, state.team):
        return False
    if state.is_sent and not rules.may_submit(request.member, state.team):
        return False
    return request.member.is_implementation or not state.is_closed


def _may_do(request: CollaborativeRequest, team: CoreTeam, action: str) -> bool:
    return action != "send" or rules.may_submit(request.member, team)


def _series(team: CoreTeam, metrics: list[Metric], day: dt.date) -> list[Series]:
    found = series_of_all([team], metrics, Clock.of(team.collaborative), Grain.MONTH)
    return [found[(team.pk, metric.pk)] for metric in metrics]


def _earlier(one: Series) -> list[tuple[Decimal, Decimal]]:
    return [(count.numerator, count.denominator) for count in one.counts]


def _save(request: CollaborativeRequest, form: MonthForm, team: CoreTeam, day: dt.date) -> bool:
    """Keep or send; what the service refuses is shown on the form, and nothing is lost."""
    by, entries = request.member, form.entries
    try:
        if form.action == "draft":
            save_month(team=team, month=day, by=by, entries=entries)
            messages.success(request, _("Kept as a draft. It is not sent yet."))
            return True
        why = form.cleaned_data.get("why", "")
        submit_month(team=team, month=day, by=by, entries=entries, why=why)
    except ValidationError as error:
        form.add_error(None if not hasattr(error, "error_dict") else "why", error.messages)
        return False
    messages.success(request, _("Sent. Thank you: your team's month is in."))
    return True


def _context(
    request: CollaborativeRequest, form: MonthForm, series: list[Series], *, may_write: bool
) -> dict[str, object]:
    state = form.state
    months = months_to_send([one.metric for one in series], Clock.of(request.collaborative))
    before, after = add_months(state.month, -1), add_months(state.month, 1)
    return {
        "team": state.team,
        "team_form": team_form(request, state.team),
        "query": query_of(request, state.team),
        "state": state,
        "form": form,
        "previous": month_text(before) if before in months else "",
        "following": month_text(after) if after in months else "",
        "this_month": month_text(state.month),
        "month_label": sentence_label(state.month, Grain.MONTH),
        "may_write": may_write,
        "may_submit": rules.may_submit(request.member, state.team),
        "may_reopen": rules.may_reopen(request.member) and state.is_closed,
        "on_behalf": state.team.pk not in request.member.team_ids,
        "changes": [_change(change, request.member) for change in _changes_to_show(request, state)],
        "blocks": _blocks(request, form, series),
    }


def _blocks(
    request: CollaborativeRequest, form: MonthForm, series: list[Series]
) -> list[dict[str, object]]:
    """Each measure with its fields, and what it would look like with what is typed right now."""
    found = []
    stories = stories_of(series, request.member)
    for one, block in zip(series, form.blocks, strict=True):
        measure = block.measure
        typed = form.point(measure) if form.is_bound else measure.point
        points = {point.start: point for point in one.points} | {typed.start: typed}
        shown = replace(one, points=tuple(points[start] for start in sorted(points)))
        name = name_of(one.metric, request.member)
        chart = chart_of(
            shown,
            name=name.text,
            uid=f"live{one.metric.pk}",
            voice="family" if request.member.is_family_only else "staff",
            story=stories[(form.state.team.pk, one.metric.pk)],
        )
        value = value_text(typed.count, measure.definition) if typed.count else ""
        found.append({"block": block, "name": name, "chart": chart, "value": value, "point": typed})
    return found


def _changes_to_show(request: CollaborativeRequest, state: TeamMonth) -> list[Change]:
    """Leave out rooms whose numbers this person does not see."""
    if not any(change.value.classroom_id for change in state.changes):
        return list(state.changes)
    rooms = {room.pk for room in rules.rooms_visible_to(request.member, state.team)}
    return [
        change
        for change in state.changes
        if change.value.classroom_id is None or change.value.classroom_id in rooms
    ]


def _change(change: Change, member: Membership) -> dict[str, object]:
    """One line of the history: who, when, what it said before and after, and why."""
    value, grain = change.value, Grain(change.value.grain)
    parts = [name_of(value.metric, member).text]
    if value.classroom:
        parts.append(value.classroom.name)
    if value.group:
        parts.append(in_language(value.group, "name").text)
    before = what_stands(change.before, value.definition)
    if change.before is None and grain == Grain.MONTH and value.group is None:
        before = _("the sum of the weeks")
    return {
        "who": value.entered_by or (_("A phone") if value.source == Source.TAPS else ""),
        "when": value.created_at,
        "what": ", ".join([*parts, sentence_label(value.period_start, grain)]),
        "before": before,
        "after": what_stands(value, value.definition),
        "why": value.why_corrected,
    }
