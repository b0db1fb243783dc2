"""One test: its plan, what happened, what was learned, what next, and what people say to it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bsc.ui.people import Person
from collaboratives.faces import face
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.translations import in_language
from pdsa import queries, rules
from pdsa.enums import Kind, Status
from pdsa.forms.talk import CommentForm, hat_name
from pdsa.models import Cycle, CycleComment
from pdsa.services.cycles import begin_trying, draft_next
from pdsa.services.owners import take_over
from pdsa.words import LABELS, driver_words, headline, questions_about, team_name, voice_of


@dataclass(frozen=True)
class Comment:
    """A comment as its page shows it, with its replies and the form to add one."""

    row: CycleComment
    person: Person
    may_remove: bool
    replies: list["Comment"]
    reply_form: CommentForm | None = None


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
    part: str = "",
) -> HttpResponse:
    """Render the page, or one part of it; a form that was refused comes back in its place."""
    if cycle.is_draft:
        return redirect(url_in(request.collaborative, "pdsa:plan", pk=cycle.pk, step=1))
    member = request.member
    stands = cycle.stands(request.collaborative.today())
    voice = voice_of(member)
    borrowed = cycle.ramp.borrowed_from
    ladder = list(queries.ladder_of(cycle.ramp, member))
    return render(
        request,
        f"pdsa/cycle.html{part}",
        {
            "cycle": cycle,
            "voice": voice,
            "team": team_name(cycle.ramp, voice),
            "borrowed_from": team_name(borrowed, voice) if borrowed else "",
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
            **talk(request, cycle, comment_form=comment_form, note_form=note_form),
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
        "metric_label": metric_label,
        "metrics": [
            in_language(metric, "name" if voice == "staff" else "plain_name") for metric in metrics
        ],
    }


def _photos(request: CollaborativeRequest, cycle: Cycle) -> list[dict[str, Any]]:
    return [
        {
            "row": photo,
            "by": photo.by.user.name if photo.by else "",
            "may_remove": rules.may_remove_photo(request.member, photo),
        }
        for photo in cycle.photos.all()
    ]


def talk(
    request: CollaborativeRequest,
    cycle: Cycle,
    *,
    comment_form: CommentForm | None = None,
    note_form: CommentForm | None = None,
) -> dict[str, Any]:
    """Return what the conversation below a cycle shows. Two queries, whatever its length."""
    member = request.member
    hats = rules.hats_for(member, cycle)
    may_comment = rules.may_comment(member, cycle) and bool(hats)
    rows = list(queries.comments_on(cycle))
    answered = comment_form.reply_to if comment_form else None

    def shown(row: CycleComment) -> Comment:
        form = None
        if may_comment and row.reply_to_id is None and not row.removed_at:
            refused = comment_form if answered == row.pk else None
            form = refused or CommentForm(hats=hats, reply_to=row.pk)
        return Comment(
            row=row,
            person=face(row.author, detail=hat_name(row.hat)),
            may_remove=rules.may_remove_comment(member, row),
            replies=[shown(reply) for reply in rows if reply.reply_to_id == row.pk],
            reply_form=form,
        )

    threads = [shown(row) for row in rows if row.reply_to_id is None]
    thanked = [each.member for each in queries.thanks_for(cycle)]
    return {
        "threads": [each for each in threads if each.row.kind == Kind.COMMENT],
        "notes": [each for each in threads if each.row.kind == Kind.OBSERVATION],
        "may_comment": may_comment,
        "may_thank": rules.may_thank(member, cycle),
        "has_thanked": member in thanked,
        "thanked_by": [person.user.name for person in thanked],
        "is_coach": member.is_faculty or member.is_implementation,
        "comment_form": (comment_form if answered is None else None)
        or (CommentForm(hats=hats) if may_comment else None),
        "note_form": note_form
        or (
            CommentForm(hats=hats, kind=Kind.OBSERVATION)
            if rules.may_add_note(member, cycle) and hats
            else None
        ),
    }


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
