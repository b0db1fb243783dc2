"""Ideas that people suggested: one's own, and for the implementation team all of them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from collaboratives.framework.enums import IdeaStatus
from collaboratives.framework.queries import ideas_suggested
from collaboratives.framework.rules import may_edit, may_suggest
from collaboratives.framework.services import decide_idea
from collaboratives.http import CollaborativeRequest, url_in

PAGE_SIZE = 25
SAID = {
    IdeaStatus.ACCEPTED: _("Taken in. It stands among the ideas to try."),
    IdeaStatus.RETIRED: _("Not taken in. You can put it back below."),
    IdeaStatus.PROPOSED: _("Put back among the ideas that wait."),
}


@require_GET
def suggestions(request: CollaborativeRequest) -> HttpResponse:
    """List them, those that wait first."""
    if not may_suggest(request.member):
        raise PermissionDenied
    page = Paginator(ideas_suggested(request.member), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_decide": may_edit(request.member),
        "plain": request.member.is_family_only,
    }
    return render(request, "framework/suggestions.html", context)


@require_POST
def decide(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Take a suggested idea in, leave it out, or put it back, with one tap."""
    if not may_suggest(request.member):
        raise PermissionDenied
    idea = get_object_or_404(ideas_suggested(request.member), pk=pk)
    if not may_edit(request.member):
        raise PermissionDenied
    status = request.POST.get("status", "")
    if status not in IdeaStatus.values:
        return HttpResponseBadRequest()
    try:
        if decide_idea(idea=idea, status=status, by=request.member):
            messages.success(request, SAID[IdeaStatus(status)])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(url_in(request.collaborative, "framework:suggestions"))
