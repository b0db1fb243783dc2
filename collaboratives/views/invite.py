"""Inviting: the form, the pending list, and one invitation as link, message, QR and card."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bsc.accounts.http import sent
from bsc.accounts.qr import qr_svg
from collaboratives.enums import Role
from collaboratives.forms import InviteForm
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.languages import offered, second_language
from collaboratives.models import Invitation
from collaboratives.queries import invitations_visible_to, still_waiting, teams
from collaboratives.rules import may_change_invitation, may_invite_anybody
from collaboratives.services import (
    cancel_invitation,
    create_invitation,
    join_link,
    renew_invitation,
)
from collaboratives.wording import message_to_paste

A_PAGE = 25


@require_http_methods(["GET", "POST"])
def invite(request: CollaborativeRequest) -> HttpResponse:
    """Make an invitation; a role or team that is not theirs to give is refused."""
    if not may_invite_anybody(request.member):
        raise PermissionDenied
    asked = {key: request.GET[key] for key in ("role", "team") if key in request.GET}
    form = InviteForm(
        sent(request),
        member=request.member,
        teams=teams(),
        languages=offered(request.collaborative, kept=request.user.language),
        initial={"role": Role.FAMILY, "language": request.user.language, **asked},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = create_invitation(
                invited_by=request.member,
                role=given["role"],
                team=form.chosen_team,
                language=given["language"],
                email=given["email"],
                name_hint=given["name_hint"],
                max_uses=given["max_uses"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(url_in(request.collaborative, "collaboratives:invitation", pk=made.pk))
    return render(request, "collaboratives/invite.html", {"form": form})


@require_GET
def invitations(request: CollaborativeRequest) -> HttpResponse:
    """List who has not come yet, with what can be done about it."""
    if not may_invite_anybody(request.member):
        raise PermissionDenied
    rows = still_waiting(invitations_visible_to(request.member))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "collaboratives/invitations.html", {"page": page})


@require_GET
def invitation(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Show link, message to paste and QR code."""
    row = _changeable(request, pk)
    return render(request, "collaboratives/invitation.html", _shared(row))


@require_GET
def invitation_print(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Show the card for paper: the invitation's language, and another that is offered."""
    row = _changeable(request, pk)
    second = second_language(request.collaborative, row.language)
    context = _shared(row) | {"card_languages": [row.language, *([second] if second else [])]}
    return render(request, "collaboratives/invitation_print.html", context)


@require_POST
def invitation_renew(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Open it for another 30 days, and mail it again where there is an address."""
    row = _changeable(request, pk)
    try:
        renew_invitation(invitation=row, by=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        done = _("Sent again.") if row.email else _("It works for another 30 days.")
        messages.success(request, done)
    return redirect(url_in(request.collaborative, "collaboratives:invitations"))


@require_POST
def invitation_cancel(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Stop it; who joined with it stays."""
    cancel_invitation(invitation=_changeable(request, pk), by=request.user)
    messages.success(request, _("The invitation is cancelled. Its link no longer works."))
    return redirect(url_in(request.collaborative, "collaboratives:invitations"))


def _changeable(request: CollaborativeRequest, pk: int) -> Invitation:
    row = get_object_or_404(
        invitations_visible_to(request.member).select_related("collaborative"), pk=pk
    )
    if not may_change_invitation(request.member, row):
        raise PermissionDenied
    return row


def _shared(row: Invitation) -> dict[str, Any]:
    """Return what every form of the invitation shows."""
    link = join_link(row) if row.code else ""
    with translation.override(row.language):
        message = message_to_paste(row, link)
    return {
        "invitation": row,
        "link": link,
        "message": message,
        "qr": qr_svg(link, title=_("Link to join")) if link else "",
    }
