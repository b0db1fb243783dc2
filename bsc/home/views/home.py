"""Home: what to do next, for whoever looks."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bsc.home.coach_sources import everything_waiting
from bsc.home.desk import desk_of
from bsc.home.steps import from_another_center, steps_of, trying_now
from collaboratives.http import CollaborativeRequest
from collaboratives.schedule.queries import next_event_for
from collaboratives.schedule.voices import where_we_are


@require_GET
def home(request: CollaborativeRequest) -> HttpResponse:
    """Show the reader's next steps, the next date, and where the collaborative is.

    Somebody with several roles gets the parts of each: a parent who also teaches, a coach who is
    on the implementation team.
    """
    member, collaborative = request.member, request.collaborative
    context: dict[str, Any] = {
        "member": member,
        "event": next_event_for(member),
        "where": where_we_are(member, collaborative, request.GET.get("voice", "")),
    }
    if member.team_ids:
        context |= {
            "steps": steps_of(member, collaborative),
            "trying": trying_now(member, collaborative),
            "other": from_another_center(member),
        }
    if member.is_faculty:
        context["waiting"] = everything_waiting(member)
    if member.is_implementation:
        context["desk"] = desk_of(member, collaborative)
    return render(request, "home/home.html", context)
