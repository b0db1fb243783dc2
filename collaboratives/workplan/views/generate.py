"""Making the workplan from the standard plan."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.workplan.rules import may_add
from collaboratives.workplan.services import generate_workplan


@require_POST
def generate(request: CollaborativeRequest) -> HttpResponse:
    """Let the implementation team make the plan, or bring in what is missing."""
    if not may_add(request.member):
        raise PermissionDenied
    changes = generate_workplan(collaborative=request.collaborative, by=request.member)
    count = len(changes.new)
    said = ngettext("%(count)s task is new.", "%(count)s tasks are new.", count)
    messages.success(request, said % {"count": count})
    return redirect(url_in(request.collaborative, "workplan:list"))
