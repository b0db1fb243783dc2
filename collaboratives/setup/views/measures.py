"""The fourth step: what all teams will count."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from bsc.accounts.http import sent
from collaboratives.setup.enums import SetUpStep
from collaboratives.setup.forms.choices import MeasuresForm
from collaboratives.setup.http import SetUpRequest, place_of
from collaboratives.setup.parts import offered_measures
from collaboratives.setup.services import hand_of, take_measures
from collaboratives.setup.views.stepping import BACK, frame, go_back, go_on, take_up, wants

STEP = SetUpStep.MEASURES


@require_http_methods(["GET", "POST"])
def measures(request: SetUpRequest) -> HttpResponse:
    """Offer the example's measures by name; none ticked means later."""
    place = place_of(request)
    if place.is_read_only and request.method == "POST":
        raise PermissionDenied
    if wants(request, BACK):
        return go_back(request, place, STEP)
    offered = offered_measures(place.collaborative)
    form = MeasuresForm(sent(request), measures=offered)
    take_up(request, place, STEP, form)
    if request.method == "POST" and form.is_valid():
        by = place.member or hand_of(collaborative=place.collaborative, user=place.user)
        take_measures(collaborative=place.collaborative, keys=form.cleaned_data["keys"], by=by)
        return go_on(request, place, STEP)
    context = frame(place, STEP) | {
        "form": form,
        "standing": [one for one in offered if one.stands],
        "is_more": any(not one.stands for one in offered),
    }
    return render(request, "setup/measures.html", context)
