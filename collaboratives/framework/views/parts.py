"""Finding a part by what its address says, for the views that edit one."""

from typing import cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from collaboratives.framework.enums import PartKind
from collaboratives.framework.models import ChangeFramework
from collaboratives.framework.parts import KINDS, Kind, Part, ref_of
from collaboratives.framework.rules import may_edit
from collaboratives.http import CollaborativeRequest, url_in

PARTS = (PartKind.AIM, PartKind.PRIMARY, PartKind.SECONDARY, PartKind.IDEA)
LOADED = {
    PartKind.PRIMARY: ("merged_into",),
    PartKind.SECONDARY: ("primary", "merged_into__primary"),
    PartKind.IDEA: ("secondary__primary", "merged_into", "proposed_by__user"),
}


def editors_only(request: CollaborativeRequest) -> None:
    """Refuse everybody but the implementation team."""
    if not may_edit(request.member):
        raise PermissionDenied


def framework_or_404() -> ChangeFramework:
    """Return the framework of the collaborative in scope."""
    return get_object_or_404(ChangeFramework)


def kind_or_404(name: str) -> Kind:
    """Return the kind of part that an address names."""
    if name not in PARTS:
        raise Http404
    return KINDS[PartKind(name)]


def part_or_404(name: str, ref: str) -> Part:
    """Return the part that an address names, with what it stands under and what it became."""
    kind = kind_or_404(name)
    by = "pk" if kind.part == PartKind.IDEA else "key"
    if by == "pk" and not (ref.isascii() and ref.isdecimal() and len(ref) < 19):
        raise Http404
    rows = kind.model.objects.select_related(*LOADED.get(kind.part, ()))
    found: Part = get_object_or_404(rows, **{by: ref})
    return found


def place_on_page(part: Part, name: str) -> str:
    """Return the anchor of a part on the page on which it is edited."""
    return f"{name}-{ref_of(part)}"


def back_to(request: CollaborativeRequest, part: Part, name: str) -> str:
    """Return where one goes after a deed: to the part on the page of all, an idea to its driver's."""
    if name == PartKind.IDEA:
        page = url_in(
            request.collaborative,
            "framework:part",
            part=PartKind.SECONDARY.value,
            ref=part.secondary.key,  # type: ignore[union-attr]  # an idea
        )
    else:
        page = url_in(request.collaborative, "framework:edit")
    return f"{page}#{place_on_page(part, name)}"


def typed_again(form: forms.Form, **values: object) -> None:
    """Let a form that was sent show these values for hidden fields; the rest stays as typed."""
    data = cast(QueryDict, form.data).copy()
    for name, value in values.items():
        data[name] = str(value)
    form.data = data
