"""Keeping a draft of a move, changing it, and doing it."""

import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bsc.audit.services import record as audit
from collaboratives.models import Collaborative, Membership
from collaboratives.schedule.moving import Wish
from collaboratives.schedule.rescheduling import change_span, reschedule
from collaboratives.workplan.enums import ChangeKind, ChangeStatus
from collaboratives.workplan.errors import ChangedMeanwhileError
from collaboratives.workplan.following import Choice, Chosen
from collaboratives.workplan.generator import make_tasks
from collaboratives.workplan.models import PlanChange, Task
from collaboratives.workplan.moves.asked import (
    asked_from,
    asked_from_json,
    asked_to_json,
    choices_from_json,
    choices_to_json,
)
from collaboratives.workplan.moves.notices import plan_notices
from collaboratives.workplan.moves.preview import Preview, preview_of
from collaboratives.workplan.states import (
    States,
    differences,
    event_states,
    span_state,
    states_of,
)
from collaboratives.workplan.undoing import lock_plan


def moves_visible_to(member: Membership) -> QuerySet[PlanChange]:
    """Return the moves somebody may look at: the implementation team all, faculty their own."""
    rows = PlanChange.objects.filter(kind=ChangeKind.MOVE).select_related(
        "by__user", "undone_by__user", "collaborative"
    )
    if member.is_implementation:
        return rows
    return rows.filter(by=member) if member.is_faculty else rows.none()


@transaction.atomic
def draft_move(
    *,
    collaborative: Collaborative,
    by: Membership,
    wishes: Sequence[Wish],
    title: str,
    token: uuid.UUID | None = None,
) -> PlanChange:
    """Keep what somebody wants to move, to look at it first. The same token: the same draft.

    So is a draft of theirs that asks for the same and in which nothing was chosen yet.
    """
    wanted = {
        "collaborative": collaborative,
        "kind": ChangeKind.MOVE,
        "title": title[:300],
        "asked": asked_to_json(asked_from(wishes)),
        "by": by,
    }
    same = {"token": token} if token else {"status": ChangeStatus.DRAFT, "choices": {}, **wanted}
    standing = PlanChange.objects.filter(**same).first()
    return standing or PlanChange.objects.create(**wanted, token=token)


@transaction.atomic
def extend_move(*, change: PlanChange, wishes: Sequence[Wish]) -> PlanChange:
    """Add wishes to a draft: two dates are moved together. What is not a draft stays."""
    change = PlanChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if change.status == ChangeStatus.DRAFT:
        asked = asked_from_json(change.asked)
        before: list[Wish] = [*asked.events.values()]
        if asked.span:
            before.append(asked.span)
        change.asked = asked_to_json(asked_from([*before, *wishes]))
        change.revision += 1
        change.save(update_fields=["asked", "revision"])
    return change


@transaction.atomic
def leave_out(*, change: PlanChange, event: int) -> PlanChange:
    """Take one event out of a draft again."""
    change = PlanChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if change.status == ChangeStatus.DRAFT:
        change.asked["events"].pop(str(event), None)
        change.revision += 1
        change.save(update_fields=["asked", "revision"])
    return change


@transaction.atomic
def choose_lines(*, change: PlanChange, choices: Mapping[int, Chosen | None]) -> PlanChange:
    """Keep what somebody wants of single tasks; None lets a task be as it is by default."""
    change = PlanChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if change.status == ChangeStatus.DRAFT:
        kept = choices_from_json(change.choices)
        for task, chosen in choices.items():
            if chosen is None:
                kept.pop(task, None)
            else:
                kept[task] = chosen
        change.choices = choices_to_json(kept)
        change.revision += 1
        change.save(update_fields=["choices", "revision"])
    return change


@transaction.atomic
def drop_move(*, change: PlanChange) -> None:
    """Give a draft up; nothing was changed by it."""
    PlanChange.objects.filter(pk=change.pk, status=ChangeStatus.DRAFT).update(
        status=ChangeStatus.DROPPED
    )


def preview_for(change: PlanChange) -> Preview:
    """Work out what a move would do now."""
    asked, choices = asked_from_json(change.asked), choices_from_json(change.choices)
    return preview_of(change.collaborative, asked, choices)


@transaction.atomic
def apply_move(
    *, change: PlanChange, by: Membership, basis: str, tell: bool = True, message: str = ""
) -> PlanChange:
    """Do what the preview showed, as one deed that can be undone. A second click is one.

    ``basis`` is the fingerprint of the preview that was confirmed: raises ChangedMeanwhileError
    where the move would do something else by now, and changes nothing then. Raises
    ValidationError where an event cannot be as wished.
    """
    collaborative = lock_plan(change.collaborative)
    change = (
        PlanChange.objects.select_for_update(of=("self",))
        .select_related("collaborative")
        .get(pk=change.pk)
    )
    if change.status != ChangeStatus.DRAFT:
        return change
    preview = preview_for(change)
    if preview.basis != basis:
        raise ChangedMeanwhileError
    before = _states(collaborative, preview)
    _write_choices(preview, choices_from_json(change.choices))
    asked = asked_from_json(change.asked)
    if asked.span:
        change_span(
            collaborative=collaborative,
            starts_on=asked.span.starts_on,
            ends_on=asked.span.ends_on,
            by=by,
        )
    moved = reschedule(collaborative=collaborative, wishes=list(asked.events.values()), by=by)
    if not moved:
        make_tasks(collaborative, by)
    change.record = differences(before, _states(collaborative, preview))
    change.status, change.applied_at = ChangeStatus.APPLIED, timezone.now()
    change.basis, change.tell, change.message = basis, tell, message
    change.by = by  # who confirms it does it, whoever drafted it
    change.revision += 1
    change.save()
    audit(
        action="plan.moved",
        by=by.user,
        target=change,
        collaborative=collaborative,
        summary=change.title,
    )
    if tell:
        plan_notices(change, preview.people)
    return change


def _states(collaborative: Collaborative, preview: Preview) -> States:
    tasks = Task.objects.filter(collaborative=collaborative, rule__isnull=False)
    return {
        **states_of(tasks=tasks.values_list("pk", flat=True)),
        "events": event_states([line.before.pk for line in preview.events]),
        "span": {"": span_state(collaborative)},
    }


def _write_choices(preview: Preview, choices: Mapping[int, Chosen]) -> None:
    """Write what was chosen; the plan then follows from there to what the preview showed."""
    chosen = []
    for line in preview.tasks:
        if line.task is None or line.task.pk not in choices:
            continue
        after = line.seen.after
        line.task.pinned, line.task.slip = after.pinned, after.slip
        if after.pinned or choices[line.task.pk].choice is Choice.LEAVE:
            line.task.due_on = after.due_on
        line.task.revision += 1
        chosen.append(line.task)
    Task.objects.bulk_update(chosen, ["pinned", "slip", "due_on", "revision"])
