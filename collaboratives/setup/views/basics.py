"""The first step again: name, topic, dates, time zone and days off."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bsc.accounts.http import sent
from collaboratives.schedule.moving import propose
from collaboratives.setup.enums import SetUpStep
from collaboratives.setup.forms.basics import BasicsForm
from collaboratives.setup.http import SetUpRequest, place_of
from collaboratives.setup.place import Place
from collaboratives.setup.queries import implementation_team
from collaboratives.setup.services import change_basics, hand_of
from collaboratives.setup.views.stepping import frame, go_on, take_up

STEP = SetUpStep.BASICS


@require_http_methods(["GET", "POST"])
def basics(request: SetUpRequest) -> HttpResponse:
    """Change what stands; once it runs, other first and last days go through the preview."""
    place = place_of(request)
    form = BasicsForm(
        sent(request),
        collaborative=place.collaborative,
        outside=place.is_outside,
        country=request.GET.get("holiday_country", ""),
    )
    take_up(request, place, STEP, form)
    others: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        others = form.meanwhile()
        if not others:
            return _save(request, place, form)
    context: dict[str, Any] = frame(place, STEP) | {"form": form, "others": others}
    if not place.is_walking:
        context["whom_to_ask"] = implementation_team()
    template = "setup/basics.html" + ("#part" if request.htmx else "")
    return render(request, template, context)


def _save(request: SetUpRequest, place: Place, form: BasicsForm) -> HttpResponse:
    by = place.member or hand_of(collaborative=place.collaborative, user=place.user)
    wish = change_basics(collaborative=place.collaborative, by=by, **form.basics())
    done = go_on(request, place, STEP)
    if wish is None or place.member is None:
        return done
    return redirect(propose(collaborative=place.collaborative, by=place.member, wishes=[wish]))
