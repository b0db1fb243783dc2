"""Taking a part out and back, merging it, deleting it. The part's page says what each means."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboratives.framework.enums import IdeaStatus, PartKind
from collaboratives.framework.forms.idea import MergeForm
from collaboratives.framework.models import ChangeIdea, PrimaryDriver, SecondaryDriver
from collaboratives.framework.parts import Part, is_in_use, name_of
from collaboratives.framework.queries import drivers_in_use
from collaboratives.framework.services import bring_back, delete, merge, retire
from collaboratives.framework.uses import uses_of
from collaboratives.framework.views.parts import back_to, editors_only, part_or_404
from collaboratives.http import CollaborativeRequest, url_in


@require_POST
def take_out(request: CollaborativeRequest, part: str, ref: str) -> HttpResponse:
    """Retire a part."""
    return _do(request, part, ref, retire, _("Taken out: %(name)s. You can bring it back."))


@require_POST
def take_back(request: CollaborativeRequest, part: str, ref: str) -> HttpResponse:
    """Put a retired or merged part in use again."""
    return _do(request, part, ref, bring_back, _("Back in the framework: %(name)s"))


@require_POST
def remove(request: CollaborativeRequest, part: str, ref: str) -> HttpResponse:
    """Delete a part that nothing points at."""
    return _do(request, part, ref, delete, _("Deleted: %(name)s"))


def _do(
    request: CollaborativeRequest, part: str, ref: str, deed: Callable[..., None], said: str
) -> HttpResponse:
    editors_only(request)
    row = part_or_404(part, ref)
    page = back_to(request, row, part)
    name = name_of(row)
    try:
        deed(row=row, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(url_in(request.collaborative, "framework:part", part=part, ref=ref))
    messages.success(request, said % {"name": name})
    return redirect(page)


@require_http_methods(["GET", "POST"])
def join(request: CollaborativeRequest, part: str, ref: str) -> HttpResponse:
    """Merge a part into another of its kind, after saying what that means."""
    editors_only(request)
    row = part_or_404(part, ref)
    if part == PartKind.AIM or not is_in_use(row):
        raise Http404
    form = MergeForm(request.POST if request.method == "POST" else None, parts=_others(row))
    if form.is_bound and form.is_valid():
        into = form.chosen
        try:
            merge(row=row, into=into, by=request.member)
        except ValidationError as error:
            form.add_error("into", error.messages)
        else:
            shown = {"name": name_of(row), "into": name_of(into)}
            messages.success(request, _("“%(name)s” is part of “%(into)s” now.") % shown)
            return redirect(back_to(request, into, part))
    context: dict[str, Any] = {
        "form": form,
        "name": name_of(row),
        "part": part,
        "ref": ref,
        "uses": uses_of(type(row), [row.pk]).get(row.pk, []),
        "below": _below(row),
    }
    return render(request, "framework/edit/merge.html", context)


def _others(row: Part) -> list[Part]:
    found: list[Part] = []
    if isinstance(row, PrimaryDriver):
        found = list(PrimaryDriver.objects.filter(retired_on=None))
    elif isinstance(row, SecondaryDriver):
        found = list(drivers_in_use())
    elif isinstance(row, ChangeIdea):
        ideas = ChangeIdea.objects.filter(status=IdeaStatus.ACCEPTED, secondary=row.secondary_id)
        found = list(ideas)
    return [other for other in found if other.pk != row.pk]


def _below(row: Part) -> int:
    """Return how many parts stand below it and would move along."""
    if isinstance(row, PrimaryDriver):
        return SecondaryDriver.objects.filter(primary=row, retired_on=None).count()
    if isinstance(row, SecondaryDriver):
        return ChangeIdea.objects.filter(secondary=row, status=IdeaStatus.ACCEPTED).count()
    return 0
