"""All that was tried under one secondary driver, across the teams."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from collaboratives.framework.models import SecondaryDriver
from collaboratives.http import CollaborativeRequest
from pdsa import queries, rules
from pdsa.cards import card_of
from pdsa.enums import Decision, Stage
from pdsa.words import driver_words, stage_words, voice_of

PAGE_SIZE = 25


@require_GET
def show(request: CollaborativeRequest, key: str) -> HttpResponse:
    """List the ideas, each with its small ramp; an observer sees how many there are."""
    driver = get_object_or_404(SecondaryDriver.objects.select_related("primary"), key=key)
    voice = voice_of(request.member)
    context: dict[str, Any] = {
        "driver": driver,
        "voice": voice,
        "words": driver_words(driver, voice),
    }
    if request.member.is_observer:
        return render(request, "pdsa/driver_counts.html", context | _counted(driver))
    ramps = queries.ramps_under(driver, request.member)
    stages = queries.per_stage(ramps)
    stage = request.GET.get("stage", "")
    stage = stage if stage in Stage.values else ""
    shown = ramps.filter(**{queries.SEEN_STAGE: stage}) if stage else ramps
    page = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page"))
    today = request.collaborative.today()
    context |= {
        "stage": stage,
        "stages": [
            (each.value, stage_words(each, voice), stages[each]) for each in Stage if each in stages
        ],
        "total": sum(stages.values()),
        "page": page,
        "cards": [card_of(ramp, request.member, today) for ramp in page],
        "may_plan": rules.may_plan(request.member) and driver.is_in_use,
    }
    return render(request, "pdsa/driver.html", context)


def _counted(driver: SecondaryDriver) -> dict[str, Any]:
    cycles = queries.counted_for_observers().filter(ramp__secondary_driver=driver)
    decisions = queries.cycles_per_decision(cycles)
    return {
        "ideas": cycles.values("ramp").distinct().count(),
        "tests": cycles.count(),
        "decisions": [(each.label, decisions.get(each, 0)) for each in Decision],
    }
