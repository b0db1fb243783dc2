"""The hours in which nobody of the collaborative gets reminders."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bsc.accounts.forms import COMMON_ZONES
from bsc.accounts.http import sent
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.setup.enums import SettingsPart
from collaboratives.setup.forms.settings import QuietHoursForm
from collaboratives.setup.services.keeping import change_settings
from collaboratives.setup.views.settings import refuse_others, say_saved


@require_http_methods(["GET", "POST"])
def quiet_hours(request: CollaborativeRequest) -> HttpResponse:
    """Show and change them."""
    refuse_others(request)
    form = QuietHoursForm(sent(request), collaborative=request.collaborative)
    others: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        others = form.meanwhile()
        if not others:
            changed = change_settings(
                collaborative=request.collaborative,
                part=SettingsPart.QUIET_HOURS,
                state=form.state,
                by=request.member,
            )
            say_saved(request, changed=changed is not None)
            return redirect(url_in(request.collaborative, "setup:settings"))
    name = request.collaborative.time_zone
    zone = COMMON_ZONES.get(name, name.replace("_", " "))
    context = {"form": form, "others": others, "zone": zone}
    return render(request, "setup/quiet_hours.html", context)
