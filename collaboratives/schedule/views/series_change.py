"""Changing what a date of a series and all that follow say; asks before it does."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from collaboratives.http import CollaborativeRequest
from collaboratives.schedule.counting import people_who_answered
from collaboratives.schedule.forms import reopen
from collaboratives.schedule.forms.following import FollowingForm
from collaboratives.schedule.series.changing import Change, change_following
from collaboratives.schedule.views.choosing import (
    Chosen,
    changed_meanwhile,
    chosen,
    nothing_ahead,
    series_url,
)


@require_http_methods(["GET", "POST"])
def series_change(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Let those who may change all of these dates change their details; days stay."""
    found = chosen(request, pk)
    if not found.events:
        return nothing_ahead(request, found)
    form = FollowingForm(
        request.POST or None,
        collaborative=request.collaborative,
        events=found.events,
        initial={"basis": found.basis},
    )
    context: dict[str, object] = {"found": found, "form": form}
    if request.method == "POST" and form.is_valid():
        change = form.change()
        others = changed_meanwhile(found, form.cleaned_data["basis"]) if change else ""
        if not change:
            messages.info(request, _("They say so already."))
            return redirect(series_url(request, found.series))
        if not others and form.cleaned_data["checked"] == form.mark(change):
            if _save(request, form, found, change):
                return redirect(series_url(request, found.series))
        else:
            reopen(form, basis=found.basis, checked=form.mark(change))
            context |= {"others": others, "question": form.said(change)}
            context["answered"] = people_who_answered(found.events)
    return render(request, "schedule/series_change.html", context)


def _save(
    request: CollaborativeRequest, form: FollowingForm, found: Chosen, change: Change
) -> bool:
    try:
        changed = change_following(
            series=found.series,
            events=found.events,
            change=change,
            by=request.member,
            summary=form.summary(change),
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    count = len(changed)
    said = ngettext("%(count)s date is changed.", "%(count)s dates are changed.", count)
    messages.success(request, said % {"count": count})
    return True
