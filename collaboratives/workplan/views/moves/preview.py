"""Everything that a move would touch, before anybody confirms it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.forms import reopen
from collaboratives.workplan.enums import ChangeStatus
from collaboratives.workplan.models import PlanChange
from collaboratives.workplan.moves.applying import moves_visible_to, preview_for
from collaboratives.workplan.moves.forms import ChooseForm, ConfirmForm, MoveEventForm
from collaboratives.workplan.moves.words import shown
from collaboratives.workplan.rules import may_read_all_tasks


@require_GET
def move(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Show the preview of a draft; one that is done has its page among the changes."""
    change = get_object_or_404(moves_visible_to(request.member), pk=pk)
    if change.status != ChangeStatus.DRAFT:
        return redirect(url_in(request.collaborative, "workplan:change", pk=pk))
    return preview_page(request, change)


def preview_page(
    request: CollaborativeRequest,
    change: PlanChange,
    *,
    adding: MoveEventForm | None = None,
    choosing: ChooseForm | None = None,
    confirming: ConfirmForm | None = None,
    changed_meanwhile: bool = False,
    ticked: frozenset[int] = frozenset(),
) -> HttpResponse:
    """Render the preview, with the forms as somebody left them."""
    preview = preview_for(change)
    starts = {"tell": change.tell and bool(preview.people), "basis": preview.basis}
    if confirming is None:
        confirming = ConfirmForm(initial=starts)
    elif confirming.is_bound:
        reopen(confirming, basis=preview.basis)
    context = {
        "change": change,
        "preview": preview,
        "shown": shown(preview, change),
        "sees_tasks": may_read_all_tasks(request.member),
        "adding": adding
        or MoveEventForm(
            collaborative=request.collaborative, member=request.member, auto_id="add_%s"
        ),
        "choosing": choosing or ChooseForm(change=change),
        "confirming": confirming,
        "changed_meanwhile": changed_meanwhile,
        "ticked": ticked,
        "today": request.collaborative.today(),
    }
    return render(request, "workplan/moves/preview.html", context)
