"""Counts as files: a sheet to fill in, bringing it back, and taking everything along."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bsc.exports.tables import TYPES, Cell, write_table
from centers.models import CoreTeam
from collaboratives.http import CollaborativeRequest, url_in
from metrics import rules
from metrics.exchange.columns import header
from metrics.exchange.out import rows_to_fill_in, rows_to_take_along
from metrics.forms.files import FileForm
from metrics.queries import imports_visible_to
from metrics.services.imports import keep_file
from metrics.views.choice import chosen_team, query_of, team_form

EVERYBODY = "all"
IMPORTS_SHOWN = 5


@require_http_methods(["GET", "POST"])
def files(request: CollaborativeRequest) -> HttpResponse:
    """Offer the files; on POST read one and show what it would change."""
    team = _team_or_all(request)
    may_bring_in = rules.may_bring_in(request.member, team)
    if not rules.may_take_along(request.member, team):
        raise PermissionDenied
    form = FileForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
    )
    if request.method == "POST":
        if not may_bring_in:
            raise PermissionDenied
        if form.is_valid():
            name = form.cleaned_data["file"].name
            upload = keep_file(name=name, lines=form.lines, team=team, by=request.member)
            return redirect(url_in(request.collaborative, "metrics:import", pk=upload.pk))
    own = query_of(request, team) if team else ""
    context = {
        "team": team,
        "team_form": team_form(request, team) if team else None,
        "back_query": own,
        "query": f"?team={team.pk}" if team else f"?team={EVERYBODY}",
        "all_query": f"?team={EVERYBODY}",
        "form": form,
        "may_bring_in": may_bring_in,
        "may_take_all": rules.may_take_along(request.member, None),
        "is_coded": team is None and request.member.is_observer,
        "has_groups": rules.sees_small_groups(request.member, team),
        "imports": imports_visible_to(request.member)[:IMPORTS_SHOWN],
    }
    return render(request, "metrics/files.html", context)


@require_GET
def sheet(request: CollaborativeRequest, kind: str) -> HttpResponse:
    """Send the sheet to fill in."""
    team = _team_or_all(request)
    if not rules.may_bring_in(request.member, team):
        raise PermissionDenied
    return _file(kind, _("numbers to fill in"), rows_to_fill_in(request.member, team))


@require_GET
def take_along(request: CollaborativeRequest, kind: str) -> HttpResponse:
    """Send every number that this person may take along."""
    team = _team_or_all(request)
    if not rules.may_take_along(request.member, team):
        raise PermissionDenied
    return _file(kind, _("numbers"), list(rows_to_take_along(request.member, team)))


def _team_or_all(request: CollaborativeRequest) -> CoreTeam | None:
    """Return the chosen team; None for all teams: for whoever names them or has no team."""
    if request.GET.get("team") == EVERYBODY:
        return None
    return chosen_team(request)


def _file(kind: str, name: str, rows: list[list[Cell]]) -> HttpResponse:
    if kind not in TYPES:
        raise Http404
    response = HttpResponse(write_table(kind, header(), rows), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name.replace(" ", "-")}.{kind}"'
    return response
