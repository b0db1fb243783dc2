"""What somebody takes on in a meeting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.workplan.meeting_forms import ActionItemForm
from collaboratives.workplan.services.action_items import add_action_item
from collaboratives.workplan.views.meetings.finding import meeting_or_404


@require_http_methods(["GET", "POST"])
def new_action_item(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Write down who does what by when; it is a task of the workplan from then on."""
    event = meeting_or_404(request, pk)
    form = ActionItemForm(request.POST or None, collaborative=request.collaborative)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        add_action_item(
            event=event,
            by=request.member,
            text=data["title"],
            owner=data["owner"],
            due_on=data["due_on"],
            token=data["token"],
        )
        messages.success(request, _("It is in the workplan, and comes back until it is done."))
        return redirect(url_in(request.collaborative, "workplan:meeting", pk=pk) + "#agreed")
    return render(request, "workplan/meetings/new_action_item.html", {"event": event, "form": form})
