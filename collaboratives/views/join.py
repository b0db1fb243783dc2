"""``/j/<code>/``: three short screens from an invitation to home.

A GET looks and never joins: mail programs open links. Whoever is signed in sees one button
instead. An address is proven by a code before it becomes, or opens, an account, so nobody takes
over somebody's account by typing their address, and nobody learns who has one.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bsc.accounts import codes
from bsc.accounts.forms import ProofForm
from bsc.accounts.http import (
    count_wrong_code,
    sent,
    sign_in_by_address,
    sign_in_by_card,
    too_many_wrong_codes,
)
from bsc.accounts.models import User
from bsc.accounts.proof import Answer, address_asked, check_proof, send_proof
from bsc.tenancy.doors import find_by_code, inside
from collaboratives.forms import ConfirmJoinForm, JoinForm
from collaboratives.http import url_in
from collaboratives.languages import offered
from collaboratives.models import Invitation, Membership
from collaboratives.models.invitations import PURPOSE
from collaboratives.queries import roles_held_today
from collaboratives.services import InvitationClosed, accept_invitation, join_as_new_person

STATE = "join"
PROOF = "proof_on_joining"
View = Callable[[HttpRequest, Invitation], HttpResponse]


def with_invitation(view: View) -> Callable[..., HttpResponse]:
    """Look the code up, open its collaborative, and hand the open invitation to the view."""

    @wraps(view)
    def run(request: HttpRequest, code: str) -> HttpResponse:
        if too_many_wrong_codes(request, "join"):
            return render(request, "accounts/wait.html", status=429)
        found = find_invitation(code)
        if found is None:
            count_wrong_code(request, "join")
            return render(request, "join/unknown.html", status=404)
        with inside(found.collaborative), timezone.override(found.collaborative.zone):
            invitation = Invitation.objects.select_related(
                "collaborative__organization", "team", "invited_by__user"
            ).get(pk=found.pk)
            if not invitation.is_open:
                return _closed(request, invitation)
            return view(request, invitation)

    return login_not_required(never_cache(run))


def find_invitation(code: str) -> Invitation | None:
    """Return the invitation of a code, in whatever collaborative and state, or None."""
    for fingerprint in codes.fingerprints(PURPOSE, code):
        found = find_by_code(Invitation, code_hash=fingerprint)
        if found:
            return found
    return None


@with_invitation
@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """First screen: the language. For somebody signed in: the button that adds the role."""
    if request.user.is_authenticated:
        return _confirm(request, invitation)
    choices = dict(offered(invitation.collaborative, kept=invitation.language))
    if request.method == "POST" and request.POST.get("language") in choices:
        chosen = request.POST["language"]
        _keep(request, invitation, language=chosen)
        response = redirect("join:about", code=invitation.code)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, samesite="Lax")
        return response
    shown = _state(request, invitation).get("language", invitation.language)
    with translation.override(shown):
        context = {"invitation": invitation, "languages": list(choices.items()), "shown": shown}
        return render(request, "join/language.html", context)


@with_invitation
@require_http_methods(["GET"])
def about(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Second screen: who invites to what, and how much time it takes."""
    if request.user.is_authenticated:
        return redirect("join:language", code=invitation.code)
    return render(request, "join/about.html", {"invitation": invitation})


@with_invitation
@require_http_methods(["GET", "POST"])
def you(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Third screen: a name and a contact, or the name only."""
    if request.user.is_authenticated:
        return redirect("join:language", code=invitation.code)
    form = JoinForm(sent(request), bound_to=invitation.email, initial=_state(request, invitation))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        _keep(request, invitation, **given)
        if given["email"]:
            send_proof(request.session, PROOF, given["email"])
            return redirect("join:prove", code=invitation.code)
        return _join_new(request, invitation)
    context = {"invitation": invitation, "form": form, "address": _masked(invitation.email)}
    return render(request, "join/you.html", context)


@with_invitation
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The code from the mail. Who has an account is signed in to it; others join now."""
    state = _state(request, invitation)
    if request.user.is_authenticated or not state.get("email"):
        return redirect("join:language", code=invitation.code)
    if "name_only" in request.POST and not invitation.email:
        _keep(request, invitation, email="")
        return _join_new(request, invitation)
    form = ProofForm(sent(request))
    if request.method == "POST" and form.is_valid():
        answer = check_proof(request.session, PROOF, form.cleaned_data["code"])
        if answer is Answer.RIGHT:
            return _proven(request, invitation, state["email"])
        if answer is Answer.WRONG:
            form.add_error("code", _("This is not the code we sent. Check it and try again."))
    waits = bool(address_asked(request.session, PROOF))
    context = {"invitation": invitation, "form": form, "waits": waits, "email": state["email"]}
    return render(request, "join/prove.html", context)


def _proven(request: HttpRequest, invitation: Invitation, email: str) -> HttpResponse:
    known = User.objects.filter(email=email).first()
    if known is None:
        return _join_new(request, invitation)
    here = reverse("join:language", kwargs={"code": invitation.code})
    return sign_in_by_address(request, known, next_url=here)


def _join_new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Make the account, sign it in, and lead home, or to the card of who has no address."""
    state = _state(request, invitation)
    try:
        member = join_as_new_person(
            invitation=invitation,
            name=state["name"],
            language=translation.get_language() or invitation.language,
            token=uuid.UUID(state["token"]),
            email=state["email"],
            phone=state["phone"],
            photos_welcome=state["photos_welcome"],
        )
    except InvitationClosed:
        return _closed(request, Invitation.objects.get(pk=invitation.pk))
    except ValidationError:
        # The address became an account this very moment: its owner proves it once more.
        return redirect("join:you", code=invitation.code)
    request.session.pop(STATE, None)
    sign_in_by_card(request, member.user, shared=state["shared"])
    if not member.user.email:
        return redirect("me_card")
    return redirect(url_in(invitation.collaborative, "home:home"))


def _confirm(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Show one button to somebody signed in; the POST adds the role."""
    person = cast(User, request.user)
    home = url_in(invitation.collaborative, "home:home")
    member = Membership.objects.filter(user=person).first()
    held = roles_held_today().filter(membership=member, role=invitation.role, team=invitation.team)
    context: dict[str, Any] = {"invitation": invitation, "person": person, "home": home}
    if invitation.email and invitation.email != person.email:
        return render(request, "join/other_address.html", context, status=403)
    if member and held.exists():
        return render(request, "join/already.html", context)
    form = ConfirmJoinForm(sent(request))
    if request.method == "POST" and form.is_valid():
        photos = None if member else form.cleaned_data["photos_welcome"]
        try:
            accept_invitation(
                invitation=invitation, user=person, token=uuid.uuid4(), photos_welcome=photos
            )
        except InvitationClosed:
            return _closed(request, Invitation.objects.get(pk=invitation.pk))
        except PermissionDenied:
            return render(request, "join/other_address.html", context, status=403)
        return redirect(home)
    return render(request, "join/confirm.html", context | {"form": form, "is_new": member is None})


def _closed(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Say kindly that it is over, and whom to ask."""
    is_member = (
        request.user.is_authenticated
        and roles_held_today().filter(membership__user=request.user.pk).exists()
    )
    home = url_in(invitation.collaborative, "home:home") if is_member else ""
    inviter = Membership.objects.select_related("user").get(pk=invitation.invited_by_id)
    context = {"invitation": invitation, "inviter": inviter.user, "home": home}
    return render(request, "join/closed.html", context, status=410)


def _state(request: HttpRequest, invitation: Invitation) -> dict[str, Any]:
    """Return what was said on earlier screens of this very invitation."""
    state: dict[str, Any] = request.session.get(STATE, {})
    return state if state.get("invitation") == invitation.pk else {}


def _keep(request: HttpRequest, invitation: Invitation, **said: Any) -> None:
    state = _state(request, invitation)
    state = {"invitation": invitation.pk, "token": str(uuid.uuid4())} | state | said
    request.session[STATE] = state


def _masked(email: str) -> str:
    """Return an address so that its owner knows it and others learn little."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}" if email else ""
