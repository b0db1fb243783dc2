"""One room: its name, who works there, its card and its paper sheets."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bsc.accounts.http import sent
from centers.models import Classroom, CoreTeam
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.queries import people_of_team
from metrics import rules
from metrics.counters import counters_of, people_in, rooms_reached_by, team_of
from metrics.forms.rooms import RoomNameForm, RoomPeopleForm
from metrics.services.rooms import add_room, choose_people, close_room, live_card, rename_room
from metrics.views.choice import query_of


@require_http_methods(["GET", "POST"])
def room(request: CollaborativeRequest, classroom: int) -> HttpResponse:
    """Show the room; on POST give it another name."""
    found, team = managed_room(request, classroom)
    form = RoomNameForm(sent(request), initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            rename_room(team=team, room=found, name=name, by=request.member)
        except ValidationError as error:
            form.add_error("name", error.message_dict["name"])
        else:
            messages.success(request, _("Saved."))
            return redirect(request.path)
    return _page(request, found, team, form=form)


@require_POST
def people(request: CollaborativeRequest, classroom: int) -> HttpResponse:
    """Say who works in the room."""
    found, team = managed_room(request, classroom)
    form = _people_form(request, found, team)
    if form.is_valid():
        choose_people(team=team, room=found, people=form.chosen, by=request.member)
        messages.success(request, _("Saved."))
        return redirect(url_in(request.collaborative, "metrics:room", classroom=found.pk))
    return _page(request, found, team, people_form=form)


@require_POST
def open_or_close(request: CollaborativeRequest, classroom: int) -> HttpResponse:
    """Close the room, or open it again with ``open`` in the form."""
    found, team = managed_room(request, classroom)
    if "open" in request.POST:
        add_room(team=team, name=found.name, by=request.member)
        messages.success(request, _("The room is open again."))
    else:
        close_room(team=team, room=found, by=request.member)
        messages.success(request, _("The room is closed. Its numbers stay."))
    return redirect(url_in(request.collaborative, "metrics:room", classroom=found.pk))


def managed_room(request: CollaborativeRequest, classroom: int) -> tuple[Classroom, CoreTeam]:
    """Return a room and its team: 404 for another center's, 403 for those who do not lead it."""
    found = get_object_or_404(rooms_reached_by(request.member), pk=classroom)
    team = team_of(request.member, found)
    if team is None:
        raise Http404
    if not rules.may_manage_rooms(request.member, team):
        raise PermissionDenied
    return found, team


def _people_form(
    request: CollaborativeRequest, found: Classroom, team: CoreTeam, *, bound: bool = True
) -> RoomPeopleForm:
    return RoomPeopleForm(
        request.POST if bound else None,
        team=list(people_of_team(team.pk)),
        chosen=people_in(team, found),
    )


def _page(
    request: CollaborativeRequest,
    found: Classroom,
    team: CoreTeam,
    *,
    form: RoomNameForm | None = None,
    people_form: RoomPeopleForm | None = None,
) -> HttpResponse:
    return render(
        request,
        "metrics/room.html",
        {
            "team": team,
            "room": found,
            "query": query_of(request, team),
            "form": form or RoomNameForm(initial={"name": found.name}),
            "people_form": people_form or _people_form(request, found, team, bound=False),
            "card": live_card(team, found),
            "may_count": rules.may_count(request.member, team),
            "tallies": {one.tally for one in counters_of(team, request.collaborative.today())},
        },
    )
