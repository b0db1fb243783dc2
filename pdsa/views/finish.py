"""Telling what happened: Do, Study and Act as three short pages."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bsc.accounts.http import answers_the_phone
from collaboratives.http import CollaborativeRequest, url_in
from pdsa import rules
from pdsa.enums import Decision
from pdsa.forms.finish import DecisionForm, HappenedForm, LearnedForm
from pdsa.forms.steps import CycleForm
from pdsa.models import Cycle
from pdsa.services.cycles import begin_trying, decide
from pdsa.views import editing
from pdsa.words import FINISH_PAGES, voice_of

FORMS: dict[int, type[CycleForm]] = {1: HappenedForm, 2: LearnedForm, 3: DecisionForm}
LAST_STEP = 3


@require_GET
def begin(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Lead to the first page that is still empty."""
    cycle = _cycle(request, pk)
    step = first_open_step(cycle)
    return redirect(url_in(request.collaborative, "pdsa:finish_step", pk=cycle.pk, step=step))


def first_open_step(cycle: Cycle) -> int:
    """Return the first of the three pages without words; the last where all are written."""
    if not cycle.what_happened:
        return 1
    return 2 if not cycle.what_we_learned else 3


@require_http_methods(["GET", "POST"])
@answers_the_phone
def step(request: CollaborativeRequest, pk: int, step: int) -> HttpResponse:
    """One of the three pages."""
    cycle = _cycle(request, pk)
    if step not in FORMS:
        raise Http404
    was = cycle.decision
    form = FORMS[step](
        request.POST or None, instance=cycle, member=request.member, lenient=bool(request.htmx)
    )
    told: dict[str, Any] = {}
    if editing.is_settling(request):
        told = editing.settle(request, form)
    # A decision is taken by a tap, never saved in passing.
    elif request.htmx and request.method == "POST" and step < LAST_STEP:
        return editing.autosave(request, form, cycle)
    elif request.method == "POST" and form.is_valid():
        saved = editing.save(request, form, cycle)
        if not saved.theirs:
            return _onward(request, saved.cycle, step, was)
        told = editing.meet(form, saved)
    return render(
        request,
        "pdsa/finish.html",
        {
            "cycle": cycle,
            "form": form,
            "step": step,
            "last_step": LAST_STEP,
            "words": FINISH_PAGES[step],
            "previous_step": step - 1,
            "voice": voice_of(request.member),
            **editing.keeping(request, cycle),
            **told,
        },
    )


def _cycle(request: CollaborativeRequest, pk: int) -> Cycle:
    cycle = editing.own_cycle(request, pk)
    if not rules.may_finish(request.member, cycle):
        raise PermissionDenied
    return cycle


def _onward(request: CollaborativeRequest, cycle: Cycle, step: int, was: str) -> HttpResponse:
    if step < LAST_STEP:
        begin_trying(cycle=cycle, by=request.member)
        return redirect(
            url_in(request.collaborative, "pdsa:finish_step", pk=cycle.pk, step=step + 1)
        )
    decide(cycle=cycle, by=request.member, was=was)
    messages.success(request, _thanks_for(cycle.decision))
    return redirect(url_in(request.collaborative, "pdsa:cycle", pk=cycle.pk))


def _thanks_for(decision: str) -> str:
    if decision == Decision.ABANDON:
        return _("You stopped in time and know more than before. That is what a test is for.")
    if decision == Decision.READY:
        return _("Ready to keep. Well tested.")
    return _("Saved. You can plan the next test now.")
