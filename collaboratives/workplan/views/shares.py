"""Links to the plan for a funder: made, listed, taken back."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from bsc.ui.forms import DateInput
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.workplan.models import PlanShare
from collaboratives.workplan.rules import may_share_plan
from collaboratives.workplan.services.shares import share_again, share_plan, stop_sharing

LONGEST = dt.timedelta(days=731)
USUAL = dt.timedelta(days=180)


class ShareForm(forms.Form):
    """Whom a link is for, and until when."""

    title = forms.CharField(
        label=gettext_lazy("Who is it for?"),
        max_length=120,
        help_text=gettext_lazy("For your list only. The page itself does not show it."),
    )
    until = forms.DateField(label=gettext_lazy("Good until"), widget=DateInput)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial.setdefault("until", today + USUAL)
        self.initial.setdefault("token", uuid.uuid4())

    def clean_until(self) -> dt.date:
        """Hold the day between today and two years from now."""
        until: dt.date = self.cleaned_data["until"]
        if until < self.today:
            raise forms.ValidationError(_("This day is over."))
        if until > self.today + LONGEST:
            raise forms.ValidationError(_("Two years at most. You can make a new link then."))
        return until


@require_http_methods(["GET", "POST"])
def shares(request: CollaborativeRequest) -> HttpResponse:
    """List the links and make one."""
    if not may_share_plan(request.member):
        raise PermissionDenied
    today = request.collaborative.today()
    form = ShareForm(request.POST if request.method == "POST" else None, today=today)
    if request.method == "POST" and form.is_valid():
        share_plan(collaborative=request.collaborative, by=request.member, **form.cleaned_data)
        messages.success(request, _("Here is the link. Whoever has it can read the plan."))
        return redirect(url_in(request.collaborative, "workplan:shares"))
    rows = PlanShare.objects.select_related("made_by__user", "collaborative")
    listed = [{"share": one, "link": link_to(one)} for one in rows]
    return render(request, "workplan/shares.html", {"form": form, "listed": listed})


def link_to(share: PlanShare) -> str:
    """Return the address of an open link, or "" where it cannot be opened any more."""
    if not share.is_open or not share.code:
        return ""
    return settings.SITE_URL + reverse("plan_share", kwargs={"code": share.code})


@require_POST
def stop(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Take a link back (``again``: let it work once more)."""
    if not may_share_plan(request.member):
        raise PermissionDenied
    share = get_object_or_404(PlanShare, pk=pk)
    if "again" in request.POST:
        share_again(share=share, by=request.member)
        messages.success(request, _("The link works again."))
    else:
        stop_sharing(share=share, by=request.member)
        messages.success(request, _("The link does not work any more."))
    return redirect(url_in(request.collaborative, "workplan:shares"))
