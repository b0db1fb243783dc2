"""A new phase of a chart: suggested by rule, decided by a person who answers four questions."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bsc.accounts.http import sent
from collaboratives.http import CollaborativeRequest
from metrics import rules
from metrics.charts import Chart, chart_of
from metrics.decisions import story_of
from metrics.forms.charting import PhaseForm
from metrics.models import ChartPhase
from metrics.services.charting import begin_phase
from metrics.views.numbers import name_of
from metrics.views.subject import Subject, subject_or_404


@require_http_methods(["GET", "POST"])
def phase_new(request: CollaborativeRequest, key: str) -> HttpResponse:
    """Ask the four questions; only four times yes begins a phase, and otherwise says why not."""
    subject = subject_or_404(request, key)
    if not rules.may_decide(request.member, subject.team_id):
        raise PermissionDenied
    name = name_of(subject.metric, request.member)
    chart = chart_of(
        subject.series,
        name=name.text,
        uid="phase",
        story=story_of(subject.series, request.member),
    )
    form = PhaseForm(sent(request), series=subject.series, proposed=_proposed(request, chart))
    doubts = form.doubts if form.is_bound and form.is_valid() else []
    if form.is_bound and form.is_valid() and not doubts:
        _say(request, _begin(request, subject, form))
        return redirect(subject.address)
    context = {"subject": subject, "name": name, "chart": chart, "form": form, "doubts": doubts}
    return render(request, "metrics/phase.html", context)


def _proposed(request: CollaborativeRequest, chart: Chart) -> dt.date | None:
    """The period that the address names, else the first of the run that suggests a phase."""
    wanted = request.GET.get("from")
    starts = {point.start.isoformat(): point.start for point in chart.series.points}
    return starts.get(wanted or "", chart.suggestion_day)


def _begin(request: CollaborativeRequest, subject: Subject, form: PhaseForm) -> ChartPhase:
    return begin_phase(
        team=subject.team,
        metric=subject.metric,
        starts_on=form.cleaned_data["starts_on"],
        reason=form.cleaned_data["reason"],
        by=request.member,
    )


def _say(request: CollaborativeRequest, phase: ChartPhase) -> None:
    if phase.by_id == request.member.pk:
        messages.success(
            request, _("A new phase begins there. The chart has a new line from then.")
        )
    else:
        messages.info(
            request,
            _("%(name)s had already begun a phase there. It stands as it was.")
            % {"name": phase.by},
        )
