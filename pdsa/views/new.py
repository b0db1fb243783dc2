"""Step 1 of a plan before there is a draft, and where an idea for it could come from."""

import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bsc.accounts.http import acknowledged, answers_the_phone
from centers.models import CoreTeam
from collaboratives.framework.enums import IdeaStatus
from collaboratives.framework.models import ChangeIdea, SecondaryDriver
from collaboratives.framework.queries import drivers_in_use
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.translations import in_language
from metrics.models import CollectionPlan
from pdsa import queries, rules
from pdsa.enums import Status, Visibility
from pdsa.forms.plan import NewTestForm
from pdsa.models import Cycle
from pdsa.services.cycles import fingerprint, save_cycle, start_cycle
from pdsa.views import editing
from pdsa.views.plan import LAST_STEP
from pdsa.words import PLAN_PAGES, driver_words, team_name, voice_of, when_of

TESTS_SHOWN = 4


@require_http_methods(["GET", "POST"])
@answers_the_phone
def new(request: CollaborativeRequest) -> HttpResponse:
    """The first save, by hand or while typing, makes the draft.

    ``?driver=`` chooses a focus area, ``?idea=`` one of its change ideas, ``?plan=`` a collection
    plan of one's own team that the test tries out.
    """
    teams = rules.teams_to_plan_for(request.member)
    if not teams:
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    plan = _plan(asked, teams)
    idea = _idea(asked)
    form = NewTestForm(
        request.POST or None,
        member=request.member,
        teams=[plan.team] if plan else teams,
        initial=_begun_with(asked, plan, idea),
        lenient=bool(request.htmx),
    )
    if request.method == "POST" and form.is_valid():
        cycle = _start(request, form, plan)
        if request.htmx:
            return acknowledged(HttpResponse(status=204))
        return redirect(url_in(request.collaborative, "pdsa:plan", pk=cycle.pk, step=2))
    if request.method == "POST" and request.htmx:
        return HttpResponse(status=422)
    return render(
        request,
        "pdsa/new.html",
        {
            "form": form,
            "words": PLAN_PAGES[1],
            "voice": voice_of(request.member),
            "drafts": queries.drafts_of(request.member)[:3] if request.method == "GET" else (),
            "last_step": LAST_STEP,
            "plan": plan,
            "measure": in_language(plan.metric, "plain_name") if plan else None,
            **({} if plan else _ideas(request, form["driver"].value())),
            **editing.keeping(request),
        },
    )


def _begun_with(
    asked: QueryDict, plan: CollectionPlan | None, idea: ChangeIdea | None
) -> dict[str, Any]:
    if plan:
        measure = in_language(plan.metric, "plain_name").text
        what = _("Try out our way to count: %(measure)s") % {"measure": measure}
        how = ", ".join(filter(None, [plan.when, plan.tool]))
        return {"plan": plan.pk, "what": f"{what}\n{how}".strip()}
    if idea:
        return {"driver": str(idea.secondary_id), "what": idea.text}
    return {"driver": asked.get("driver", "")}


def _plan(asked: QueryDict, teams: list[CoreTeam | None]) -> CollectionPlan | None:
    """Return the collection plan that is named; 404 where it is not of a team one plans for."""
    key = asked.get("plan", "")
    if not key:
        return None
    plans = CollectionPlan.objects.filter(team__in=[team for team in teams if team])
    plan = plans.select_related("team", "metric").filter(pk=key).first() if _is_key(key) else None
    if plan is None:
        raise Http404
    return plan


def _is_key(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,18}", text))


def _idea(asked: QueryDict) -> ChangeIdea | None:
    """Return the change idea that is named, if it still is one of a driver in use."""
    key = asked.get("idea", "")
    if not _is_key(key):
        return None
    accepted = ChangeIdea.objects.filter(status=IdeaStatus.ACCEPTED)
    return accepted.filter(pk=key, secondary__in=drivers_in_use()).first()


def _ideas(request: CollaborativeRequest, chosen: Any) -> dict[str, Any]:
    """Return where an idea could come from: the chosen driver's own ideas, and others' tests."""
    voice = voice_of(request.member)
    drivers = list(drivers_in_use())
    driver = next((each for each in drivers if str(each.pk) == str(chosen)), None)
    if driver is None:
        return {"drivers": [(each, driver_words(each, voice)) for each in drivers]}
    return {
        "driver": driver,
        "driver_name": driver_words(driver, voice),
        "ideas": ChangeIdea.objects.filter(secondary=driver, status=IdeaStatus.ACCEPTED),
        "tried": [
            {"cycle": cycle, "team": team_name(cycle.ramp, voice), "when": when_of(cycle)}
            for cycle in _tried_elsewhere(request, driver)
        ],
    }


def _tried_elsewhere(request: CollaborativeRequest, driver: SecondaryDriver) -> list[Cycle]:
    member = request.member
    shared = (
        queries.cycles_visible_to(member)
        .exclude(queries.own_cycles(member))
        .exclude(status=Status.DRAFT)
        .filter(visibility=Visibility.COLLABORATIVE, ramp__secondary_driver=driver)
    )
    # What was learned comes first.
    latest = queries.for_list(shared).order_by(F("finished_at").desc(nulls_last=True), "-pk")
    return list(latest[:TESTS_SHOWN])


def _start(request: CollaborativeRequest, form: NewTestForm, plan: CollectionPlan | None) -> Cycle:
    given = form.cleaned_data
    cycle = start_cycle(
        by=request.member,
        team=form.chosen_team,
        what=given["what"],
        driver=given["driver"],
        token=given["token"],
        collection_plan=plan,
    )
    if cycle.is_draft:
        # While somebody types, the draft of this very form grows with its words.
        what = {"what": given["what"]}
        save_cycle(
            cycle=cycle,
            by=request.member,
            values=what,
            seen=fingerprint(cycle, what),
            driver=given["driver"],
            change_driver=True,
        )
    return cycle
