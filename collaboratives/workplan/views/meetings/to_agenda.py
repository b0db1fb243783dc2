"""Putting a line of any page onto the agenda of the team's next meeting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.workplan.back import back_to, inside
from collaboratives.workplan.meeting_forms import ToAgendaForm
from collaboratives.workplan.meeting_queries import next_meeting
from collaboratives.workplan.services.points import add_point
from collaboratives.workplan.views.meetings.finding import for_the_team


@require_POST
def to_agenda(request: CollaborativeRequest) -> HttpResponse:
    """Make a point of a line; the link back to its page goes with it. Twice is once."""
    for_the_team(request)
    form = ToAgendaForm(request.POST)
    event = next_meeting()
    if event is None:
        messages.error(
            request, _("There is no meeting of the team in the calendar yet. Please plan one.")
        )
        return redirect(url_in(request.collaborative, "workplan:meetings"))
    back = back_to(request, url_in(request.collaborative, "workplan:meeting", pk=event.pk))
    if form.is_valid():
        link = inside(request, form.cleaned_data["link"])
        add_point(event=event, by=request.member, text=form.cleaned_data["text"], link=link)
        on = localtime(event.starts_at)
        day = f"{date_format(on, 'l')}, {date_format(on, 'MONTH_DAY_FORMAT')}"
        messages.success(request, _("It is on the agenda of %(day)s.") % {"day": day})
    return redirect(back)
