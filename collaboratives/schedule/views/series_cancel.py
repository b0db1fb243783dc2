"""Cancelling a date of a series and all that follow, by the preview of a move."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboratives.http import CollaborativeRequest
from collaboratives.schedule.counting import people_who_answered
from collaboratives.schedule.forms import reopen
from collaboratives.schedule.forms.following import CancelForm
from collaboratives.schedule.moving import EventWish, propose
from collaboratives.schedule.views.choosing import changed_meanwhile, chosen, nothing_ahead


@require_http_methods(["GET", "POST"])
def series_cancel(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Let those who may change all of these dates cancel them; nothing is cancelled here."""
    found = chosen(request, pk)
    if not found.events:
        return nothing_ahead(request, found)
    form = CancelForm(request.POST or None, initial={"basis": found.basis})
    others = ""
    if request.method == "POST" and form.is_valid():
        others = changed_meanwhile(found, form.cleaned_data["basis"])
        if not others:
            because = form.cleaned_data["because"]
            wishes = [EventWish.cancelling(event.pk, because) for event in found.events]
            title = _("Cancel %(title)s") % {"title": found.series.title}
            return redirect(
                propose(
                    collaborative=request.collaborative,
                    by=request.member,
                    wishes=wishes,
                    title=title,
                )
            )
        reopen(form, basis=found.basis)
    context = {
        "found": found,
        "form": form,
        "others": others,
        "answered": people_who_answered(found.events),
    }
    return render(request, "schedule/series_cancel.html", context)
