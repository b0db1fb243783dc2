"""Writing down the last weeks: of the whole center, or of one room."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centers.models import Classroom, CoreTeam
from collaboratives.http import CollaborativeRequest, url_in
from metrics import rules
from metrics.forms.weeks import WeeksForm
from metrics.queries import metrics_of
from metrics.services import save_weeks
from metrics.views.choice import query_of, team_form, team_or_404
from metrics.views.numbers import name_of
from metrics.weeks import CountingRoom, counts_by_room, rooms_to_count, week_sheet

WHOLE_CENTER = "all"


@require_http_methods(["GET", "POST"])
def weeks(request: CollaborativeRequest) -> HttpResponse:
    """Show a sheet; on POST keep what changed, or show it again with what is to be said."""
    team = team_or_404(request)
    if not rules.may_enter(request.member, team):
        raise PermissionDenied
    metrics = list(metrics_of(team))
    rooms = rooms_to_count(team, metrics, request.member)
    room = _room_or_404(request, rooms)
    sheet = week_sheet(team, metrics, request.member, room)
    form = WeeksForm(request.POST if request.method == "POST" else None, sheet=sheet)
    if request.method == "POST" and form.is_valid() and _save(request, form, team):
        return redirect(_after(request, team, room))
    return render(
        request,
        "metrics/weeks.html",
        {
            "team": team,
            "team_form": team_form(request, team),
            "query": query_of(request, team),
            "form": form,
            "room": room,
            "tabs": _tabs(team, rooms, room),
            "needs_a_room": not rooms and counts_by_room(team, metrics),
            "blocks": [(block, name_of(block.metric, request.member)) for block in form.blocks],
            "on_behalf": team.pk not in request.member.team_ids,
        },
    )


def _room_or_404(request: CollaborativeRequest, rooms: Sequence[CountingRoom]) -> Classroom | None:
    """Return the room that ``?room=`` names; without it, the one in which the reader works."""
    wanted = request.GET.get("room", "")
    if wanted:
        found = [each.room for each in rooms if str(each.room.pk) == wanted]
        if not found and wanted != WHOLE_CENTER:
            raise Http404
    else:
        found = [each.room for each in rooms if each.is_own]
    return found[0] if found else None


def _save(request: CollaborativeRequest, form: WeeksForm, team: CoreTeam) -> bool:
    """Keep the weeks; what the service refuses is shown on the form, and nothing is lost."""
    why = form.cleaned_data.get("why", "")
    try:
        written = save_weeks(team=team, by=request.member, entries=form.entries, why=why)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    if written:
        messages.success(request, _("Saved. Thank you for counting."))
    else:
        messages.info(request, _("Nothing had changed, so nothing was saved."))
    return True


def _after(request: CollaborativeRequest, team: CoreTeam, room: Classroom | None) -> str:
    """A room's sheet stays open, because another room may follow."""
    if room is None:
        return url_in(request.collaborative, "metrics:list") + query_of(request, team)
    address = url_in(request.collaborative, "metrics:weeks")
    return f"{address}?team={team.pk}&room={room.pk}"


def _tabs(
    team: CoreTeam, rooms: Sequence[CountingRoom], room: Classroom | None
) -> list[tuple[str, str, bool]]:
    """Return (name, address, is open) of every sheet, where there is more than one."""
    if not rooms:
        return []
    tabs = [(each.room.name, str(each.room.pk), each.room == room) for each in rooms]
    tabs.append((_("The whole center"), WHOLE_CENTER, room is None))
    return [(name, f"?team={team.pk}&room={key}", current) for name, key, current in tabs]
