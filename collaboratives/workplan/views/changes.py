"""What was done to the plan, and taking it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.workplan.deeds import deeds_visible_to, drafts_of, steps_of
from collaboratives.workplan.enums import ChangeKind
from collaboratives.workplan.errors import ChangedMeanwhileError
from collaboratives.workplan.moves.notices import plan_notices_of_undoing
from collaboratives.workplan.rules import may_move_dates, may_read_all_tasks, may_undo
from collaboratives.workplan.undoing import changed_since, undo

A_PAGE = 20
STEPS = 50


@require_GET
def changes(request: CollaborativeRequest) -> HttpResponse:
    """List what was done to the plan, the latest first."""
    if not may_move_dates(request.member):
        raise PermissionDenied
    page = Paginator(deeds_visible_to(request.member), A_PAGE).get_page(request.GET.get("page"))
    drafts = drafts_of(request.member)[:5]
    return render(request, "workplan/changes.html", {"page": page, "drafts": drafts})


@require_GET
def change(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Show one deed: from what to what, and whether it can still be undone."""
    if not may_move_dates(request.member):
        raise PermissionDenied
    found = get_object_or_404(deeds_visible_to(request.member), pk=pk)
    sees_tasks = may_read_all_tasks(request.member)
    page = Paginator(steps_of(found, with_plan=sees_tasks), STEPS).get_page(request.GET.get("page"))
    is_done = found.undone_at is None
    context = {
        "change": found,
        "page": page,
        "is_move": found.kind == ChangeKind.MOVE,
        "may_undo": is_done and may_undo(request.member, found),
        "in_the_way": changed_since(found, names_tasks=sees_tasks) if is_done else [],
    }
    return render(request, "workplan/change.html", context)


@require_POST
def undo_change(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Take a deed back, where nothing of it has changed again."""
    if not may_move_dates(request.member):
        raise PermissionDenied
    found = get_object_or_404(deeds_visible_to(request.member), pk=pk)
    if not may_undo(request.member, found):
        raise PermissionDenied
    try:
        undone = undo(change=found, by=request.member)
    except ChangedMeanwhileError as error:
        said = _("It cannot be undone any more, because this has changed since: %(names)s.")
        messages.error(request, said % {"names": ", ".join(error.names)})
    else:
        if undone.kind == ChangeKind.MOVE:
            plan_notices_of_undoing(undone)
        messages.success(request, _("Undone. Everything stands as it did before."))
    return redirect(url_in(request.collaborative, "workplan:change", pk=pk))
