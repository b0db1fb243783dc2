"""The plan at a glance."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from collaboratives.http import CollaborativeRequest
from collaboratives.workplan.progress import drawing_of, progress_of
from collaboratives.workplan.rules import may_read_all_tasks


@require_GET
def progress(request: CollaborativeRequest) -> HttpResponse:
    """Draw phases, events and activities for the implementation team; the table says the same."""
    if not may_read_all_tasks(request.member):
        raise PermissionDenied
    found = progress_of(request.collaborative)
    # The drawing escapes every text that goes into it.
    context = {"progress": found, "drawing": mark_safe(drawing_of(found))}  # noqa: S308
    return render(request, "workplan/progress.html", context)
