"""One test: its plan, what happened, what was learned, what next, and what people say to it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from collaboratives.framework.wording import then_of
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.translations import in_language
from pdsa import queries, rules
from pdsa.conversation import conversation, peers_asked
from pdsa.enums import Status
from pdsa.forms.peers import PeerForm
from pdsa.forms.talk import CommentForm
from pdsa.models import Cycle
from pdsa.services.cycles import begin_trying, draft_next
from pdsa.services.owners import take_over
from pdsa.travels import centers_reached, credit_of
from pdsa.words import (
    LABELS,
    driver_field,
    driver_words,
    headline,
    questions_about,
    team_name,
    voice_of,
)


@require_GET
def show(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """The page of one cycle."""
    return page(request, cycle_of(request, pk))


def cycle_of(request: CollaborativeRequest, pk: int) -> Cycle:
    """Return a cycle this person may read, loaded for its page; else 404."""
    return get_object_or_404(queries.for_page(queries.cycles_visible_to(request.member)), pk=pk)


def page(
    request: CollaborativeRequest,
    cycle: Cycle,
    *,
    comment_form: CommentForm | None = None,
    note_form: CommentForm | None = None,
    peer_form: PeerForm | None = None,
    part: str = "",
) -> HttpResponse:
    """Render the page, or one part of it; a form that was refused comes back in its place."""
    if cycle.is_draft:
        return redirect(url_in(request.collaborative, "pdsa:plan", pk=cycle.pk, step=1))
    member = request.member
    stands = cycle.stands(request.collaborative.today())
    voice = voice_of(member)
    ladder = list(queries.ladder_of(cycle.ramp, member))
    return render(
        request,
        f"pdsa/cycle.html{part}",
        {
            "cycle": cycle,
            "voice": voice,
            "team": team_name(cycle.ramp, voice),
            "credit": credit_of(cycle.ramp, member, voice),
            "reached": centers_reached(cycle.ramp, member),
            "to_borrow": cycle if rules.may_borrow(member, cycle) else None,
            "headline": headline(cycle),
            "stands": stands,
            "is_trying": stands == Status.DOING,
            "may_edit": rules.may_edit(member, cycle),
            "may_finish": rules.may_finish(member, cycle),
            "may_plan_next": rules.may_plan_next(member, cycle) and cycle == ladder[-1],
            "may_take_over": rules.may_take_over(member, cycle),
            "may_add_photo": rules.may_add_photo(member, cycle),
            "asked": questions_about(cycle) if stands == Status.PLANNED else (),
            "ladder": ladder if len(ladder) > 1 else (),
            "photos": _photos(request, cycle),
            **_working_on(request, cycle),
            **conversation(request, cycle, comment_form=comment_form, note_form=note_form),
            **peers_asked(request, cycle, form=peer_form),
        },
    )


def _working_on(request: CollaborativeRequest, cycle: Cycle) -> dict[str, Any]:
    driver = cycle.ramp.secondary_driver
    voice = voice_of(request.member)
    driver_label, metric_label = LABELS[voice]
    metrics = [row.metric for row in cycle.ramp.metric_rows.all()]
    return {
        "driver_label": driver_label,
        "driver": driver_words(driver, voice) if driver else None,
        "driver_url": url_in(request.collaborative, "framework:driver", key=driver.key)
        if driver
        else "",
        "then": then_of(driver, cycle.ramp.release, driver_field(driver, voice)),
        "metric_label": metric_label,
        "metrics": [
            in_language(metric, "name" if voice == "staff" else "plain_name") for metric in metrics
        ],
    }


def _photos(request: CollaborativeRequest, cycle: Cycle) -> list[dict[str, Any]]:
    return [
        {
            "row": photo,
            "by": photo.by.user.name if photo.by else _("From the paper form"),
            "may_remove": rules.may_remove_photo(request.member, photo),
        }
        for photo in cycle.photos.all()
    ]


@require_POST
def start(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Say that the test has begun."""
    cycle = cycle_of(request, pk)
    if not rules.may_finish(request.member, cycle):
        raise PermissionDenied
    begin_trying(cycle=cycle, by=request.member)
    messages.success(request, _("You have started. Good luck!"))
    return redirect(url_in(request.collaborative, "pdsa:cycle", pk=cycle.pk))


@require_POST
def take_over_test(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Go on with a test whose owners have left the team."""
    cycle = cycle_of(request, pk)
    if not rules.may_take_over(request.member, cycle):
        raise PermissionDenied
    take_over(cycle=cycle, by=request.member)
    messages.success(request, _("You can write in this test now."))
    return redirect(url_in(request.collaborative, "pdsa:cycle", pk=cycle.pk))


@require_POST
def plan_next(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Draft the next cycle of this idea from this one."""
    cycle = cycle_of(request, pk)
    if not rules.may_plan_next(request.member, cycle):
        raise PermissionDenied
    following = draft_next(cycle=cycle, by=request.member)
    if not following.is_draft:
        return redirect(url_in(request.collaborative, "pdsa:cycle", pk=following.pk))
    if not queries.has_active_owner(following):
        take_over(cycle=following, by=request.member)
    if queries.drafts_of(request.member).filter(pk=following.pk).exists():
        return redirect(url_in(request.collaborative, "pdsa:plan", pk=following.pk, step=1))
    messages.info(
        request,
        _("%(name)s has begun to plan the next test of this idea.")
        % {"name": following.started_by.user.name},
    )
    return redirect(url_in(request.collaborative, "pdsa:cycle", pk=cycle.pk))
