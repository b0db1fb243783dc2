"""One task: changing it, and what happened to it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.forms import reopen
from collaboratives.workplan.forms import TaskForm
from collaboratives.workplan.forms.rules import StepForm
from collaboratives.workplan.models import Task
from collaboratives.workplan.queries import tasks_visible_to
from collaboratives.workplan.reasons import reason_of
from collaboratives.workplan.rules import may_edit, may_edit_rules
from collaboratives.workplan.services import ChangedMeanwhileError, change_task
from collaboratives.workplan.trail import trail_of


@require_http_methods(["GET", "POST"])
def task(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Let those who may see a task change it."""
    found = get_object_or_404(tasks_visible_to(request.member), pk=pk)
    if not may_edit(request.member, found):
        raise PermissionDenied
    form = TaskForm(request.POST or None, task=found)
    changed_meanwhile = False
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, form, found)
        except ChangedMeanwhileError:
            changed_meanwhile = True
            reopen(form, revision=str(found.revision))
        else:
            messages.success(request, _("Saved."))
            return redirect(url_in(request.collaborative, "workplan:task", pk=pk))
    trail = trail_of(found)
    context = {
        "task": found,
        "form": form,
        "reason": reason_of(found),
        "trail": trail,
        "others": trail[0] if changed_meanwhile and trail else None,
        "today": request.collaborative.today(),
        "steps": found.checklist.select_related("done_by__user"),
        "step_form": StepForm(auto_id="step_%s"),
        "may_edit_rules": may_edit_rules(request.member),
    }
    return render(request, "workplan/task.html", context)


def _save(request: CollaborativeRequest, form: TaskForm, found: Task) -> None:
    change_task(
        task=found,
        by=request.member,
        revision=form.cleaned_data["revision"] or 0,
        owners=form.cleaned_data["owners"],
        follow_plan=form.cleaned_data.get("follow_plan", False),
        **form.task_fields(),
    )
