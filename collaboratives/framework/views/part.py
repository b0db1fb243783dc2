"""Adding a part of the framework, and changing one."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bsc.audit.models import Entry
from collaboratives.framework.enums import IdeaStatus, PartKind
from collaboratives.framework.forms.part import PartForm
from collaboratives.framework.models import ChangeIdea, PrimaryDriver, SecondaryDriver
from collaboratives.framework.parts import (
    KINDS,
    Kind,
    Row,
    is_in_use,
    name_of,
    name_of_target,
    ref_of,
)
from collaboratives.framework.queries import drivers_in_use
from collaboratives.framework.services import ChangedMeanwhileError, add_part, change_part
from collaboratives.framework.uses import uses_of
from collaboratives.framework.views.parts import (
    back_to,
    editors_only,
    framework_or_404,
    kind_or_404,
    part_or_404,
    place_on_page,
    typed_again,
)
from collaboratives.http import CollaborativeRequest, url_in


@require_http_methods(["GET", "POST"])
def new(request: CollaborativeRequest, part: str) -> HttpResponse:
    """Add an aim, a driver or an idea; ``under`` in the address names what it belongs to."""
    editors_only(request)
    kind, framework = kind_or_404(part), framework_or_404()
    parents = parents_of(kind)
    if kind.parent != "framework" and not parents:
        raise Http404
    under = next((each for each in parents if each.key == request.GET.get("under")), None)
    form = PartForm(_sent(request), kind=kind, parents=parents, under=under)
    if form.is_bound and form.is_valid():
        made = add_part(
            kind=kind,
            under=form.parent or framework,
            given=form.values(request.member),
            by=request.member,
            token=form.cleaned_data["token"] or uuid.uuid4(),
        )
        messages.success(request, _("Added: %(name)s") % {"name": name_of(made)})
        return redirect(back_to(request, part_or_404(part, ref_of(made)), part))
    return render(request, "framework/edit/part.html", {"form": form, "kind": kind})


@require_http_methods(["GET", "POST"])
def whole(request: CollaborativeRequest) -> HttpResponse:
    """Change the framework's name, its mission and why it is needed."""
    editors_only(request)
    done = url_in(request.collaborative, "framework:edit")
    return _change(request, framework_or_404(), KINDS[PartKind.WHOLE], done, {})


@require_http_methods(["GET", "POST"])
def change(request: CollaborativeRequest, part: str, ref: str) -> HttpResponse:
    """Change a part, or read what became of one that was taken out."""
    editors_only(request)
    kind, row = kind_or_404(part), part_or_404(part, ref)
    context = {
        "part": part,
        "ref": ref,
        "name": name_of(row),
        "in_use": is_in_use(row),
        "uses": uses_of(type(row), [row.pk]).get(row.pk, []),
        "into": name_of_target(row),
        "may_merge": kind.part != PartKind.AIM,
        "ideas": _ideas_of(row),
    }
    return _change(request, row, kind, back_to(request, row, part), context)


def _change(
    request: CollaborativeRequest, row: Row, kind: Kind, done: str, context: dict[str, Any]
) -> HttpResponse:
    form = PartForm(_sent(request), kind=kind, row=row, parents=parents_of(kind, row))
    others: dict[str, Any] | None = None
    if form.is_bound and form.is_valid():
        try:
            change_part(
                row=row,
                given=form.values(request.member),
                by=request.member,
                revision=form.cleaned_data["revision"] or 0,
            )
        except ChangedMeanwhileError:
            others = _meanwhile(form, row)
        else:
            messages.success(request, _("Saved."))
            return redirect(done)
    context |= {"form": form, "kind": kind, "row": row, "others": others}
    return render(request, "framework/edit/part.html", context)


def parents_of(kind: Kind, row: Row | None = None) -> Sequence[Any]:
    """Return what a driver or an idea can belong to: what is in use, and where it stands now."""
    found: list[Any] = []
    if kind.part == PartKind.SECONDARY:
        found = list(PrimaryDriver.objects.filter(retired_on=None))
    elif kind.part == PartKind.IDEA:
        found = list(drivers_in_use())
    now = getattr(row, kind.parent) if row and found else None
    return [*found, now] if now is not None and now not in found else found


def _ideas_of(row: Row) -> list[dict[str, Any]]:
    if not isinstance(row, SecondaryDriver):
        return []
    ideas = ChangeIdea.objects.filter(secondary=row, status=IdeaStatus.ACCEPTED)
    return [
        {"row": idea, "id": place_on_page(idea, PartKind.IDEA.value)}
        for idea in ideas.order_by("position", "pk")
    ]


def _meanwhile(form: PartForm, row: Row) -> dict[str, Any]:
    """Say who changed it and what stands there now; the next save goes over it."""
    typed_again(form, revision=row.revision)
    last = Entry.objects.filter(target=f"{row._meta.label_lower}:{row.pk}").order_by("-pk")
    entry = last.select_related("by").first()
    stands = [
        (form[name].label, str(form[name].initial))
        for name in form.changed_data
        if not form[name].is_hidden and not name.startswith("checked_") and name != "parent"
    ]
    return {"who": entry.by.name if entry and entry.by else "", "stands": stands}


def _sent(request: CollaborativeRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
