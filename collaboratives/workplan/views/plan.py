"""The workplan: what is to do, by phase and activity, filtered by the query string."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from collaboratives.http import CollaborativeRequest
from collaboratives.workplan.deeds import deeds_visible_to
from collaboratives.workplan.enums import PHASES, TaskStatus
from collaboratives.workplan.forms import FilterForm
from collaboratives.workplan.forms.bulk import BulkForm
from collaboratives.workplan.forms.templates import ChoosePlanForm
from collaboratives.workplan.models import PlanChange, Task, TaskRule
from collaboratives.workplan.queries import counts_of, filtered, tasks_visible_to
from collaboratives.workplan.rule_queries import templates_visible_to
from collaboratives.workplan.rules import may_add, may_change_many, may_read_plan
from collaboratives.workplan.views.rows import Row, row_of
from collaboratives.workplan.vocabulary import Vocabulary

PAGE_SIZE = 25
Groups = list[tuple[str, list[tuple[str, list[Row]]]]]


@dataclass(frozen=True)
class Tab:
    """A view of the list that one tap brings, and how many tasks stand in it."""

    label: str
    url: str
    current: bool
    count: int


@require_GET
def plan(request: CollaborativeRequest) -> HttpResponse:
    """Show the plan to the implementation team, and to faculty their own tasks."""
    if not may_read_plan(request.member):
        raise PermissionDenied
    vocabulary = Vocabulary(request.collaborative)
    form = FilterForm(request.GET, member=request.member, vocabulary=vocabulary)
    today = request.collaborative.today()
    tasks = tasks_visible_to(request.member)
    page = Paginator(filtered(tasks, form.wanted(), today), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    tabs = tabs_of(request, today)
    has_plan = page.paginator.count > 0 or tasks.exists()
    has_rules = TaskRule.objects.exists()
    context = {
        "form": form,
        "chips": form.chips(),
        "page": page,
        "groups": grouped(request, page.object_list, vocabulary),
        "today": today,
        "late": tabs[1].count,
        "has_plan": has_plan,
        "choose": None if has_rules else plans_to_choose(request),
        "may_make": may_add(request.member) and not has_rules,
        "may_add": may_add(request.member),
        "tabs": tabs,
        "bulk": BulkForm(total=page.paginator.count) if may_change_many(request.member) else None,
        "filter": form.query(),
        "deed": fresh_deed(request),
    }
    return render(request, "workplan/list.html", context)


def plans_to_choose(request: CollaborativeRequest) -> ChoosePlanForm | None:
    """Return what a first plan can be made from, where there is more than the standard plan."""
    if not templates_visible_to(request.member).exists():
        return None
    return ChoosePlanForm(member=request.member)


def grouped(request: CollaborativeRequest, tasks: Iterable[Task], vocabulary: Vocabulary) -> Groups:
    """Return the rows below the titles of their phase and activity."""
    back = request.GET.urlencode()
    phases: dict[str, dict[int, tuple[str, list[Row]]]] = {}
    for task in tasks:
        activities = phases.setdefault(str(PHASES[task.activity.phase]), {})
        rows = activities.setdefault(task.activity_id, (task.activity.title, []))[1]
        rows.append(row_of(request, task, back, vocabulary))
    return [(phase, list(activities.values())) for phase, activities in phases.items()]


def tabs_of(request: CollaborativeRequest, today: date) -> list[Tab]:
    """Return the tabs with their counts, and which one is shown."""
    counts = counts_of(request.member, today)
    shown = {name: value for name, value in request.GET.items() if value and name not in APART}
    tabs: list[tuple[str, dict[str, str], int]] = [
        (_("All to do"), {}, counts.everything),
        (_("Late"), {"when": "late"}, counts.late),
        (_("Mine"), {"who": "me"}, counts.mine),
        (_("This week"), {"when": "week"}, counts.week),
        (_("2 weeks"), {"when": "two_weeks"}, counts.two_weeks),
        (_("4 weeks"), {"when": "four_weeks"}, counts.four_weeks),
        (_("Waiting"), {"status": TaskStatus.WAITING}, counts.waiting),
    ]
    return [
        Tab(label, f"?{urlencode(query)}", query == shown, count) for label, query, count in tabs
    ]


# What stands in the query string and is no filter.
APART = ("page", "deed")


def fresh_deed(request: CollaborativeRequest) -> PlanChange | None:
    """Return what the reader has just done to several tasks, so that they can take it back."""
    key = request.GET.get("deed", "")
    if not key.isdecimal() or not may_change_many(request.member):
        return None
    return deeds_visible_to(request.member).filter(pk=int(key), undone_at=None).first()
