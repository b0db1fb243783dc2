"""What the pages of a plan and of its ending share: saving a step, and meeting another's change."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from bsc.accounts.http import acknowledged
from bsc.accounts.phones import phone_key
from collaboratives.http import CollaborativeRequest
from pdsa import queries, rules
from pdsa.enums import Settling
from pdsa.forms.plan import WhatForm
from pdsa.forms.steps import CycleForm, is_text
from pdsa.models import Cycle
from pdsa.services.cycles import Saved, fingerprint, save_cycle

# The name of the buttons that settle a field two people changed: "prediction:both".
SETTLE = "settle"


@dataclass(frozen=True)
class Theirs:
    """What somebody else wrote into a field, and whether both can stand in it."""

    name: str
    label: str
    text: str
    can_join: bool


def keeping(request: CollaborativeRequest, cycle: Cycle | None = None) -> dict[str, Any]:
    """Return what a page needs to keep its words on the phone, and the photos to type them from.

    ``pdsa/_safety.html`` and ``pdsa/_photos_to_read.html`` show them.
    """
    photos = cycle.photos.all() if cycle else ()
    return {
        "phone_key": phone_key(request.user),
        "to_read": [photo for photo in photos if photo.paper_form_id],
    }


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
        change_driver=isinstance(form, WhatForm) and form.changes_driver,
    )


def autosave(request: CollaborativeRequest, form: CycleForm, cycle: Cycle) -> HttpResponse:
    """Save while somebody types, and hand the page its new mark; 409 when another was faster."""
    if not form.is_valid():
        return HttpResponse(status=422)
    saved = save(request, form, cycle)
    if saved.theirs:
        return HttpResponse(status=409)
    mark = fingerprint(saved.cycle, form.own)
    answer = render(request, "pdsa/_seen.html", {"mark": mark, "id": form["seen"].auto_id})
    return acknowledged(answer) if form.is_all_saved else answer


def meet(form: CycleForm, saved: Saved) -> dict[str, Any]:
    """Return what the page shows when another changed the same words; the form keeps its own.

    Sending the form again then saves it, for the other's words have been seen.
    """
    form.made_from(saved.cycle)
    return _told(form, saved.cycle, saved.theirs)


def is_settling(request: CollaborativeRequest) -> bool:
    """Whether a button was pressed that settles one field of a form; nothing is saved then."""
    return request.method == "POST" and SETTLE in request.POST


def settle(request: CollaborativeRequest, form: CycleForm) -> dict[str, Any]:
    """Put both people's words together in the form, as asked; return what the page shows now."""
    name, _colon, how = request.POST[SETTLE].partition(":")
    standing = Cycle.objects.select_related("changed_by__user").get(pk=form.instance.pk)
    if name not in form.own or how not in Settling:
        return {}
    typed = {other: form.data.get(form.add_prefix(other), "") for other in form.own}
    form.settle(name, how, standing)
    form.made_from(standing)
    open_still = [
        other
        for other in form.own
        if other != name and typed[other] != form.initial_of(other, standing)
    ]
    return {"settled": True, **_told(form, standing, open_still)}


def _told(form: CycleForm, standing: Cycle, names: Any) -> dict[str, Any]:
    return {
        "changed_by": standing.changed_by,
        "theirs": [
            Theirs(name, str(form.fields[name].label), _shown(standing, name), is_text(name))
            for name in names
        ],
    }


def _shown(cycle: Cycle, name: str) -> str:
    display = getattr(cycle, f"get_{name}_display", None)
    return str(display() if display else getattr(cycle, name) or "")
