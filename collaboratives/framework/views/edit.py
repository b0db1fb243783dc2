"""The framework with what changes it: one page for the implementation team."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from collaboratives.framework.differences import difference
from collaboratives.framework.models import ChangeFramework, FrameworkRelease, PrimaryDriver
from collaboratives.framework.parts import KINDS, kind_of, name_of, name_of_target, ref_of
from collaboratives.framework.queries import (
    current_release,
    framework_of,
    ideas_waiting,
    retired_parts,
)
from collaboratives.framework.services import move_part, snapshot_of
from collaboratives.framework.views.parts import back_to, editors_only, part_or_404
from collaboratives.http import CollaborativeRequest


@require_GET
def edit(request: CollaborativeRequest) -> HttpResponse:
    """Show every part with a way to change it, to move it, and to add another."""
    editors_only(request)
    framework = framework_of(request.collaborative)
    if framework is None:
        return render(request, "framework/edit/none.html", {})
    release = current_release()
    return render(
        request,
        "framework/edit/outline.html",
        {
            "framework": framework,
            "aims": list(framework.aims.all()),
            "release": release,
            "changes": _changes(framework, release),
            "waiting": ideas_waiting(),
            "retired": [
                {
                    "name": name_of(part),
                    "kind": kind_of(part).part,
                    "ref": ref_of(part),
                    "into": name_of_target(part),
                    "is_primary": isinstance(part, PrimaryDriver),
                }
                for part in retired_parts(framework)
            ],
        },
    )


def _changes(framework: ChangeFramework, release: FrameworkRelease | None) -> int:
    return len(difference(release.snapshot, snapshot_of(framework))) if release else 0


@require_POST
def move(request: CollaborativeRequest) -> HttpResponse:
    """Put a part at another place; the button says which one and where: ``aim:key:2:up``."""
    editors_only(request)
    name, _colon, rest = request.POST.get("place", "").partition(":")
    ref, place, way = [*rest.split(":"), "", "", ""][:3]
    if name not in KINDS or not (place.isascii() and place.isdecimal() and len(place) < 6):
        return HttpResponseBadRequest()
    part = part_or_404(name, ref)
    if move_part(row=part, to=int(place), by=request.member):
        called = getattr(part, kind_of(part).called)
        messages.success(request, _("Moved: %(name)s") % {"name": called})
    page = back_to(request, part, name).partition("#")[0]
    # The address leads to the button, so that a keyboard can press it again.
    return redirect(f"{page}#{'up' if way == 'up' else 'down'}-{name}-{ref}")
