"""What the pages of a plan and of its ending share: saving a step, and meeting another's change."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from collaboratives.http import CollaborativeRequest
from pdsa import queries, rules
from pdsa.forms.plan import WhatForm
from pdsa.forms.steps import CycleForm
from pdsa.models import Cycle
from pdsa.services.cycles import Saved, fingerprint, save_cycle


@dataclass(frozen=True)
class Theirs:
    """What somebody else wrote into a field while this person was typing."""

    label: str
    text: str


def own_cycle(request: CollaborativeRequest, pk: int) -> Cycle:
    """Return a cycle this person may edit; 404 where they may not even read it, else 403."""
    cycle = get_object_or_404(queries.for_page(queries.cycles_visible_to(request.member)), pk=pk)
    if not rules.may_edit(request.member, cycle):
        raise PermissionDenied
    return cycle


def save(request: CollaborativeRequest, form: CycleForm, cycle: Cycle) -> Saved:
    """Save a valid form's fields."""
    with_driver = isinstance(form, WhatForm)
    return save_cycle(
        cycle=cycle,
        by=request.member,
        values=form.values,
        seen=form.cleaned_data["seen"],
        driver=form.cleaned_data["driver"] if with_driver else None,
        change_driver=with_driver,
    )


def autosave(request: CollaborativeRequest, form: CycleForm, cycle: Cycle) -> HttpResponse:
    """Save while somebody types, and hand the page its new mark; 409 when another was faster."""
    if not form.is_valid():
        return HttpResponse(status=422)
    saved = save(request, form, cycle)
    if saved.theirs:
        return HttpResponse(status=409)
    mark = fingerprint(saved.cycle, form.own)
    return render(request, "pdsa/_seen.html", {"mark": mark, "id": form["seen"].auto_id})


def meet(form: CycleForm, saved: Saved) -> dict[str, Any]:
    """Return what the page shows when another changed the same words; the form keeps its own.

    Sending the form again then saves it, for the other's words have been seen.
    """
    form.made_from(saved.cycle)
    return {
        "changed_by": saved.cycle.changed_by,
        "theirs": [
            Theirs(str(form.fields[name].label), _shown(saved.cycle, name)) for name in saved.theirs
        ],
    }


def _shown(cycle: Cycle, name: str) -> str:
    display = getattr(cycle, f"get_{name}_display", None)
    return str(display() if display else getattr(cycle, name) or "")
