"""One decision: changing it, making it, dropping it, opening it again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.forms import reopen
from collaboratives.workplan.enums import DecisionState
from collaboratives.workplan.errors import ChangedMeanwhileError
from collaboratives.workplan.meeting_forms import DecisionForm
from collaboratives.workplan.meeting_queries import decisions_visible_to, next_meeting
from collaboratives.workplan.models import Decision
from collaboratives.workplan.services.decisions import change_decision


@require_http_methods(["GET", "POST"])
def decision(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Show a decision and let the team change it; ``meeting`` says where it is made."""
    found = get_object_or_404(decisions_visible_to(request.member), pk=pk)
    form = DecisionForm(request.POST or None, collaborative=request.collaborative, decision=found)
    changed_meanwhile = False
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, form, found)
        except ChangedMeanwhileError:
            changed_meanwhile = True
            reopen(form, revision=str(found.revision))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(url_in(request.collaborative, "workplan:decision", pk=pk))
    context = {
        "decision": found,
        "form": form,
        "changed_meanwhile": changed_meanwhile,
        "today": request.collaborative.today(),
    }
    return render(request, "workplan/meetings/decision.html", context)


def _save(request: CollaborativeRequest, form: DecisionForm, found: Decision) -> None:
    """Save; a decision that is made while a meeting goes on is made at it."""
    now_on = next_meeting()
    change_decision(
        decision=found,
        by=request.member,
        revision=form.cleaned_data["revision"] or 0,
        at=now_on if now_on and now_on.starts_at <= timezone.now() else None,
        **form.decision_fields(),
    )


@require_POST
def reopen_decision(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Take back that a decision was made or dropped: it comes back in every meeting."""
    found = get_object_or_404(decisions_visible_to(request.member), pk=pk)
    try:
        change_decision(
            decision=found,
            by=request.member,
            revision=found.revision,
            state=DecisionState.OPEN,
        )
    except ChangedMeanwhileError:
        messages.warning(request, _("Somebody else changed this decision just now. Look again."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The decision is open again."))
    return redirect(url_in(request.collaborative, "workplan:decision", pk=pk))
