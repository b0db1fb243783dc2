"""``/o/<organization>/``: what an organization's admin sets up. No page here shows content."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bsc.accounts.http import sent
from bsc.accounts.models import User
from bsc.tenancy.doors import collaboratives_of
from collaboratives.forms import EnterForm
from collaboratives.http import url_in
from collaboratives.models import Collaborative, Organization
from collaboratives.services import enter_collaborative

A_PAGE = 25


class OrganizationRequest(HttpRequest):
    """An admin's request inside one organization."""

    user: User
    organization: Organization


@require_GET
def home(request: OrganizationRequest) -> HttpResponse:
    """List the organization's collaboratives."""
    rows = Collaborative.objects.filter(organization=request.organization).order_by("-starts_on")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    mine = {collaborative.pk for collaborative in collaboratives_of(request.user)}
    listed = [{"row": row, "is_mine": row.pk in mine} for row in page]
    context = {"organization": request.organization, "page": page, "listed": listed}
    return render(request, "collaboratives/organization.html", context)


@require_http_methods(["GET", "POST"])
def enter(request: OrganizationRequest, slug: str) -> HttpResponse:
    """Ask as what and why; the POST gives the role, for everybody to see."""
    collaborative = get_object_or_404(
        Collaborative.objects.filter(organization=request.organization).select_related(
            "organization"
        ),
        slug=slug,
    )
    form = EnterForm(sent(request))
    if request.method == "POST" and form.is_valid():
        enter_collaborative(
            collaborative=collaborative,
            user=request.user,
            role=form.cleaned_data["role"],
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("You are in. The people page shows your role to everybody."))
        return redirect(url_in(collaborative, "home:home"))
    context = {"form": form, "collaborative": collaborative, "organization": request.organization}
    return render(request, "collaboratives/enter.html", context)
