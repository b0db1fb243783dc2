"""Done, or not done after all, with one tap."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.workplan.back import back_to
from collaboratives.workplan.enums import TaskStatus
from collaboratives.workplan.queries import tasks_visible_to
from collaboratives.workplan.rules import may_edit
from collaboratives.workplan.services import set_status
from collaboratives.workplan.views.rows import row_of


@require_POST
def done(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Mark a task as done (``undo``: as open again); htmx gets the row, others the list again."""
    task = get_object_or_404(tasks_visible_to(request.member), pk=pk)
    if not may_edit(request.member, task):
        raise PermissionDenied
    status = TaskStatus.OPEN if "undo" in request.POST else TaskStatus.DONE
    set_status(task=task, status=status, by=request.member)
    messages.success(request, _("Done.") if status == TaskStatus.DONE else _("Open again."))
    back = request.GET.get("back", "")
    if request.htmx:
        task = tasks_visible_to(request.member).get(pk=pk)
        context = {
            "entry": row_of(request, task, back),
            "today": request.collaborative.today(),
            "focus": True,
        }
        return render(request, "workplan/_row.html", context)
    return redirect(back_to(request, f"{url_in(request.collaborative, 'workplan:list')}?{back}"))
