"""Who facilitates a meeting and who takes notes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.forms import reopen
from collaboratives.workplan.errors import ChangedMeanwhileError
from collaboratives.workplan.meeting_forms import RolesForm
from collaboratives.workplan.meeting_queries import details_of, team_today, whose_turn
from collaboratives.workplan.services.meetings import set_roles
from collaboratives.workplan.views.meetings.finding import meeting_or_404


@require_http_methods(["GET", "POST"])
def roles(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Let the team say who runs the meeting; it suggests those who have not for longest."""
    event = meeting_or_404(request, pk)
    meeting = details_of(event)
    form = RolesForm(request.POST or None, meeting=meeting)
    changed_meanwhile = False
    if request.method == "POST" and form.is_valid():
        try:
            set_roles(
                event=event,
                by=request.member,
                facilitator=form.cleaned_data["facilitator"],
                note_taker=form.cleaned_data["note_taker"],
                revision=form.cleaned_data["revision"] or 0,
            )
        except ChangedMeanwhileError:
            changed_meanwhile = True
            reopen(form, revision=str(meeting.revision if meeting else 0))
        else:
            messages.success(request, _("Saved."))
            return redirect(url_in(request.collaborative, "workplan:meeting", pk=pk))
    context = {
        "event": event,
        "meeting": meeting,
        "form": form,
        "changed_meanwhile": changed_meanwhile,
        "turns": whose_turn(event, team_today()),
    }
    return render(request, "workplan/meetings/roles.html", context)
