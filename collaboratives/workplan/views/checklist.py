"""The small steps of a task: one more, a tick, another place, away with it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.workplan.forms.rules import StepForm
from collaboratives.workplan.models import Task
from collaboratives.workplan.queries import tasks_visible_to
from collaboratives.workplan.rules import may_edit
from collaboratives.workplan.services import checklist as services


@require_POST
def steps(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Add a step to a task."""
    task = task_to_edit(request, pk)
    form = StepForm(request.POST, auto_id="step_%s")
    if not form.is_valid():
        if request.htmx:
            return shown(request, task, form)
        messages.error(request, _("Write what the step is, in at most 200 letters."))
    elif task.checklist.count() >= services.MOST:
        messages.error(request, _("A task has at most 40 steps. Make another task of the rest."))
    else:
        services.add_step(task=task, by=request.member, text=form.cleaned_data["text"])
    return answer(request, task)


@require_POST
def step(request: CollaborativeRequest, pk: int, step: int) -> HttpResponse:
    """Do something with one step: ``do`` is tick, open, up, down or remove."""
    task = task_to_edit(request, pk)
    found = get_object_or_404(task.checklist.select_related("task__collaborative"), pk=step)
    deed = request.POST.get("do", "")
    if deed in ("tick", "open"):
        services.tick_step(step=found, by=request.member, done=deed == "tick")
    elif deed in (services.UP, services.DOWN):
        services.move_step(step=found, by=request.member, way=deed)
    elif deed == "remove":
        services.remove_step(step=found, by=request.member)
        messages.success(request, _("Removed: %(text)s") % {"text": found.text})
    return answer(request, task)


def task_to_edit(request: CollaborativeRequest, pk: int) -> Task:
    """Return the task, if its steps are the reader's to change."""
    task = get_object_or_404(tasks_visible_to(request.member), pk=pk)
    if not may_edit(request.member, task):
        raise PermissionDenied
    return task


def answer(request: CollaborativeRequest, task: Task) -> HttpResponse:
    """Return the steps alone to htmx, and to others the task's page."""
    if request.htmx:
        return shown(request, task, StepForm(auto_id="step_%s"))
    url = url_in(request.collaborative, "workplan:task", pk=task.pk)
    return redirect(f"{url}#steps")


def shown(request: CollaborativeRequest, task: Task, form: StepForm) -> HttpResponse:
    """Render the steps of a task."""
    context = {
        "task": task,
        "steps": task.checklist.select_related("done_by__user"),
        "step_form": form,
    }
    return render(request, "workplan/_steps.html", context)
