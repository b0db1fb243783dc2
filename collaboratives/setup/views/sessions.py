"""The third step: Pre-Work Day, Learning Sessions, and the standing times of calls."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bsc.accounts.http import sent
from collaboratives.models import Membership
from collaboratives.schedule.moving import EventWish, propose
from collaboratives.schedule.words import place_of as clock_of
from collaboratives.setup.enums import SetUpStep
from collaboratives.setup.forms.sessions import SessionsForm
from collaboratives.setup.http import SetUpRequest, place_of
from collaboratives.setup.place import Place
from collaboratives.setup.queries import implementation_team, sessions_planned
from collaboratives.setup.services import hand_of, plan_calls, plan_sessions
from collaboratives.setup.views.stepping import (
    BACK,
    LOOK,
    frame,
    go_back,
    go_on,
    take_up,
    wants,
)

STEP = SetUpStep.SESSIONS


@require_http_methods(["GET", "POST"])
def sessions(request: SetUpRequest) -> HttpResponse:
    """Ask for the dates; an admin outside sets them until the set-up is finished."""
    place = place_of(request)
    context: dict[str, Any] = frame(place, STEP) | {
        "clock": clock_of(place.collaborative.time_zone)
    }
    if place.is_outside and not place.is_walking:
        return render(request, "setup/sessions_standing.html", context | _told(place))
    if wants(request, BACK):
        return go_back(request, place, STEP)
    form = SessionsForm(sent(request), collaborative=place.collaborative)
    take_up(request, place, STEP, form)
    context |= {"form": form, "others": []}
    if wants(request, LOOK) and request.htmx:
        return render(request, "setup/sessions.html#calls", context | {"calls": form.preview()})
    if request.method == "POST" and form.is_valid() and not wants(request, LOOK):
        context["others"] = form.meanwhile()
        saved = None if context["others"] else _save(request, place, form)
        if saved is not None:
            return saved
    return render(request, "setup/sessions.html", context | {"calls": form.preview()})


def _told(place: Place) -> dict[str, Any]:
    """Return the dates, and who may move them, for an admin who no longer does."""
    return {
        "events": sessions_planned(place.collaborative),
        "whom_to_ask": implementation_team(),
    }


def _save(request: SetUpRequest, place: Place, form: SessionsForm) -> HttpResponse | None:
    by = place.member or hand_of(collaborative=place.collaborative, user=place.user)
    try:
        wishes = _plan(place, form, by)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    done = go_on(request, place, STEP)
    if not wishes or place.member is None:
        return done
    return redirect(propose(collaborative=place.collaborative, by=place.member, wishes=wishes))


@transaction.atomic
def _plan(place: Place, form: SessionsForm, by: Membership) -> list[EventWish]:
    """Plan sessions and calls together, or neither."""
    wishes = plan_sessions(collaborative=place.collaborative, sessions=form.sessions(), by=by)
    plan_calls(collaborative=place.collaborative, words=form.words(), by=by)
    return wishes
