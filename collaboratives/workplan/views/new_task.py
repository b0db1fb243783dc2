"""A task that the plan does not have: on a date of its own, or counted from something."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.workplan.dates import Timing
from collaboratives.workplan.forms import NewTaskForm
from collaboratives.workplan.models import TaskRule
from collaboratives.workplan.rule_preview import Preview, preview_of
from collaboratives.workplan.rules import may_add
from collaboratives.workplan.services import add_task
from collaboratives.workplan.services.rules import RuleWish, add_rule, timed
from collaboratives.workplan.vocabulary import Vocabulary, specs


@require_http_methods(["GET", "POST"])
def new_task(request: CollaborativeRequest) -> HttpResponse:
    """Let the implementation team add a task to an activity, or a rule that asks for several."""
    if not may_add(request.member):
        raise PermissionDenied
    vocabulary = Vocabulary(request.collaborative)
    if request.htmx and request.method == "GET":
        return while_typing(request, vocabulary)
    form = NewTaskForm(
        request.POST or None,
        vocabulary=vocabulary,
        initial={"activity": request.GET.get("activity")},
    )
    preview = None
    if request.method == "POST" and form.is_valid():
        timing = form.cleaned_data["when"]
        if "show" not in request.POST:
            return save(request, form, timing)
        preview = preview_of_typed(form, vocabulary)
    return render(request, "workplan/new_task.html", {"form": form, "preview": preview})


def save(request: CollaborativeRequest, form: NewTaskForm, timing: Timing | None) -> HttpResponse:
    """Make the task, or the rule with its tasks."""
    data = form.cleaned_data
    if timing is None or timing.form == "as_needed":
        task = add_task(
            activity=data["activity"],
            by=request.member,
            owners=data["owners"],
            token=data["token"],
            **form.task_fields(),
        )
        messages.success(request, _("The task is in the plan."))
        return redirect(url_in(request.collaborative, "workplan:task", pk=task.pk))
    rule = add_rule(
        activity=data["activity"],
        by=request.member,
        wish=RuleWish(title_for(data["title"], timing), data["competency"], timing),
        owners=data["owners"],
        note=data["note"],
        token=data["token"],
    )
    messages.success(request, _("The plan asks for it from now on."))
    return redirect(url_in(request.collaborative, "workplan:rule", pk=rule.pk))


def while_typing(request: CollaborativeRequest, vocabulary: Vocabulary) -> HttpResponse:
    """Answer htmx with the dates of what is typed so far, or with why it is not understood."""
    form = NewTaskForm(request.GET, vocabulary=vocabulary)
    form.is_valid()
    context = {"form": form, "preview": preview_of_typed(form, vocabulary)}
    return render(request, "workplan/new_task.html#preview", context)


def preview_of_typed(form: NewTaskForm, vocabulary: Vocabulary) -> Preview | None:
    """Return the tasks that a rule with the typed timing would ask for."""
    timing, activity = form.cleaned_data.get("when"), form.cleaned_data.get("activity")
    if not isinstance(timing, Timing) or activity is None:
        return None
    title = title_for(form.cleaned_data.get("title") or "", timing)
    rule = TaskRule(collaborative=activity.collaborative, activity=activity, title=title)
    return preview_of(
        vocabulary.collaborative,
        standing=[],
        wished=[timed(rule, timing)],
        anchors=specs(vocabulary.places),
    )


def title_for(title: str, timing: Timing) -> str:
    """Return the title of a rule; the tasks of one for each event name their event."""
    if timing.form == "each" and "{event}" not in title:
        return f"{title}: {{event}}"[:300] if title else "{event}"
    return title
