"""``/r/<code>/``: a room's card opens the two counters of that room, and nothing else.

The code stands in the address only as long as a phone's camera needs it: it is exchanged at once
for a signed cookie that is sent to this room's own addresses only. A code that is wrong and a card
that was revoked get the same answer.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bsc.accounts import codes
from bsc.accounts.http import count_wrong_code, too_many_wrong_codes
from bsc.tenancy.doors import find_by_code, inside
from centers.models import CoreTeam
from metrics import phones
from metrics.models import RoomCard
from metrics.models.collecting import ROOM_CARD
from metrics.views.batches import answer, take_taps
from metrics.views.counting import Place, behaviours_page, families_page, frame, links_of

COOKIE, SALT = "room_card", "metrics.room_card"
# Renewed with every page, so a room that counts each week never scans twice.
KEPT = 60 * 24 * 3600

View = Callable[[HttpRequest, Place], HttpResponse]


@login_not_required
@never_cache
@require_GET
def door(request: HttpRequest, code: str) -> HttpResponse:
    """Exchange the code of a card for a cookie of its room, and go where no code is shown."""
    if too_many_wrong_codes(request, "room"):
        return _hidden(render(request, "accounts/wait.html", status=429))
    card = next(
        (
            card
            for fingerprint in codes.fingerprints(ROOM_CARD, code)
            if (card := _live(fingerprint)) is not None
        ),
        None,
    )
    if card is None:
        count_wrong_code(request, "room")
        return _unknown(request)
    key = phones.room_key(card.team, card.classroom)
    return _remember(redirect("room:room", key=key), card, key)


def with_card(view: View) -> Callable[..., HttpResponse]:
    """Open the room whose card this phone holds, and hand the place to the view."""

    @wraps(view)
    def run(request: HttpRequest, key: str) -> HttpResponse:
        held = request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=KEPT)
        card = _live(held) if held else None
        if card is None:
            return _ended(request)
        with inside(card.collaborative), timezone.override(card.collaborative.zone):
            place = _place(card)
            if key not in phones.room_keys(card.team, card.classroom):
                return _ended(request)
            return _remember(view(request, place), card, key)

    return login_not_required(never_cache(run))


@with_card
@require_GET
def room(request: HttpRequest, place: Place) -> HttpResponse:
    """Choose one of the room's counters."""
    return render(request, "metrics/card_room.html", frame(place) | {"links": links_of(place)})


@with_card
@require_http_methods(["GET", "POST"])
def families(request: HttpRequest, place: Place) -> HttpResponse:
    """Tap the numbers of the families that were reached this week."""
    return families_page(request, place)


@with_card
@require_http_methods(["GET", "POST"])
def behaviours(request: HttpRequest, place: Place) -> HttpResponse:
    """Watch a room for a while and count what is seen."""
    return behaviours_page(request, place)


@with_card
@require_POST
def taps(request: HttpRequest, place: Place) -> HttpResponse:
    """Take in what a phone has kept that holds the room's card."""
    owners = phones.room_keys(place.team, place.room)
    return take_taps(request, owners, lambda: place)


def _live(fingerprint: str) -> RoomCard | None:
    """Return the card with this fingerprint if it works today, with its team and room."""
    found = find_by_code(RoomCard, code_hash=fingerprint)
    if found is None:
        return None
    with inside(found.collaborative):
        cards = RoomCard.objects.select_related(
            "collaborative__organization", "organization", "classroom", "team__collaborative",
            "team__organization",
        )  # fmt: skip
        return (
            cards.filter(pk=found.pk, revoked_at=None, classroom__is_closed=False)
            .exclude(team__status=CoreTeam.Status.LEFT)
            .first()
        )


def _place(card: RoomCard) -> Place:
    key = phones.room_key(card.team, card.classroom)
    return Place(
        team=card.team,
        room=card.classroom,
        owner=key,
        home=reverse("room:room", kwargs={"key": key}),
        families=reverse("room:families", kwargs={"key": key}),
        behaviours=reverse("room:behaviours", kwargs={"key": key}),
        taps=reverse("room:taps", kwargs={"key": key}),
        by_card=True,
        keeps=True,
    )


def _remember(response: HttpResponse, card: RoomCard, key: str) -> HttpResponse:
    response.set_signed_cookie(
        COOKIE,
        card.code_hash,
        salt=SALT,
        max_age=KEPT,
        path=reverse("room:room", kwargs={"key": key}),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return _hidden(response)


def _ended(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and request.path.endswith("/taps/"):
        return _hidden(answer({"problem": "card_ended"}, status=404))
    return _unknown(request)


def _unknown(request: HttpRequest) -> HttpResponse:
    return _hidden(render(request, "metrics/card_unknown.html", {"account_url": ""}, status=404))


def _hidden(response: HttpResponse) -> HttpResponse:
    """Keep search engines out."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
