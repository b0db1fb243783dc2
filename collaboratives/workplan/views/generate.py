"""Making the workplan from the standard plan or from a template."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.workplan.forms.templates import ChoosePlanForm
from collaboratives.workplan.models import TaskRule
from collaboratives.workplan.rules import may_add
from collaboratives.workplan.services import generate_workplan


@require_POST
def generate(request: CollaborativeRequest) -> HttpResponse:
    """Let the implementation team make the plan, or bring in what is missing."""
    if not may_add(request.member):
        raise PermissionDenied
    form = ChoosePlanForm(request.POST, member=request.member)
    template = None
    if not TaskRule.objects.exists():
        if not form.is_valid():
            messages.error(request, _("This template is not there any more. Choose again."))
            return redirect(url_in(request.collaborative, "workplan:list"))
        template = form.cleaned_data["template"]
    changes = generate_workplan(
        collaborative=request.collaborative, by=request.member, template=template
    )
    count = len(changes.new)
    said = ngettext("%(count)s task is new.", "%(count)s tasks are new.", count)
    messages.success(request, said % {"count": count})
    return redirect(url_in(request.collaborative, "workplan:list"))
