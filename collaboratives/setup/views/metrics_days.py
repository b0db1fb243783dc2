"""When the numbers are due, until when they can be sent, when the reports are made."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bsc.accounts.http import sent
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.forms import reopen
from collaboratives.setup.enums import SettingsPart
from collaboratives.setup.forms.settings import MetricsDaysForm
from collaboratives.setup.metrics_days import consequences
from collaboratives.setup.services.keeping import change_settings
from collaboratives.setup.views.settings import refuse_others, say_saved


@require_http_methods(["GET", "POST"])
def metrics_days(request: CollaborativeRequest) -> HttpResponse:
    """Show the days; a change is saved once its consequences were looked at."""
    refuse_others(request)
    form = MetricsDaysForm(sent(request), collaborative=request.collaborative)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        context["others"] = form.meanwhile()
        looked_at = form.cleaned_data["confirmed"] == form.as_looked_at
        if not context["others"] and (looked_at or form.state == form.standing):
            changed = change_settings(
                collaborative=request.collaborative,
                part=SettingsPart.METRICS_DAYS,
                state=form.state,
                by=request.member,
            )
            say_saved(request, changed=changed is not None)
            return redirect(url_in(request.collaborative, "setup:settings"))
        reopen(form, confirmed=form.as_looked_at)
        context["consequences"] = consequences(request.collaborative, form.state)
    return render(request, "setup/metrics_days.html", context)
