"""Taking a task that nobody has, with one tap."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.workplan.back import back_to
from collaboratives.workplan.errors import ChangedMeanwhileError
from collaboratives.workplan.queries import tasks_visible_to
from collaboratives.workplan.rules import may_edit
from collaboratives.workplan.services import change_task


@require_POST
def take(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Make the reader an owner of the task, beside others if there are any by now."""
    task = get_object_or_404(tasks_visible_to(request.member), pk=pk)
    if not may_edit(request.member, task):
        raise PermissionDenied
    owners = [owner.membership for owner in task.owners.all()]
    back = back_to(request, url_in(request.collaborative, "workplan:task", pk=pk))
    if request.member not in owners:
        owners.append(request.member)
        try:
            change_task(task=task, by=request.member, revision=task.revision, owners=owners)
        except ChangedMeanwhileError:
            messages.warning(request, _("Somebody else changed this task just now. Look again."))
            return redirect(back)
    messages.success(request, _("It is yours now: %(title)s") % {"title": task.title})
    return redirect(back)
