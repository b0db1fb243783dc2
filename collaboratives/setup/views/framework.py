"""The second step: which change framework."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bsc.accounts.http import sent
from collaboratives.framework.models import ChangeFramework
from collaboratives.framework.queries import current_release
from collaboratives.framework.services import FrameworkAlreadyLoadedError, read_data
from collaboratives.setup.enums import SetUpStep
from collaboratives.setup.forms.choices import FrameworkForm
from collaboratives.setup.http import SetUpRequest, place_of
from collaboratives.setup.place import Place
from collaboratives.setup.queries import frameworks_to_copy
from collaboratives.setup.services import choose_framework, hand_of
from collaboratives.setup.services.frameworks import is_filled
from collaboratives.setup.views.stepping import BACK, frame, go_back, go_on, take_up, wants

STEP = SetUpStep.FRAMEWORK


@require_http_methods(["GET", "POST"])
def framework(request: SetUpRequest) -> HttpResponse:
    """Offer what one may begin with; what stands is named and left alone."""
    place = place_of(request)
    if place.is_read_only and request.method == "POST":
        raise PermissionDenied
    if wants(request, BACK):
        return go_back(request, place, STEP)
    standing = ChangeFramework.objects.filter(collaborative=place.collaborative).first()
    context: dict[str, Any] = frame(place, STEP) | {"standing": standing}
    if is_filled(standing):
        if request.method == "POST":
            return go_on(request, place, STEP)
        context["release"] = current_release()
        return render(request, "setup/framework.html", context)
    form = FrameworkForm(
        sent(request),
        copyable=frameworks_to_copy(place.collaborative, place.member),
        example=read_data()["name"],
        is_begun=standing is not None,
    )
    take_up(request, place, STEP, form)
    if standing is not None and request.method == "POST" and not request.POST.get("choice"):
        return go_on(request, place, STEP)
    if request.method == "POST" and form.is_valid():
        _choose(request, place, form)
        return go_on(request, place, STEP)
    return render(request, "setup/framework.html", context | {"form": form})


def _choose(request: SetUpRequest, place: Place, form: FrameworkForm) -> None:
    """Load it; where somebody else was first, say so: theirs stands."""
    by = place.member or hand_of(collaborative=place.collaborative, user=place.user)
    try:
        choose_framework(
            collaborative=place.collaborative,
            choice=form.cleaned_data["choice"],
            source=form.source,
            by=by,
        )
    except FrameworkAlreadyLoadedError:
        messages.warning(request, _("Somebody chose a framework before you. It is left as it is."))
