"""The rooms of a center, for the leaders of its team."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bsc.accounts.http import sent
from centers.models import Classroom, CoreTeam, RoomMember
from collaboratives.http import CollaborativeRequest, url_in
from metrics import rules
from metrics.counters import counters_of
from metrics.forms.rooms import RoomNameForm
from metrics.models import RoomCard
from metrics.services.rooms import add_room
from metrics.views.choice import query_of, team_form, team_or_404


@require_http_methods(["GET", "POST"])
def rooms(request: CollaborativeRequest) -> HttpResponse:
    """List the rooms, those that are closed last; on POST add one."""
    team = team_or_404(request)
    if not rules.may_manage_rooms(request.member, team):
        raise PermissionDenied
    form = RoomNameForm(sent(request))
    if request.method == "POST" and form.is_valid():
        room = add_room(team=team, name=form.cleaned_data["name"], by=request.member)
        messages.success(request, _("The room is here: %(name)s.") % {"name": room.name})
        return redirect(url_in(request.collaborative, "metrics:room", classroom=room.pk))
    return render(
        request,
        "metrics/rooms.html",
        {
            "team": team,
            "team_form": team_form(request, team),
            "query": query_of(request, team),
            "rooms": _rooms(team),
            "form": form,
            "has_counters": bool(counters_of(team, request.collaborative.today())),
        },
    )


def _rooms(team: CoreTeam) -> QuerySet[Classroom]:
    people = RoomMember.objects.filter(team=team, classroom=OuterRef("pk")).order_by()
    cards = RoomCard.objects.filter(team=team, classroom=OuterRef("pk"), revoked_at=None)
    counted = people.values("classroom").annotate(number=Count("pk")).values("number")
    return (
        Classroom.objects.filter(center=team.center_id)
        .annotate(has_card=Exists(cards), people=counted)
        .order_by("is_closed", "name", "pk")
    )
