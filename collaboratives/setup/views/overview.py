"""What is set up, who is invited, and each step to do again; and the end of the wizard."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from bsc.accounts.http import sent
from collaboratives.http import url_in
from collaboratives.setup.forms.finish import FinishForm
from collaboratives.setup.http import SetUpRequest, place_of
from collaboratives.setup.place import Place
from collaboratives.setup.queries import invited, is_on_the_team
from collaboratives.setup.services import finish_set_up, hand_of
from collaboratives.setup.services.finishing import Finished
from collaboratives.setup.summary import lines_of
from collaboratives.workplan.models import PlanTemplate


@require_GET
def overview(request: SetUpRequest) -> HttpResponse:
    """Show each step with what stands. For an admin outside, this is all there is to see."""
    place = place_of(request)
    return render(request, "setup/overview.html", _summary(place))


@require_http_methods(["GET", "POST"])
def finish(request: SetUpRequest) -> HttpResponse:
    """Say what will happen; the POST makes the workplan and lets the collaborative run."""
    place = place_of(request)
    if not place.is_walking:
        return redirect(_landing(place))
    form = FinishForm(sent(request), templates=PlanTemplate.objects.all())
    context = _summary(place) | {"form": form}
    if request.method == "POST" and form.is_valid():
        by = place.member or hand_of(collaborative=place.collaborative, user=place.user)
        try:
            made = finish_set_up(collaborative=place.collaborative, by=by, template=form.template)
        except ValidationError as error:
            context["refused"] = error.messages
        else:
            _tell(request, made)
            return redirect(_landing(place))
    return render(request, "setup/finish.html", context)


def _tell(request: SetUpRequest, made: Finished) -> None:
    said = ngettext(
        "It is set up. The workplan has %(count)s task.",
        "It is set up. The workplan has %(count)s tasks.",
        made.tasks,
    )
    messages.success(request, said % {"count": made.tasks})
    if made.late:
        said = ngettext(
            "%(count)s of them was due before today, because the plan begins earlier than you do. "
            "Mark it as done, or give it a later day, in the workplan.",
            "%(count)s of them were due before today, because the plan begins earlier than you "
            "do. Mark them as done, or give them later days, in the workplan.",
            made.late,
        )
        messages.warning(request, said % {"count": made.late})


def _summary(place: Place) -> dict[str, Any]:
    following = place.open_steps[0] if place.open_steps else "finish"
    return {
        "place": place,
        "next_url": place.url(following),
        "collaborative": place.collaborative,
        "lines": lines_of(place),
        "invited": invited(place.collaborative, place.user, place.member),
        "is_on_the_team": is_on_the_team(place.user),
    }


def _landing(place: Place) -> str:
    """Return where the wizard ends: this week's page for who plans, else what is set up."""
    if is_on_the_team(place.user):
        return url_in(place.collaborative, "home:home")
    return place.url()
