"""Leaving a point out of a chart's arithmetic: it is drawn hollow, and its number stays."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bsc.accounts.http import sent
from collaboratives.http import CollaborativeRequest
from metrics import rules
from metrics.enums import Grain
from metrics.forms.charting import LeaveOutForm
from metrics.services.charting import leave_out as leave_out_of_chart
from metrics.views.numbers import name_of
from metrics.views.subject import subject_or_404


@require_http_methods(["GET", "POST"])
def leave_out(request: CollaborativeRequest, key: str) -> HttpResponse:
    """Ask which point and why; a point that is left out already stays so."""
    subject = subject_or_404(request, key)
    if not rules.may_decide(request.member, subject.team_id):
        raise PermissionDenied
    form = LeaveOutForm(sent(request), series=subject.series)
    if form.is_bound and form.is_valid():
        point = leave_out_of_chart(
            team=subject.team,
            metric=subject.metric,
            grain=Grain(subject.series.grain),
            period_start=form.cleaned_data["period"],
            reason=form.cleaned_data["reason"],
            by=request.member,
        )
        if point.by_id == request.member.pk:
            messages.success(
                request, _("The point is hollow now. Its number stays in every total.")
            )
        else:
            messages.info(
                request, _("%(name)s had already left this point out.") % {"name": point.by}
            )
        return redirect(subject.address)
    context = {
        "subject": subject,
        "name": name_of(subject.metric, request.member),
        "form": form,
    }
    return render(request, "metrics/leave_out.html", context)
