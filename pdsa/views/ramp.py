"""One idea: its tests drawn as a ramp and listed, how far it has come, where it went."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from collaboratives.http import CollaborativeRequest, url_in
from pdsa import queries, rules
from pdsa.cards import is_stopped, lines_of, to_borrow, what_it_taught, working_on
from pdsa.drawing import draw_ramp
from pdsa.enums import Stage
from pdsa.forms.ramps import StageForm
from pdsa.models import Ramp, StageChange
from pdsa.services.stages import set_stage, undo_stage
from pdsa.travels import centers_reached, credit_of
from pdsa.words import STAGE_TONES, Voice, stage_words, team_name, voice_of


@dataclass(frozen=True)
class Moved:
    """One step in how an idea came on."""

    change: StageChange
    words: str
    may_undo: bool


@require_GET
def show(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """The page of one idea."""
    return page(request, ramp_of(request, pk))


def ramp_of(request: CollaborativeRequest, pk: int) -> Ramp:
    """Return an idea this person may read, loaded for its page; else 404."""
    return get_object_or_404(queries.ramp_for_page(queries.ramps_visible_to(request.member)), pk=pk)


def page(
    request: CollaborativeRequest, ramp: Ramp, stage_form: StageForm | None = None
) -> HttpResponse:
    """Render the page; a form that was refused comes back in its place."""
    member, today = request.member, request.collaborative.today()
    voice = voice_of(member)
    cycles = list(queries.ladder_of(ramp, member))
    may_change_stage = rules.may_change_stage(member, ramp)
    if stage_form is None and may_change_stage:
        stage_form = StageForm(stage=ramp.stage)
    return render(
        request,
        "pdsa/ramp.html",
        {
            "ramp": ramp,
            "voice": voice,
            "team": team_name(ramp, voice),
            "credit": credit_of(ramp, member, voice),
            "reached": centers_reached(ramp, member),
            "wide": draw_ramp(ramp, cycles, today, "wide"),
            "narrow": draw_ramp(ramp, cycles, today, "narrow"),
            "lines": lines_of(cycles, today),
            "stage": stage_words(ramp.seen_stage, voice),
            "stage_term": Stage(ramp.seen_stage).label,
            "stage_tone": STAGE_TONES[ramp.seen_stage],
            "is_stopped": is_stopped(ramp),
            "taught": what_it_taught(cycles),
            "history": _history(ramp, request, voice, may_undo=may_change_stage),
            "stage_form": stage_form,
            "to_borrow": to_borrow(ramp, cycles, member),
            "bundles": queries.bundles_to_fill(member, ramp),
            "may_begin_bundle": rules.may_begin_bundle(member, ramp),
            "working": working_on(ramp, voice),
        },
    )


def _history(
    ramp: Ramp, request: CollaborativeRequest, voice: Voice, *, may_undo: bool
) -> list[Moved]:
    changes = list(queries.stage_history(ramp, request.member))
    return [
        Moved(
            change,
            words=stage_words(change.stage, voice),
            may_undo=may_undo and change == changes[-1] and change.cycle_id is None,
        )
        for change in changes
    ]


@require_POST
def stage(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Say how far an idea has come."""
    ramp = ramp_of(request, pk)
    if not rules.may_change_stage(request.member, ramp):
        raise PermissionDenied
    form = StageForm(request.POST, stage=ramp.stage)
    if not (form.is_valid() and _moved(request, ramp, form)):
        return page(request, ramp, form)
    return redirect(f"{url_in(request.collaborative, 'pdsa:ramp', pk=ramp.pk)}#stage")


def _moved(request: CollaborativeRequest, ramp: Ramp, form: StageForm) -> bool:
    given = form.cleaned_data
    try:
        change = set_stage(
            ramp=ramp, stage=given["stage"], why=given["why"], by=request.member, seen=given["seen"]
        )
    except ValidationError as error:
        form.add_error("stage", error)
        form.has_seen(ramp.stage)
        return False
    if change is not None:
        if change.stage == Stage.ABANDONED:
            messages.success(request, _("Saved. What you learned helps others choose."))
        else:
            messages.success(request, _("Saved. You can take it back below."))
    return True


@require_POST
def undo(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Take the last change of an idea's stage back."""
    visible = queries.ramps_visible_to(request.member).values("pk")
    change = get_object_or_404(
        StageChange.objects.filter(ramp__in=visible).select_related("ramp"), pk=pk
    )
    if not rules.may_change_stage(request.member, change.ramp):
        raise PermissionDenied
    try:
        undo_stage(change=change, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The idea is back where it was."))
    return redirect(f"{url_in(request.collaborative, 'pdsa:ramp', pk=change.ramp_id)}#stage")
