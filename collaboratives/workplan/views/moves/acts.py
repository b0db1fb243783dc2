"""What can be done on a preview: choose for tasks, add or leave out a date, confirm, give up."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.models import Event
from collaboratives.workplan.enums import ChangeStatus
from collaboratives.workplan.errors import ChangedMeanwhileError
from collaboratives.workplan.following import Choice, Chosen
from collaboratives.workplan.models import PlanChange
from collaboratives.workplan.moves import applying
from collaboratives.workplan.moves.asked import asked_from_json
from collaboratives.workplan.moves.forms import ChooseForm, ConfirmForm, MoveEventForm
from collaboratives.workplan.moves.proposing import name_again
from collaboratives.workplan.rules import may_adjust_move, may_confirm_move
from collaboratives.workplan.views.moves.preview import preview_page

AS_THE_PLAN = "plan"


def _draft(request: CollaborativeRequest, pk: int) -> PlanChange:
    return get_object_or_404(applying.moves_visible_to(request.member), pk=pk)


def _key(sent: str) -> int | None:
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 19 else None


def _page(request: CollaborativeRequest, pk: int, fragment: str = "") -> HttpResponse:
    return redirect(url_in(request.collaborative, "workplan:move", pk=pk) + fragment)


@require_POST
def choose(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Pin, leave, move along or date the ticked tasks."""
    change = _draft(request, pk)
    if not may_adjust_move(request.member) or change.status != ChangeStatus.DRAFT:
        return _page(request, pk)
    keys = map(_key, request.POST.getlist("task"))
    ticked = frozenset(key for key in keys if key is not None)
    do, form = request.POST.get("do", ""), ChooseForm(request.POST, change=change)
    known = {AS_THE_PLAN, *(choice.value for choice in Choice)}
    if not form.is_valid() or do not in known:
        return preview_page(request, change, choosing=form, ticked=ticked)
    if do == Choice.ON.value and not form.cleaned_data["on"]:
        form.add_error("on", _("Choose the day first."))
        return preview_page(request, change, choosing=form, ticked=ticked)
    if not ticked:
        messages.warning(request, _("Tick the tasks first."))
        return _page(request, pk, "#tasks")
    chosen = None
    if do != AS_THE_PLAN:
        chosen = Chosen(Choice(do), form.cleaned_data["on"] if do == Choice.ON.value else None)
    applying.choose_lines(change=change, choices=dict.fromkeys(ticked, chosen))
    messages.success(request, _("Worked out again. Nothing has moved yet."))
    return _page(request, pk, "#tasks")


@require_POST
def add(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Move another date together with those of the draft."""
    change = _draft(request, pk)
    form = MoveEventForm(
        request.POST, collaborative=request.collaborative, member=request.member, auto_id="add_%s"
    )
    if not form.is_valid():
        return preview_page(request, change, adding=form)
    name_again(applying.extend_move(change=change, wishes=form.wishes()), change)
    messages.success(request, _("Both are worked out together. Nothing has moved yet."))
    return _page(request, pk)


@require_POST
def leave_out(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Take one date out of the draft."""
    change = _draft(request, pk)
    event = _key(request.POST.get("event", ""))
    if event is not None:
        name_again(applying.leave_out(change=change, event=event), change)
    return _page(request, pk)


@require_POST
def confirm(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Do it, unless the plan changed since the preview was read."""
    change = _draft(request, pk)
    form = ConfirmForm(request.POST)
    asked = asked_from_json(change.asked)
    events = Event.objects.filter(pk__in=asked.events).prefetch_related("leaders")
    if not may_confirm_move(request.member, events, moves_span=asked.span is not None):
        raise PermissionDenied
    if not form.is_valid():
        return preview_page(request, change, confirming=form)
    data = form.cleaned_data
    try:
        applying.apply_move(
            change=change,
            by=request.member,
            basis=data["basis"],
            tell=data["tell"],
            message=data["message"],
        )
    except ChangedMeanwhileError:
        return preview_page(request, change, confirming=form, changed_meanwhile=True)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return preview_page(request, change, confirming=form)
    messages.success(request, _("Done. It can be undone on this page."))
    return redirect(url_in(request.collaborative, "workplan:change", pk=pk))


@require_POST
def drop(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Give the draft up."""
    applying.drop_move(change=_draft(request, pk))
    messages.success(request, _("Nothing was moved."))
    return redirect(url_in(request.collaborative, "schedule:list"))
