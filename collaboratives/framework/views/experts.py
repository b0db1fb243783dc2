"""The experts from outside who were asked to read the draft, and asking one more."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bsc.accounts.http import sent
from collaboratives.framework import rules
from collaboratives.framework.forms.experts import ExpertForm
from collaboratives.framework.models import ChangeFramework
from collaboratives.framework.queries import draft_readers
from collaboratives.framework.services.experts import ask_expert
from collaboratives.http import CollaborativeRequest, url_in

A_PAGE = 25


@require_http_methods(["GET", "POST"])
def experts(request: CollaborativeRequest) -> HttpResponse:
    """List who was asked; on POST make a link for one more and show it."""
    if not rules.may_ask_experts(request.member):
        raise PermissionDenied
    form = ExpertForm(
        sent(request),
        today=request.collaborative.today(),
        initial={"language": request.user.language},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = ask_expert(asked_by=request.member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The link is ready."))
            return redirect(url_in(request.collaborative, "framework:expert", pk=made.pk))
    context = {
        "form": form,
        "page": Paginator(draft_readers(), A_PAGE).get_page(request.GET.get("page")),
        "has_framework": ChangeFramework.objects.exists(),
    }
    return render(request, "framework/experts.html", context)
