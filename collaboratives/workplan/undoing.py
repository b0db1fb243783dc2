"""Deeds that can be taken back: what stood before and after, and putting it back.

A deed keeps only what it changed. ``PlanChange.record`` is::

    {"tasks": {"12": {"before": {"due_on": "2027-05-12"}, "after": {"due_on": "2027-06-02"}}},
     "rules": {...}, "anchors": {...}, "events": {...}, "span": {"": {...}}}

``before`` is None for a row that the deed made. Dates are ISO texts, people and events are keys.
"""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from bsc.audit.services import record as audit
from collaboratives.models import Collaborative, Membership
from collaboratives.schedule.enums import EventStatus
from collaboratives.schedule.models import Event
from collaboratives.schedule.moving import CANCEL, RESTORE, EventWish
from collaboratives.schedule.rescheduling import change_span, reschedule
from collaboratives.workplan.calendar import anchors_of
from collaboratives.workplan.dates import circle_in
from collaboratives.workplan.enums import ChangeStatus
from collaboratives.workplan.errors import ChangedMeanwhileError
from collaboratives.workplan.generator import make_tasks
from collaboratives.workplan.models import Anchor, PlanChange, Task, TaskOwner, TaskRule
from collaboratives.workplan.services.tasks import keep_done_at
from collaboratives.workplan.states import (
    States,
    differences,
    event_states,
    rows_of,
    span_state,
    states_of,
)

DATES = frozenset({"due_on"})


@transaction.atomic
def keep_deed(
    *,
    collaborative: Collaborative,
    by: Membership,
    kind: str,
    title: str,
    before: States,
    after: States,
    token: uuid.UUID | None = None,
) -> PlanChange:
    """Keep a deed that was just done, so that it can be undone; the same token: the same deed.

    ``before`` and ``after`` come from ``states_of``. A deed that changed nothing is kept too.
    """
    if token:
        standing = PlanChange.objects.filter(token=token).first()
        if standing:
            return standing
    deed = PlanChange.objects.create(
        collaborative=collaborative,
        kind=kind,
        status=ChangeStatus.APPLIED,
        title=title[:300],
        record=differences(before, after),
        tell=False,
        by=by,
        applied_at=timezone.now(),
        token=token,
    )
    audit(
        action=f"plan.{kind}",
        by=by.user,
        target=deed,
        collaborative=collaborative,
        summary=title,
    )
    return deed


@transaction.atomic
def undo(*, change: PlanChange, by: Membership) -> PlanChange:
    """Put back what a deed changed, while nothing of it has changed again. A second click is one.

    Moved events go back with the next revision; answers given for their old time count again.
    Raises ChangedMeanwhileError naming what was changed since.
    """
    collaborative = lock_plan(change.collaborative)
    change = PlanChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if change.status == ChangeStatus.UNDONE:
        return change
    if change.status != ChangeStatus.APPLIED:
        raise ValueError("Only what was done can be undone.")
    names = changed_since(change, names_tasks=by.is_implementation)
    if names:
        raise ChangedMeanwhileError(names)
    made = [int(pk) for pk, state in _made(change, "tasks")]
    Task.objects.filter(pk__in=made, rule=None).update(withdrawn=True)
    TaskRule.objects.filter(pk__in=[int(pk) for pk, _ in _made(change, "rules")]).update(
        active=False, revision=F("revision") + 1
    )
    for noun in ("rules", "anchors", "tasks"):
        _put_back(change, noun)
    _refuse_circle(change, collaborative)
    _put_back_span(change, collaborative, by)
    events = _put_back_events(change, collaborative, by)
    if not events:
        make_tasks(collaborative, by)
    change.status, change.undone_at, change.undone_by = ChangeStatus.UNDONE, timezone.now(), by
    change.revision += 1
    change.save(update_fields=["status", "undone_at", "undone_by", "revision"])
    audit(
        action="plan.undone",
        by=by.user,
        target=change,
        collaborative=collaborative,
        summary=change.title,
    )
    return change


def lock_plan(collaborative: Collaborative) -> Collaborative:
    """Let one change of the plan at a time go on; returns the collaborative as it stands."""
    rows = Collaborative.objects.select_related("organization")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=collaborative.pk)


def changed_since(change: PlanChange, *, names_tasks: bool = True) -> list[str]:
    """Return the names of what a deed changed and somebody changed again, for a person to read.

    What was moved again and taken back since stands as the deed left it. ``names_tasks`` False is
    for readers to whom the tasks of others are not open.
    """
    record = change.record
    keys = {
        noun: [int(pk) for pk in record.get(noun, {})] for noun in ("tasks", "rules", "anchors")
    }
    now: Mapping[str, Mapping[str, Any]] = {
        **states_of(**keys),
        "events": _as_left_by(change, event_states([int(pk) for pk in record.get("events", {})])),
        "span": {"": span_state(change.collaborative)},
    }
    names = []
    for noun, rows in record.items():
        for key, states in rows.items():
            stands = now[noun].get(key, {})
            if any(stands.get(name) != value for name, value in states["after"].items()):
                hidden = noun == "tasks" and not names_tasks
                names.append(_("tasks of the workplan") if hidden else _name_of(noun, key, change))
    return list(dict.fromkeys(names))


def _as_left_by(change: PlanChange, states: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Leave the revisions out that a later move and its undoing added: they changed nothing."""
    rows = change.record.get("events", {})
    if not rows:
        return states
    undone = PlanChange.objects.filter(
        collaborative=change.collaborative,
        status=ChangeStatus.UNDONE,
        record__events__has_any_keys=list(rows),
    )
    for record in undone.values_list("record", flat=True):
        for key in rows.keys() & record["events"].keys():
            later = record["events"][key]["after"]["revision"] > rows[key]["after"]["revision"]
            if later and key in states:
                states[key]["revision"] -= 2
    return states


def _name_of(noun: str, key: str, change: PlanChange) -> str:
    if noun == "span":
        return change.collaborative.name
    return ", ".join(str(row) for row in rows_of(noun, [int(key)]))


def _made(change: PlanChange, noun: str) -> list[tuple[str, dict[str, Any]]]:
    rows = change.record.get(noun, {})
    return [(pk, state["after"]) for pk, state in rows.items() if state["before"] is None]


def _refuse_circle(change: PlanChange, collaborative: Collaborative) -> None:
    """Refuse what would make points stand on each other; the whole undoing is taken back then."""
    circle = circle_in(anchors_of(collaborative)) if change.record.get("anchors") else []
    if circle:
        names = Anchor.objects.filter(key__in=circle).values_list("name", flat=True)
        raise ChangedMeanwhileError(names)


def _put_back(change: PlanChange, noun: str) -> None:
    rows = {int(pk): one["before"] for pk, one in change.record.get(noun, {}).items()}
    for row in rows_of(noun, rows).select_for_update(of=("self",)):
        before = dict(rows[row.pk] or {})
        if not before:
            continue
        owners = before.pop("owners", None)
        for name, value in before.items():
            setattr(row, name, _python(name, value))
        row.revision += 1
        if isinstance(row, Task) and "status" in before:
            keep_done_at(row)
        row.save()
        if owners is not None and isinstance(row, Task):
            row.owners.all().delete()
            TaskOwner.objects.bulk_create(
                TaskOwner(collaborative=row.collaborative, task=row, membership_id=owner)
                for owner in owners
            )


def _python(name: str, value: Any) -> Any:
    if value and name in DATES:
        return date.fromisoformat(value)
    return _instant(value) if name == "done_at" else value


def _put_back_span(change: PlanChange, collaborative: Collaborative, by: Membership) -> None:
    span = change.record.get("span", {}).get("")
    if span:
        stood = span_state(collaborative) | span["before"]
        first, last = (date.fromisoformat(stood[name]) for name in ("starts_on", "ends_on"))
        change_span(collaborative=collaborative, starts_on=first, ends_on=last, by=by)


def _put_back_events(
    change: PlanChange, collaborative: Collaborative, by: Membership
) -> list[Event]:
    rows = change.record.get("events", {})
    wishes, answers = [], {}
    for event in Event.objects.filter(pk__in=[int(pk) for pk in rows]):
        before = rows[str(event.pk)]["before"]
        answers[event.pk] = before["revision"]
        wishes.append(
            EventWish(
                event.pk,
                starts_at=_instant(before.get("starts_at")) or event.starts_at,
                ends_at=_instant(before.get("ends_at")) or event.ends_at,
                days=before.get("days") or event.days,
                status=_way_back(before.get("status")),
                because=before.get("cancelled_because", ""),
            )
        )
    return reschedule(collaborative=collaborative, wishes=wishes, by=by, answers_since=answers)


def _way_back(status: str | None) -> str:
    if status is None:
        return ""
    return CANCEL if status == EventStatus.CANCELLED else RESTORE


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
