"""The tests of one's own team, those that other centers share, and counts for observers."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from collaboratives.framework.queries import drivers_in_use
from collaboratives.http import CollaborativeRequest
from pdsa import queries, rules
from pdsa.enums import Status
from pdsa.forms.lists import FilterForm
from pdsa.models import Cycle, Ramp
from pdsa.words import team_name, voice_of, when_of

PAGE_SIZE = 25
# For how long the list says that somebody took up an idea of one's own.
LATELY, MOST_BORROWED = dt.timedelta(days=21), 3
GROUPS = {
    Status.DRAFT: _("Planning"),
    Status.PLANNED: _("Planning"),
    Status.DOING: _("Trying now"),
    Status.DONE: _("Learned"),
}


@dataclass(frozen=True)
class Row:
    """One test in the list; ``excerpt`` is where the words that were looked for stand in it."""

    cycle: Cycle
    group: str = ""
    when: str = ""
    team: str = ""
    excerpt: SafeString | str = ""


@require_GET
def show(request: CollaborativeRequest) -> HttpResponse:
    """The list, in groups; an observer sees how many there are and nothing more."""
    if request.member.is_observer:
        return _counts(request)
    member = request.member
    has_own = rules.may_plan(member)
    others = request.GET.get("from") == "others" or not has_own
    filters = FilterForm(request.GET or None, member=member)
    cycles = queries.cycles_visible_to(member)
    own = queries.own_cycles(member)
    cycles = cycles.exclude(own) if others else cycles.filter(own)
    page, rows = _found(request, cycles, filters, others=others)
    is_plain = not filters.is_narrowing and not others
    context: dict[str, Any] = {
        "voice": voice_of(member),
        "may_plan": has_own,
        "has_own": has_own,
        "others": others,
        "filters": filters,
        "is_narrowed": filters.is_narrowing,
        "is_searched": bool(filters.chosen.get("words")),
        "elsewhere": _elsewhere(request, others=others),
        "page": page,
        "rows": rows,
        "paper": [] if others else list(queries.paper_to_type(member)),
        "borrowed": _borrowed_lately(request) if is_plain and page.number == 1 else [],
        "examples": [] if rows or not is_plain else _examples(request),
    }
    return render(request, "pdsa/list.html" + ("#rows" if request.htmx else ""), context)


def _found(
    request: CollaborativeRequest, cycles: QuerySet[Cycle], filters: FilterForm, *, others: bool
) -> tuple[Page[Any], list[Row]]:
    """One page of the tests; those found by words come with excerpts, the best match first."""
    today = request.collaborative.today()
    found = queries.narrowed(cycles, request.member, **filters.chosen)
    words = filters.chosen.get("words", "")
    # Thousands are put in order by their keys alone; what a row shows is read for one page.
    ordered = queries.best_first(found, words) if words else queries.in_groups(found, today)
    keys = ordered.values_list("pk", flat=True)
    # Reading texts for words is the dear part: it is done once, not again to count them.
    paged: Paginator[Any] = Paginator(list(keys) if words else keys, PAGE_SIZE)
    page = paged.get_page(request.GET.get("page"))
    on_page = list(page)
    by_key = queries.for_list(cycles).in_bulk(on_page)
    excerpts = queries.excerpts(on_page, words) if words else {}
    voice = voice_of(request.member)
    return page, [
        Row(
            cycle,
            group=str(_("Found") if words else GROUPS[cycle.stands(today)]),
            when=when_of(cycle),
            team=team_name(cycle.ramp, voice) if others else "",
            excerpt=excerpts.get(cycle.pk, ""),
        )
        for cycle in (by_key[key] for key in on_page)
    ]


def _elsewhere(request: CollaborativeRequest, *, others: bool) -> str:
    """The same question asked of the other list."""
    asked = request.GET.copy()
    asked.pop("page", None)
    asked.pop("from", None)
    if not others:
        asked["from"] = "others"
    return f"?{asked.urlencode()}"


def _borrowed_lately(request: CollaborativeRequest) -> list[tuple[Ramp, str]]:
    since = timezone.now() - LATELY
    voice = voice_of(request.member)
    return [
        (ramp, team_name(ramp, voice))
        for ramp in queries.borrowed_lately(request.member, since)[:MOST_BORROWED]
    ]


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
