"""All teams: who has sent what, and every team's line on one scale, in the order of their names."""

from urllib.parse import quote

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from centers.models import CoreTeam
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.models import Membership
from metrics import rules
from metrics.charts import Chart, chart_of, sentence_label
from metrics.completeness import (
    State,
    TeamRow,
    data_contacts,
    data_leads,
    months_to_send,
    rows_of_teams,
    totals_of,
)
from metrics.enums import Grain
from metrics.models import Metric
from metrics.periods import month_text
from metrics.queries import (
    Clock,
    active_teams,
    metrics_in_use,
    of_enough_teams,
    series_of_all,
    series_of_the_collaborative,
)
from metrics.views.numbers import name_of, small

TEAMS_A_PAGE = 25


@require_GET
def overview(request: CollaborativeRequest) -> HttpResponse:
    """Show completeness to staff, small multiples to teams, and sums without names to observers."""
    member, clock = request.member, Clock.of(request.collaborative)
    metrics = list(metrics_in_use())
    chosen = next((m for m in metrics if m.key == request.GET.get("measure")), None)
    metric = chosen or next(iter(metrics), None)
    page = Paginator(active_teams(), TEAMS_A_PAGE).get_page(request.GET.get("page"))
    months = months_to_send(metrics, clock)
    everybody = rows_of_teams(list(active_teams()), months, clock)
    on_page = {team.pk for team in page}
    names = rules.sees_team_names(member)
    context: dict[str, object] = {
        "metric": metric,
        "totals": totals_of(everybody, clock)[::-1],
        "names": [
            (one, name_of(one, member), one == metric, f"?measure={one.key}") for one in metrics
        ],
        "together": metric and _together(metric, member, clock),
        "page": page,
        "small": _small(page, metric, clock) if names and metric else [],
        "sees_all": rules.sees_all_teams(member),
        "sees_names": names,
    }
    if rules.sees_all_teams(member):
        context["rows"] = [row for row in everybody if row.team.pk in on_page]
        context["months"] = months[::-1]
        context["missing"] = _missing(request, everybody, clock)
        context["leads"] = data_leads()
    return render(request, "metrics/overview.html", context)


def _together(metric: Metric, member: Membership, clock: Clock) -> Chart:
    series = series_of_the_collaborative(metric, clock)
    if not rules.sees_team_names(member):
        series = of_enough_teams(series)
    return chart_of(series, name=name_of(metric, member).text, uid="all")


def _small(page: Page[CoreTeam], metric: Metric, clock: Clock) -> list[dict[str, object]]:
    found = series_of_all(list(page), [metric], clock)
    charts = [
        chart_of(found[(team.pk, metric.pk)], name=team.name, uid=f"t{team.pk}") for team in page
    ]
    return [
        {
            "team": team,
            "chart": chart,
            "drawing": small(chart, charts),
            "query": f"?team={team.pk}",
        }
        for team, chart in zip(page, charts, strict=True)
    ]


def _missing(
    request: CollaborativeRequest, rows: list[TeamRow], clock: Clock
) -> list[dict[str, object]]:
    """The teams whose last due month is not in, each with a text to the person to ask."""
    month = clock.last_due
    late = [
        row.team
        for row in rows
        if any(cell.month == month and cell.state == State.MISSING for cell in row.cells)
    ]
    contacts = data_contacts(late)
    may_write = rules.may_chase(request.member)
    return [
        {
            "team": team,
            "query": f"?team={team.pk}",
            "dialog_id": f"letter-{team.pk}",
            "month": month_text(month),
            "month_label": sentence_label(month, Grain.MONTH),
            "closes_on": clock.closes_on(month),
            "contact": contacts.get(team.pk),
            "letter": may_write and _letter(request, team, contacts.get(team.pk), clock),
        }
        for team in late
    ]


def _letter(
    request: CollaborativeRequest, team: CoreTeam, contact: Membership | None, clock: Clock
) -> dict[str, str]:
    """A personal text, ready to be changed and sent by a person."""
    month = sentence_label(clock.last_due, Grain.MONTH)
    address = url_in(request.collaborative, "metrics:month", month=month_text(clock.last_due))
    subject = _("%(team)s: numbers of %(month)s") % {"team": team.name, "month": month}
    text = _(
        "Hello %(name)s,\n\n"
        "the numbers of %(team)s for %(month)s are not in yet. Did something get in the way? "
        "“We could not count this month” is a real answer, too. If you have five minutes, this "
        "page takes them: %(link)s\n\n"
        "If counting has become hard, let us find an easier way together. You can write or call "
        "me any time.\n\n"
        "%(sender)s"
    ) % {
        "name": contact.user.first_name if contact else team.name,
        "team": team.name,
        "month": month,
        "link": request.build_absolute_uri(address),
        "sender": request.member,
    }
    email = (contact.user.email if contact else "") or ""
    mailto = f"mailto:{quote(email)}?subject={quote(subject)}&body={quote(text)}" if email else ""
    return {"subject": subject, "text": text, "mailto": mailto}
