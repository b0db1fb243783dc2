"""The card of a room: a page to print, and the buttons that make, renew and stop it."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bsc.accounts.qr import qr_svg
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.languages import offered_codes
from metrics.services.rooms import live_card, make_card, renew_card, revoke_card
from metrics.views.room import managed_room


@require_GET
def card(request: CollaborativeRequest, classroom: int) -> HttpResponse:
    """Show the card that works, half a page, to print and put on the wall."""
    room, team = managed_room(request, classroom)
    found = live_card(team, room)
    code = found.code if found else ""
    link = settings.SITE_URL + reverse("room:door", kwargs={"code": code}) if code else ""
    return render(
        request,
        "metrics/room_card.html",
        {
            "team": team,
            "room": room,
            "card": found,
            "code": code,
            "link": link,
            "qr": qr_svg(link, title=_("Opens the counters of this room")) if link else "",
            "languages": offered_codes(request.collaborative),
        },
    )


@require_POST
def change(request: CollaborativeRequest, classroom: int) -> HttpResponse:
    """Make the card (``make``), make a new one for it (``renew``), or stop it (``revoke``)."""
    room, team = managed_room(request, classroom)
    wanted = request.POST.get("do")
    if wanted not in {"make", "renew", "revoke"} or (room.is_closed and wanted != "revoke"):
        raise Http404
    if wanted == "revoke":
        revoke_card(team=team, room=room, by=request.member)
        messages.success(request, _("The card does not work any more."))
        return redirect(url_in(request.collaborative, "metrics:room", classroom=room.pk))
    if wanted == "renew":
        renew_card(team=team, room=room, by=request.member)
        messages.success(request, _("Here is the new card. The old one does not work any more."))
    else:
        make_card(team=team, room=room, by=request.member)
    return redirect(url_in(request.collaborative, "metrics:room_card", classroom=room.pk))
