"""Who came, noted by those who led it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.enums import AttendanceState
from collaboratives.schedule.forms import AttendanceForm
from collaboratives.schedule.queries import events_visible_to, people_concerned
from collaboratives.schedule.rules import may_note_attendance
from collaboratives.schedule.services import note_attendance


@require_http_methods(["GET", "POST"])
def attendance(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Tick who came; before it begins there is nothing to tick."""
    event = get_object_or_404(events_visible_to(request.member), pk=pk)
    if not may_note_attendance(request.member, event):
        raise PermissionDenied
    came = event.attendances.filter(state=AttendanceState.CAME)
    form = AttendanceForm(
        request.POST if request.method == "POST" else None,
        people=people_concerned(event),
        initial={"came": [str(key) for key in came.values_list("membership", flat=True)]},
    )
    if request.method == "POST" and form.is_valid():
        note_attendance(event=event, came=form.present(), by=request.member)
        messages.success(request, _("Saved."))
        return redirect(url_in(request.collaborative, "schedule:event", pk=pk))
    return render(request, "schedule/attendance.html", {"event": event, "form": form})
