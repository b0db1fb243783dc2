"""One page of statements. Anybody on the team holds the pen; two pens meet without loss."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centers.assessment import queries, rules
from centers.assessment.comparing import all_alike
from centers.assessment.forms import OVERALL, PageForm
from centers.assessment.models import Assessment
from centers.assessment.scale import passage, points
from centers.assessment.services import (
    AlreadySettledError,
    Outcome,
    save_page,
)
from collaboratives.framework.models import PrimaryDriver, SecondaryDriver
from collaboratives.framework.queries import drivers_in_use
from collaboratives.http import CollaborativeRequest, url_in


@require_http_methods(["GET", "POST"])
def rate(request: CollaborativeRequest, pk: int, number: int) -> HttpResponse:
    """Show the statements of one primary driver, save while people choose, go on to the next."""
    assessment = get_object_or_404(queries.own_assessments(request.member), pk=pk)
    drivers = queries.page_of(assessment, number)
    if not drivers:
        raise Http404
    if not rules.may_rate(request.member, assessment):
        return _results(request, assessment)
    form = _form(request, assessment, drivers)
    if request.method == "GET":
        return _page(request, assessment, drivers, form)
    if not form.is_valid():
        return _page(request, assessment, drivers, form, status=422 if request.htmx else 200)
    try:
        outcomes = _save(request, assessment, drivers[0].primary, form)
    except AlreadySettledError as error:
        messages.info(request, str(error))
        return _results(request, assessment)
    return _answer(request, assessment, drivers, form, outcomes)


def _form(
    request: CollaborativeRequest, assessment: Assessment, drivers: list[SecondaryDriver]
) -> PageForm:
    return PageForm(
        request.POST or None,
        member=request.member,
        drivers=drivers,
        ratings=queries.ratings_of(assessment, drivers),
        overall=queries.comment_of(assessment, drivers[0].primary_id),
    )


def _save(
    request: CollaborativeRequest, assessment: Assessment, primary: PrimaryDriver, form: PageForm
) -> dict[str, Outcome]:
    """Save what was sent; return what came of it, by the form's keys."""
    kind, _dash, key = request.POST.get("choose", "").partition("-")
    sent = form.sent(
        insist=key if kind == "mine" else "",
        give_way=key if kind == "theirs" else "",
        clear=key if kind == "clear" else "",
    )
    overall = sent.pop(OVERALL, None)
    saved = save_page(
        assessment=assessment,
        by=request.member,
        sent={form.drivers[key]: one for key, one in sent.items()},
        primary=primary,
        overall=overall,
    )
    outcomes = {str(driver): outcome for driver, outcome in saved.ratings.items()}
    if saved.overall:
        outcomes[OVERALL] = saved.overall
    return outcomes


def _answer(
    request: CollaborativeRequest,
    assessment: Assessment,
    drivers: list[SecondaryDriver],
    form: PageForm,
    outcomes: dict[str, Outcome],
) -> HttpResponse:
    form.saw(outcomes)
    if request.htmx:
        return _page(request, assessment, drivers, form, outcomes)
    number = drivers[0].primary.number
    here = url_in(request.collaborative, "assessment:rate", pk=assessment.pk, number=number)
    if "choose" in request.POST:
        return redirect(f"{here}#statement-{request.POST['choose'].partition('-')[2]}")
    if any(outcome.merged.clash or outcome.merged.news for outcome in outcomes.values()):
        messages.warning(request, _("Somebody else was writing too. Look at what they chose."))
        return _page(request, assessment, drivers, form, outcomes)
    if request.POST.get("go") == "stay":
        return redirect(here)
    if request.POST.get("go") == "stop":
        messages.success(request, _("Saved. You can go on any time."))
        return redirect(url_in(request.collaborative, "assessment:rounds"))
    alike = all_alike([outcomes[str(driver.pk)].merged.value.score for driver in drivers])
    return redirect(_next_url(request, assessment, number) + (f"?alike={number}" if alike else ""))


def _next_url(request: CollaborativeRequest, assessment: Assessment, number: int) -> str:
    later = [each for each in queries.page_numbers() if each > number]
    if later:
        return url_in(request.collaborative, "assessment:rate", pk=assessment.pk, number=later[0])
    return url_in(request.collaborative, "assessment:settle", pk=assessment.pk)


def _page(
    request: CollaborativeRequest,
    assessment: Assessment,
    drivers: list[SecondaryDriver],
    form: PageForm,
    outcomes: dict[str, Outcome] | None = None,
    status: int = 200,
) -> HttpResponse:
    numbers = queries.page_numbers()
    place = numbers.index(drivers[0].primary.number)
    template = "assessment/rate.html" + ("#saved" if request.htmx else "")
    return render(
        request,
        template,
        {
            "assessment": assessment,
            "primary": drivers[0].primary,
            "form": form,
            "rows": form.rows(outcomes),
            "overall": form.overall(outcomes),
            "step": place + 1,
            "steps": len(numbers),
            "previous": numbers[place - 1] if place else None,
            "points": points(request.member),
            "halves": passage("halves", request.member),
            "plain": request.member.is_family_only,
            **counted(assessment, request),
        },
        status=status,
    )


def counted(assessment: Assessment, request: CollaborativeRequest) -> dict[str, Any]:
    """Return how many statements have a number, how many there are, and a question if due."""
    return {
        "rated": queries.rated_in(assessment),
        "total": drivers_in_use().count(),
        "alike": alike_page(request),
    }


def alike_page(request: CollaborativeRequest) -> int | None:
    """Return the number of the page on which every statement got the same number, if just left."""
    alike = request.GET.get("alike", "")
    if not alike:
        return None
    return next((number for number in queries.page_numbers() if str(number) == alike), None)


def _results(request: CollaborativeRequest, assessment: Assessment) -> HttpResponse:
    url = url_in(request.collaborative, "assessment:results", team=assessment.team_id)
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)
