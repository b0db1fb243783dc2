"""Planning a test: five short steps, each saved on the server at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bsc.accounts.http import answers_the_phone
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.queries import people_visible_to
from pdsa import queries, rules
from pdsa.forms.plan import (
    CheckForm,
    NextWhatForm,
    PredictionForm,
    ScaleForm,
    WhatForm,
    WhenForm,
)
from pdsa.forms.steps import CycleForm
from pdsa.method import suggest_day
from pdsa.models import Cycle
from pdsa.services.cycles import discard_draft, post_cycle
from pdsa.services.owners import set_metrics, set_owners
from pdsa.travels import credit_of
from pdsa.views import editing
from pdsa.words import PLAN_PAGES, questions_about, voice_of

LAST_STEP = 5
FORMS: dict[int, type[CycleForm]] = {2: ScaleForm, 3: WhenForm, 4: PredictionForm, 5: CheckForm}


@require_http_methods(["GET", "POST"])
@answers_the_phone
def step(request: CollaborativeRequest, pk: int, step: int) -> HttpResponse:
    """One of the five pages of a plan; after posting, the same pages change it."""
    cycle = editing.own_cycle(request, pk)
    if not 1 <= step <= LAST_STEP:
        raise Http404
    form = _form(request, cycle, step)
    told: dict[str, Any] = {}
    if editing.is_settling(request):
        told = editing.settle(request, form)
    elif request.htmx and request.method == "POST":
        return editing.autosave(request, form, cycle)
    elif request.method == "POST" and form.is_valid():
        saved = editing.save(request, form, cycle)
        if not saved.theirs:
            return _onward(request, form, saved.cycle, step)
        told = editing.meet(form, saved)
    questions = questions_about(cycle)
    return render(
        request,
        "pdsa/plan.html",
        {
            "cycle": cycle,
            "form": form,
            "step": step,
            "last_step": LAST_STEP,
            "words": PLAN_PAGES[step],
            "back_url": _back_url(request, cycle, step),
            "voice": voice_of(request.member),
            "last": _last(cycle) if step == 1 and cycle.number > 1 else None,
            "asked": [each for each in questions if each.step == step - 1],
            "asked_of": {each.step: each.text for each in questions},
            "suggested": suggest_day(request.collaborative.today()),
            "credit": credit_of(cycle.ramp, request.member, voice_of(request.member)),
            **editing.keeping(request, cycle),
            **told,
        },
    )


def _form(request: CollaborativeRequest, cycle: Cycle, step: int) -> CycleForm:
    kind = FORMS.get(step) or (WhatForm if cycle.number == 1 else NextWhatForm)
    extra: dict[str, Any] = {}
    if step == LAST_STEP:
        extra["team"] = queries.teammates(cycle, people_visible_to(request.member))
    return kind(
        request.POST or None,
        instance=cycle,
        member=request.member,
        lenient=bool(request.htmx),
        **extra,
    )


def _back_url(request: CollaborativeRequest, cycle: Cycle, step: int) -> str:
    if not cycle.is_draft:
        return url_in(request.collaborative, "pdsa:cycle", pk=cycle.pk)
    if step == 1:
        return url_in(request.collaborative, "pdsa:list")
    return url_in(request.collaborative, "pdsa:plan", pk=cycle.pk, step=step - 1)


def _last(cycle: Cycle) -> Cycle | None:
    return cycle.ramp.cycles.filter(number__lt=cycle.number).order_by("-number").first()


def _onward(
    request: CollaborativeRequest, form: CycleForm, cycle: Cycle, step: int
) -> HttpResponse:
    if isinstance(form, CheckForm):
        if form.chosen_metrics is not None:
            set_metrics(ramp=cycle.ramp, metrics=form.chosen_metrics)
        if form.chosen_owners is not None:
            set_owners(cycle=cycle, members=form.chosen_owners, by=request.member)
    if not cycle.is_draft:
        messages.success(request, _("Your change is saved."))
        return redirect(url_in(request.collaborative, "pdsa:cycle", pk=cycle.pk))
    if step < LAST_STEP:
        return redirect(url_in(request.collaborative, "pdsa:plan", pk=cycle.pk, step=step + 1))
    try:
        post_cycle(cycle=cycle, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(url_in(request.collaborative, "pdsa:plan", pk=cycle.pk, step=1))
    messages.success(request, _("Posted. Come back and tell what happened."))
    return redirect(url_in(request.collaborative, "pdsa:cycle", pk=cycle.pk))


@require_POST
def discard(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    cycle = get_object_or_404(queries.cycles_visible_to(request.member), pk=pk)
    if not (cycle.is_draft and rules.may_edit(request.member, cycle)):
        raise PermissionDenied
    discard_draft(cycle=cycle, by=request.member)
    messages.success(request, _("The draft is gone."))
    return redirect(url_in(request.collaborative, "pdsa:list"))
