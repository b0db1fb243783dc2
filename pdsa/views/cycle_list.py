"""The tests of one's own team, those that other centers share, and counts for observers."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from collaboratives.framework.queries import drivers_in_use
from collaboratives.http import CollaborativeRequest
from pdsa import queries, rules
from pdsa.enums import Status
from pdsa.forms.lists import FilterForm
from pdsa.models import Cycle
from pdsa.words import team_name, voice_of, when_of

PAGE_SIZE = 25
GROUPS = {
    Status.DRAFT: _("Planning"),
    Status.PLANNED: _("Planning"),
    Status.DOING: _("Trying now"),
    Status.DONE: _("Learned"),
}


@dataclass(frozen=True)
class Row:
    """One test in the list."""

    cycle: Cycle
    group: str = ""
    when: str = ""
    team: str = ""


@require_GET
def show(request: CollaborativeRequest) -> HttpResponse:
    """The list, in groups; an observer sees how many there are and nothing more."""
    if request.member.is_observer:
        return _counts(request)
    member = request.member
    has_own = rules.may_plan(member)
    others = request.GET.get("from") == "others" or not has_own
    today = request.collaborative.today()
    filters = FilterForm(request.GET or None, member=member)
    cycles = queries.cycles_visible_to(member)
    own = queries.own_cycles(member)
    cycles = cycles.exclude(pk__in=cycles.filter(own)) if others else cycles.filter(own)
    narrowed = _narrowed(cycles, filters)
    page = Paginator(queries.for_list(queries.in_groups(narrowed, today)), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    voice = voice_of(member)
    rows = [
        Row(
            cycle,
            group=str(GROUPS[cycle.stands(today)]),
            when=when_of(cycle),
            team=team_name(cycle.ramp, voice) if others else "",
        )
        for cycle in page
    ]
    is_narrowed = filters.is_bound and any(filters.data.get(name) for name in filters.fields)
    context: dict[str, Any] = {
        "voice": voice,
        "may_plan": has_own,
        "has_own": has_own,
        "others": others,
        "filters": filters,
        "is_narrowed": is_narrowed,
        "page": page,
        "rows": rows,
        "examples": [] if rows or others or is_narrowed else _examples(request),
    }
    return render(request, "pdsa/list.html" + ("#rows" if request.htmx else ""), context)


def _narrowed(cycles: QuerySet[Cycle], filters: FilterForm) -> QuerySet[Cycle]:
    if not filters.is_valid():
        return cycles
    chosen = filters.cleaned_data
    return queries.narrowed(
        cycles,
        driver=chosen["driver"].pk if chosen["driver"] else None,
        decision=chosen["decision"],
        words=chosen["words"],
    )


def _examples(request: CollaborativeRequest) -> list[Row]:
    shared = queries.cycles_visible_to(request.member).filter(number=1)
    voice = voice_of(request.member)
    return [
        Row(cycle, team=team_name(cycle.ramp, voice))
        for cycle in queries.for_list(shared).order_by("-posted_at")[:3]
    ]


def _counts(request: CollaborativeRequest) -> HttpResponse:
    cycles = queries.counted_for_observers()
    per_driver = queries.cycles_per_driver(cycles)
    groups = queries.counted_in_groups(cycles, request.collaborative.today())
    return render(
        request,
        "pdsa/counts.html",
        {
            "total": sum(groups.values()),
            **groups,
            "drivers": [(driver, per_driver.get(driver.pk, 0)) for driver in drivers_in_use()],
        },
    )
