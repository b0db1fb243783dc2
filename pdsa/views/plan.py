"""Planning a test: five short steps, each saved on the server at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.queries import people_visible_to
from pdsa import queries, rules
from pdsa.forms.plan import (
    CheckForm,
    NewTestForm,
    NextWhatForm,
    PredictionForm,
    ScaleForm,
    WhatForm,
    WhenForm,
)
from pdsa.forms.steps import CycleForm
from pdsa.method import suggest_day
from pdsa.models import Cycle
from pdsa.services.cycles import (
    discard_draft,
    fingerprint,
    post_cycle,
    save_cycle,
    start_cycle,
)
from pdsa.services.owners import set_metrics, set_owners
from pdsa.views import editing
from pdsa.words import PLAN_PAGES, questions_about, voice_of

LAST_STEP = 5
FORMS: dict[int, type[CycleForm]] = {2: ScaleForm, 3: WhenForm, 4: PredictionForm, 5: CheckForm}


@require_http_methods(["GET", "POST"])
def new(request: CollaborativeRequest) -> HttpResponse:
    """Step 1 before there is a draft. The first save, by hand or while typing, makes one."""
    teams = rules.teams_to_plan_for(request.member)
    if not teams:
        raise PermissionDenied
    form = NewTestForm(
        request.POST or None,
        member=request.member,
        teams=teams,
        initial={"driver": request.GET.get("driver", "")},
        lenient=bool(request.htmx),
    )
    if request.method == "POST" and form.is_valid():
        cycle = _start(request, form)
        if request.htmx:
            return HttpResponse(status=204)
        return redirect(url_in(request.collaborative, "pdsa:plan", pk=cycle.pk, step=2))
    if request.method == "POST" and request.htmx:
        return HttpResponse(status=422)
    return render(
        request,
        "pdsa/new.html",
        {
            "form": form,
            "words": PLAN_PAGES[1],
            "voice": voice_of(request.member),
            "drafts": queries.drafts_of(request.member)[:3] if request.method == "GET" else (),
            "last_step": LAST_STEP,
        },
    )


def _start(request: CollaborativeRequest, form: NewTestForm) -> Cycle:
    given = form.cleaned_data
    cycle = start_cycle(
        by=request.member,
        team=form.chosen_team,
        what=given["what"],
        driver=given["driver"],
        token=given["token"],
    )
    if cycle.is_draft:
        # While somebody types, the draft of this very form grows with its words.
        what = {"what": given["what"]}
        save_cycle(
            cycle=cycle,
            by=request.member,
            values=what,
            seen=fingerprint(cycle, what),
            driver=given["driver"],
            change_driver=True,
        )
    return cycle


@require_http_methods(["GET", "POST"])
def step(request: CollaborativeRequest, pk: int, step: int) -> HttpResponse:
    """One of the five pages of a plan; after posting, the same pages change it."""
    cycle = editing.own_cycle(request, pk)
    if not 1 <= step <= LAST_STEP:
        raise Http404
    form = _form(request, cycle, step)
    told: dict[str, Any] = {}
    if request.htmx and request.method == "POST":
        return editing.autosave(request, form, cycle)
    if request.method == "POST" and form.is_valid():
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
