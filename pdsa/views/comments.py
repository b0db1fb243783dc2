"""What people add to a test: comments, replies, what a teammate saw, thanks."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboratives.http import CollaborativeRequest, url_in
from pdsa import queries, rules
from pdsa.enums import Kind
from pdsa.forms.talk import CommentForm
from pdsa.models import Cycle, CycleComment
from pdsa.services.comments import add_comment, remove_comment, set_thanks
from pdsa.views.cycle import cycle_of, page


@require_POST
def add(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Comment on a cycle, or reply to a comment."""
    cycle = cycle_of(request, pk)
    if not rules.may_comment(request.member, cycle):
        raise PermissionDenied
    thread = _thread(request, cycle)
    form = CommentForm(
        request.POST,
        hats=rules.hats_for(request.member, cycle),
        people=() if thread else queries.people_to_mention(cycle, request.member),
        reply_to=thread.pk if thread else None,
    )
    if not (form.is_valid() and _sent(request, form, cycle, thread, Kind.COMMENT)):
        return page(request, cycle, comment_form=form, part=_part(request))
    messages.success(request, _("Your comment is posted."))
    return _back(request, cycle, "comments")


@require_POST
def note(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Add what one saw oneself to a teammate's cycle."""
    cycle = cycle_of(request, pk)
    if not rules.may_add_note(request.member, cycle):
        raise PermissionDenied
    form = CommentForm(
        request.POST, hats=rules.hats_for(request.member, cycle), kind=Kind.OBSERVATION
    )
    if not (form.is_valid() and _sent(request, form, cycle, None, Kind.OBSERVATION)):
        return page(request, cycle, note_form=form)
    messages.success(request, _("Thank you. What you saw is part of the story now."))
    return redirect(url_in(request.collaborative, "pdsa:cycle", pk=cycle.pk) + "#notes")


def _thread(request: CollaborativeRequest, cycle: Cycle) -> CycleComment | None:
    wanted = request.POST.get("reply_to", "")
    if not wanted:
        return None
    if not re.fullmatch(r"[0-9]{1,18}", wanted):
        raise Http404
    return get_object_or_404(queries.comments_on(cycle), pk=wanted)


def _sent(
    request: CollaborativeRequest,
    form: CommentForm,
    cycle: Cycle,
    thread: CycleComment | None,
    kind: Kind,
) -> bool:
    try:
        add_comment(
            cycle=cycle,
            author=request.member,
            hat=form.chosen_hat,
            text=form.cleaned_data["text"],
            token=form.cleaned_data["token"],
            reply_to=thread,
            kind=kind,
            mentions=form.cleaned_data.get("mentions", []),
        )
    except ValidationError as error:
        form.add_error(None, error)
        # The thread is gone, but the words go on: they come back as a comment of their own.
        form.reply_to = None
        return False
    return True


def _part(request: CollaborativeRequest) -> str:
    return "#comments" if request.htmx else ""


def _back(request: CollaborativeRequest, cycle: Cycle, anchor: str) -> HttpResponse:
    if request.htmx:
        return page(request, cycle, part="#comments")
    return redirect(f"{url_in(request.collaborative, 'pdsa:cycle', pk=cycle.pk)}#{anchor}")


@require_POST
def remove(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Take one's own comment back."""
    visible = queries.cycles_visible_to(request.member).values("pk")
    comment = get_object_or_404(CycleComment.objects.filter(cycle__in=visible), pk=pk)
    cycle = cycle_of(request, comment.cycle_id)
    if not rules.may_remove_comment(request.member, comment):
        raise PermissionDenied
    remove_comment(comment=comment, by=request.member)
    messages.success(request, _("Your comment is removed."))
    return _back(request, cycle, "comments")


@require_POST
def thanks(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Say thank you for a test, or take it back."""
    cycle = cycle_of(request, pk)
    if not rules.may_thank(request.member, cycle):
        raise PermissionDenied
    set_thanks(cycle=cycle, by=request.member, given=request.POST.get("given") != "no")
    return _back(request, cycle, "comments")
