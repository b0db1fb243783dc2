"""The workplan: what is to do, by phase and activity, filtered by the query string."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from collaboratives.http import CollaborativeRequest
from collaboratives.workplan.enums import PHASES, TaskStatus
from collaboratives.workplan.forms import FilterForm
from collaboratives.workplan.models import Task
from collaboratives.workplan.queries import filtered, late_tasks, tasks_visible_to
from collaboratives.workplan.rules import may_add, may_read_plan
from collaboratives.workplan.views.rows import Row, row_of

PAGE_SIZE = 25


@require_GET
def plan(request: CollaborativeRequest) -> HttpResponse:
    """Show the plan to the implementation team, and to faculty their own tasks."""
    if not may_read_plan(request.member):
        raise PermissionDenied
    form = FilterForm(request.GET, member=request.member)
    today = request.collaborative.today()
    tasks = tasks_visible_to(request.member)
    page = Paginator(filtered(tasks, form.wanted(), today), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "workplan/list.html",
        {
            "form": form,
            "page": page,
            "groups": grouped(request, page.object_list),
            "today": today,
            "late": late_tasks(request.member, today).count(),
            "is_filtered": any(form.data.get(name) for name in form.fields),
            "has_plan": page.paginator.count > 0 or tasks.exists(),
            "may_add": may_add(request.member),
            "presets": presets(request),
        },
    )


def grouped(
    request: CollaborativeRequest, tasks: Iterable[Task]
) -> list[tuple[str, list[tuple[str, list[Row]]]]]:
    """Return the rows below the titles of their phase and activity."""
    back = request.GET.urlencode()
    phases: dict[str, dict[int, tuple[str, list[Row]]]] = {}
    for task in tasks:
        activities = phases.setdefault(str(PHASES[task.activity.phase]), {})
        rows = activities.setdefault(task.activity_id, (task.activity.title, []))[1]
        rows.append(row_of(request, task, back))
    return [(phase, list(activities.values())) for phase, activities in phases.items()]


def presets(request: CollaborativeRequest) -> list[tuple[str, str, bool]]:
    """Return the tabs: key, address, and whether it is what is shown."""
    shown = {name: value for name, value in request.GET.items() if value and name != "page"}
    tabs: dict[str, dict[str, str]] = {
        "all": {},
        "mine": {"who": "me"},
        "week": {"when": "week"},
        "late": {"when": "late"},
        "waiting": {"status": TaskStatus.WAITING},
    }
    return [(key, f"?{urlencode(query)}", query == shown) for key, query in tabs.items()]
