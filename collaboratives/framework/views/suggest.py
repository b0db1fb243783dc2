"""Suggesting a change idea: anybody who takes part may."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboratives.framework.forms.idea import SuggestForm
from collaboratives.framework.queries import drivers_with_ideas
from collaboratives.framework.rules import may_suggest
from collaboratives.framework.services import suggest_idea
from collaboratives.http import CollaborativeRequest, url_in


@require_http_methods(["GET", "POST"])
def suggest(request: CollaborativeRequest, key: str) -> HttpResponse:
    """Take in an idea for a driver; the implementation team looks at it."""
    driver = get_object_or_404(drivers_with_ideas(), key=key)
    if not may_suggest(request.member):
        raise PermissionDenied
    if not driver.is_in_use:
        raise Http404
    form = SuggestForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        suggest_idea(driver=driver, text=form.cleaned_data["text"], by=request.member)
        messages.success(
            request, _("Thank you. The team that runs the collaborative will look at it.")
        )
        return redirect(url_in(request.collaborative, "framework:driver", key=key) + "#ideas")
    context = {"driver": driver, "form": form, "plain": request.member.is_family_only}
    return render(request, "framework/suggest.html", context)
