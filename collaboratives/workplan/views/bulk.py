"""Several tasks at once: what is ticked in the list, or all that fits the filter."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.workplan import bulk_words
from collaboratives.workplan.enums import TaskStatus
from collaboratives.workplan.forms import FilterForm
from collaboratives.workplan.forms.bulk import Action, ChangeManyForm
from collaboratives.workplan.queries import filtered, tasks_visible_to
from collaboratives.workplan.rules import may_change_many
from collaboratives.workplan.services import bulk as services

# More than any plan has; keeps a made-up request small.
MOST = 2000
SHOWN = 25


@require_POST
def bulk(request: CollaborativeRequest) -> HttpResponse:
    """Say in words what will happen to which tasks, ask what is still open, then do it."""
    if not may_change_many(request.member):
        raise PermissionDenied
    action = request.POST.get("action", "")
    marks = marked(request)
    query = request.POST.get("filter", "")
    if action not in Action.values or not marks:
        said = _("Tick at least one task, and choose what to do with it.")
        messages.error(request, said)
        return back_to_list(request, query)
    tasks = list(tasks_visible_to(request.member).filter(pk__in=marks))
    marks = {task.pk: marks[task.pk] for task in tasks}
    initial = {"marks": written(marks), "filter": query}
    is_second = "go" in request.POST
    form = ChangeManyForm(request.POST if is_second else None, action=action, initial=initial)
    if is_second and form.is_valid():
        return do_it(request, form, action, marks, query)
    context = {
        "form": form,
        "heading": bulk_words.heading(action, len(tasks)),
        "consequences": bulk_words.consequences(action),
        "shown": tasks[:SHOWN],
        "others": tasks[SHOWN:],
        "back_url": f"{url_in(request.collaborative, 'workplan:list')}?{query}",
    }
    return render(request, "workplan/bulk.html", context)


def do_it(
    request: CollaborativeRequest,
    form: ChangeManyForm,
    action: str,
    marks: dict[int, int],
    query: str,
) -> HttpResponse:
    """Change the tasks, and say what was done, what was not and why."""
    data = form.cleaned_data | ({"days": form.days()} if action == Action.SHIFT else {})
    acts: dict[str, Callable[[], services.Act]] = {
        Action.DONE: lambda: services.set_status(TaskStatus.DONE),
        Action.STATUS: lambda: services.set_status(data["status"]),
        Action.SHIFT: lambda: services.shift_by(data["days"]),
        Action.PIN: lambda: services.pin,
        Action.UNPIN: lambda: services.unpin(request.collaborative),
    }
    make = acts.get(action)
    outcome = services.change_many(
        collaborative=request.collaborative,
        by=request.member,
        marks=marks,
        title=lambda count: bulk_words.deed(action, count, data),
        act=make() if make else None,
        owners=list(data["owners"]) if "owners" in data else None,
        keep_owners=action == Action.ADD_OWNER,
        token=data["token"],
    )
    if outcome.stale:
        said = _("Somebody else changed these meanwhile, so they stay as they are: %(names)s.")
        messages.warning(request, said % {"names": bulk_words.named(outcome.stale)})
    if outcome.left:
        said = _("There was nothing to change about these: %(names)s.")
        messages.info(request, said % {"names": bulk_words.named(outcome.left)})
    return back_to_list(request, query, deed=outcome.deed.pk if outcome.deed else None)


def marked(request: CollaborativeRequest) -> dict[int, int]:
    """Return the tasks that are meant, each with the revision that the reader saw."""
    if "all" in request.POST:
        query = QueryDict(request.POST.get("filter", ""))
        wanted = FilterForm(query, member=request.member).wanted()
        tasks = filtered(
            tasks_visible_to(request.member), wanted, request.collaborative.today()
        ).order_by("pk")
        return dict(tasks.values_list("pk", "revision")[:MOST])
    texts = request.POST.getlist("task") or request.POST.get("marks", "").split(",")
    found = {}
    for text in texts[:MOST]:
        key, _colon, revision = text.partition(":")
        if key.isdecimal() and revision.isdecimal() and len(key) < 19 and len(revision) < 10:
            found[int(key)] = int(revision)
    return found


def written(marks: dict[int, int]) -> str:
    """Return the marks as one hidden field carries them."""
    return ",".join(f"{key}:{revision}" for key, revision in marks.items())


def back_to_list(
    request: CollaborativeRequest, query: str, deed: int | None = None
) -> HttpResponse:
    """Return to the list as it was filtered; with the deed, so that it can be undone there."""
    shown = dict(QueryDict(query).items())
    if deed:
        shown["deed"] = str(deed)
    return redirect(f"{url_in(request.collaborative, 'workplan:list')}?{urlencode(shown)}")
