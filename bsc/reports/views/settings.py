"""On which paper and in which languages reports are made."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bsc.reports import rules
from bsc.reports.forms import SettingsForm
from bsc.reports.queries import settings_of
from bsc.reports.services.settings import save_settings
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.languages import offered


@require_http_methods(["GET", "POST"])
def report_settings(request: CollaborativeRequest) -> HttpResponse:
    """Show and change them."""
    if not rules.may_change_settings(request.member):
        raise PermissionDenied
    chosen = settings_of(request.collaborative)
    form = SettingsForm(
        request.POST if request.method == "POST" else None,
        offered=offered(request.collaborative),
        initial={"paper": chosen.paper, "languages": chosen.languages},
    )
    if request.method == "POST" and form.is_valid():
        save_settings(
            collaborative=request.collaborative,
            paper=form.cleaned_data["paper"],
            languages=form.cleaned_data["languages"],
            by=request.member,
        )
        messages.success(request, _("Saved. It holds for the reports made from now on."))
        return redirect(url_in(request.collaborative, "reports:list"))
    return render(request, "reports/settings.html", {"form": form})
