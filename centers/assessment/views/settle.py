"""Agreeing on the numbers, and opening them again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centers.assessment import queries, rules
from centers.assessment.services import reopen as reopen_assessment
from centers.assessment.services import settle as settle_assessment
from centers.assessment.views.rate import counted
from centers.assessment.words import sheet_of
from collaboratives.framework.queries import drivers_in_use
from collaboratives.http import CollaborativeRequest, url_in


@require_http_methods(["GET", "POST"])
def settle(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Show all numbers once more, what is missing too, and ask whether the team agrees."""
    assessment = get_object_or_404(queries.own_assessments(request.member), pk=pk)
    results = url_in(request.collaborative, "assessment:results", team=assessment.team_id)
    if not rules.may_rate(request.member, assessment):
        return redirect(results)
    if request.method == "POST":
        settle_assessment(assessment=assessment, by=request.member)
        messages.success(request, _("Your team agrees. Thank you for talking it through."))
        return redirect(results)
    drivers = list(drivers_in_use())
    ratings = queries.ratings_of(assessment, drivers)
    return render(
        request,
        "assessment/settle.html",
        {
            "assessment": assessment,
            "sheet": sheet_of(drivers, ratings, request.member),
            "pages": queries.page_numbers(),
            "plain": request.member.is_family_only,
            **counted(assessment, request),
        },
    )


@require_POST
def reopen(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Let the team change its numbers again; its leaders may."""
    assessment = get_object_or_404(queries.own_assessments(request.member), pk=pk)
    if not rules.may_reopen(request.member, assessment):
        raise PermissionDenied
    reopen_assessment(assessment=assessment, by=request.member)
    messages.success(request, _("The numbers are open again. Nothing is lost."))
    return redirect(url_in(request.collaborative, "assessment:rounds"))
