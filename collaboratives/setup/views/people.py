"""The fifth step: centers that take part, and invitations."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from bsc.accounts.http import sent
from collaboratives.enums import Role
from collaboratives.models import Membership
from collaboratives.queries import teams
from collaboratives.services import cancel_invitation
from collaboratives.setup.enums import SetUpStep
from collaboratives.setup.forms.people import CentersForm, InvitationForm
from collaboratives.setup.http import SetUpRequest, place_of
from collaboratives.setup.place import Place
from collaboratives.setup.queries import invited, is_on_the_team
from collaboratives.setup.rules import may_invite_outside
from collaboratives.setup.services import add_centers, hand_of, invite, join_the_team
from collaboratives.setup.services.people import OFFERED
from collaboratives.setup.views.stepping import (
    BACK,
    forget,
    frame,
    go_back,
    go_on,
    take_up,
    wants,
)

STEP = SetUpStep.PEOPLE
MORE = "more"
PERSON = ("role", "name", "email")  # typing one of them means that somebody is to be invited


@require_http_methods(["GET", "POST"])
def people(request: SetUpRequest) -> HttpResponse:
    """Take names of centers and one invitation after the other, as many as are wanted."""
    place = place_of(request)
    if wants(request, BACK):
        return go_back(request, place, STEP)
    core_teams, is_planner = list(teams()), is_on_the_team(place.user)
    may_join = place.is_outside and place.is_walking and not is_planner
    centers = CentersForm(sent(request), may_join=may_join)
    has_person = any(request.POST.get(name, "").strip() for name in PERSON)
    invitation = InvitationForm(
        request.POST if has_person else None, roles=_roles(place), teams=core_teams
    )
    take_up(request, place, STEP, centers, invitation)
    if request.method == "POST" and _save(request, place, centers, invitation):
        if not wants(request, MORE):
            return go_on(request, place, STEP)
        forget(request, place, STEP)
        return redirect(place.url("people"))
    context: dict[str, Any] = frame(place, STEP) | {
        "centers": centers,
        "invitation": invitation,
        "teams": core_teams,
        "invited": invited(place.collaborative, place.user, place.member),
        "is_planner": is_planner,
    }
    return render(request, "setup/people.html", context)


def _roles(place: Place) -> list[Role]:
    """Return what somebody can be invited as from here."""
    return [
        role
        for role in OFFERED
        if not place.is_outside or may_invite_outside(place.collaborative, role)
    ]


def _save(
    request: SetUpRequest, place: Place, centers: CentersForm, invitation: InvitationForm
) -> bool:
    """Save what is filled in, all or nothing; return whether that went well."""
    wrong = [form for form in (centers, invitation) if form.is_bound and not form.is_valid()]
    if wrong:
        return False
    by = place.member or hand_of(collaborative=place.collaborative, user=place.user)
    try:
        with transaction.atomic():
            if centers.cleaned_data.get("join"):
                join_the_team(collaborative=place.collaborative, user=place.user)
                said = _("You are on the implementation team. Everybody in it can see that.")
                messages.success(request, said)
            if centers.cleaned_data["names"]:
                _add(request, place, centers, by)
            if invitation.is_bound:
                _invite(request, place, invitation, by)
    except ValidationError as error:
        if not invitation.is_bound:
            raise  # a second click is the middleware's to try again
        invitation.add_error(None, error)
        return False
    return True


def _add(request: SetUpRequest, place: Place, form: CentersForm, by: Membership) -> None:
    names = form.cleaned_data["names"]
    added = add_centers(collaborative=place.collaborative, names=names, by=by)
    count = len(added.joined)
    said = ngettext("%(count)s center takes part now.", "%(count)s centers take part now.", count)
    messages.success(request, said % {"count": count})
    if added.known:
        said = _("These took part already: %(names)s.")
        messages.info(request, said % {"names": ", ".join(added.known)})


def _invite(request: SetUpRequest, place: Place, form: InvitationForm, by: Membership) -> None:
    given = form.cleaned_data
    row, is_new = invite(
        collaborative=place.collaborative,
        by=by,
        outside=place.is_outside,
        role=given["role"],
        team=form.chosen_team,
        name=given["name"],
        email=given["email"],
        language=given["language"],
    )
    said = _("%(email)s is invited.") if is_new else _("%(email)s was invited before.")
    messages.success(request, said % {"email": row.email})


@require_POST
def cancel(request: SetUpRequest, pk: int) -> HttpResponse:
    """Let an admin take back an invitation they made; its link no longer works."""
    place = place_of(request)
    row = get_object_or_404(invited(place.collaborative, place.user, place.member).rows, pk=pk)
    cancel_invitation(invitation=row, by=request.user)
    messages.success(request, _("The invitation is cancelled. Its link no longer works."))
    return redirect(place.url("people"))
