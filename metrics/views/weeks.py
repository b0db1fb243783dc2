"""Writing down the last weeks."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboratives.http import CollaborativeRequest, url_in
from metrics import rules
from metrics.forms.weeks import WeeksForm
from metrics.queries import metrics_in_use
from metrics.services import save_weeks
from metrics.views.choice import query_of, team_form, team_or_404
from metrics.views.numbers import name_of
from metrics.weeks import week_sheet


@require_http_methods(["GET", "POST"])
def weeks(request: CollaborativeRequest) -> HttpResponse:
    """Show the sheet; on POST keep what changed, or show it again with what is to be said."""
    team = team_or_404(request)
    if not rules.may_enter(request.member, team):
        raise PermissionDenied
    sheet = week_sheet(team, list(metrics_in_use()))
    form = WeeksForm(request.POST if request.method == "POST" else None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data.get("why", "")
        written = save_weeks(team=team, by=request.member, entries=form.entries, why=why)
        if written:
            messages.success(request, _("Saved. Thank you for counting."))
        else:
            messages.info(request, _("Nothing had changed, so nothing was saved."))
        address = url_in(request.collaborative, "metrics:list")
        return redirect(address + query_of(request, team))
    return render(
        request,
        "metrics/weeks.html",
        {
            "team": team,
            "team_form": team_form(request, team),
            "query": query_of(request, team),
            "form": form,
            "blocks": [(block, name_of(block.metric, request.member)) for block in form.blocks],
            "on_behalf": team.pk not in request.member.team_ids,
        },
    )
