"""A task that the plan does not have."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.workplan.forms import NewTaskForm
from collaboratives.workplan.rules import may_add
from collaboratives.workplan.services import add_task


@require_http_methods(["GET", "POST"])
def new_task(request: CollaborativeRequest) -> HttpResponse:
    """Let the implementation team add a task to an activity."""
    if not may_add(request.member):
        raise PermissionDenied
    form = NewTaskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        task = add_task(
            activity=form.cleaned_data["activity"],
            by=request.member,
            owners=form.cleaned_data["owners"],
            token=form.cleaned_data["token"],
            **form.task_fields(),
        )
        messages.success(request, _("The task is in the plan."))
        return redirect(url_in(request.collaborative, "workplan:task", pk=task.pk))
    return render(request, "workplan/new_task.html", {"form": form})
