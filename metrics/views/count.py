"""Counting on a phone as a member of the team: which room, which counter, and both counters."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboratives.http import CollaborativeRequest, url_in
from metrics import phones, rules
from metrics.counters import counters_of, own_rooms, rooms_of, rooms_reached_by, team_of
from metrics.views.batches import take_taps
from metrics.views.choice import query_of, team_form, team_or_404
from metrics.views.counting import Place, behaviours_page, families_page, links_of


@require_GET
def count(request: CollaborativeRequest) -> HttpResponse:
    """Choose a room and a counter; ``?room=`` is the room that was counted in last."""
    team = team_or_404(request)
    if not rules.may_count(request.member, team):
        raise PermissionDenied
    own = own_rooms(request.member, team)
    rooms = sorted(rooms_of(team), key=lambda room: room.pk not in own)
    asked = [room for room in rooms if str(room.pk) == request.GET.get("room")]
    likely = asked or [room for room in rooms if room.pk in own] or rooms
    chosen = likely[0] if len(likely) == 1 else None
    links = links_of(place_of(request, chosen.pk)) if chosen else []
    return render(
        request,
        "metrics/count.html",
        {
            "team": team,
            "team_form": team_form(request, team),
            "query": query_of(request, team),
            "chosen": chosen,
            "links": links,
            "others": [(room, room.pk in own) for room in rooms if room != chosen],
            "has_counters": links or counters_of(team, request.collaborative.today()),
            "may_manage": rules.may_manage_rooms(request.member, team),
        },
    )


@require_http_methods(["GET", "POST"])
def families(request: CollaborativeRequest, classroom: int) -> HttpResponse:
    """Tap the numbers of the families that were reached this week."""
    return families_page(request, _open_place(request, classroom))


@require_http_methods(["GET", "POST"])
def behaviours(request: CollaborativeRequest, classroom: int) -> HttpResponse:
    """Watch a room for a while and count what is seen."""
    return behaviours_page(request, _open_place(request, classroom))


@require_POST
def taps(request: CollaborativeRequest, classroom: int) -> HttpResponse:
    """Take in what a member's phone has kept; also for a room that was closed meanwhile."""
    owners = phones.member_keys(request.member)
    return take_taps(request, owners, lambda: place_of(request, classroom))


def place_of(request: CollaborativeRequest, classroom: int) -> Place:
    """Return the room as a member counts in it: 404 for another center's, 403 for onlookers.

    A phone that somebody shares with others keeps no pages, so that nobody finds them there.
    """
    room = get_object_or_404(rooms_reached_by(request.member), pk=classroom)
    team = team_of(request.member, room)
    if team is None:
        raise Http404
    if not rules.may_count(request.member, team):
        raise PermissionDenied
    here = request.collaborative
    return Place(
        team=team,
        room=room,
        owner=phones.member_key(request.member),
        home=f"{url_in(here, 'metrics:count')}?team={team.pk}&room={room.pk}",
        families=url_in(here, "metrics:families", classroom=room.pk),
        behaviours=url_in(here, "metrics:behaviours", classroom=room.pk),
        taps=url_in(here, "metrics:taps", classroom=room.pk),
        by_card=False,
        keeps=not request.session.get_expire_at_browser_close(),
    )


def _open_place(request: CollaborativeRequest, classroom: int) -> Place:
    place = place_of(request, classroom)
    if place.room.is_closed:
        raise Http404
    return place
