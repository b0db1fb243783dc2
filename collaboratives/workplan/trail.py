"""What happened to a task, from the audit trail, in sentences.

Values are kept as they are in the database and turned into words for the reader: a change is
``field|before|after``, one a line; of texts only the name of the field is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from bsc.audit.models import Entry
from collaboratives.enums import Competency
from collaboratives.workplan.enums import ChangeKind, TaskStatus
from collaboratives.workplan.models import PlanChange, Task, TaskRule

VALUES_KEPT = frozenset({"status", "due_on", "pinned", "competency"})


@dataclass(frozen=True)
class Step:
    """One deed: who, when, and what in one or more sentences."""

    at: datetime
    who: str
    sentences: list[str]


def change(name: str, before: Any, after: Any) -> str:
    """Return one change as the trail keeps it."""
    if name not in VALUES_KEPT:
        return name
    return f"{name}|{_raw(before)}|{_raw(after)}"


def _raw(value: Any) -> str:
    return "" if value is None else str(value)


def trail_of(task: Task) -> Sequence[Step]:
    """Return what happened to a task, the latest first, in one query."""
    target = f"{task._meta.label_lower}:{task.pk}"
    entries = Entry.objects.filter(target=target).select_related("by").order_by("-at", "-pk")
    return [
        Step(
            at=entry.at,
            who=entry.by.name if entry.by else _("The system"),
            sentences=_sentences(entry),
        )
        for entry in entries
    ]


def trail_of_rule(rule: TaskRule) -> Step | None:
    """Return the latest deed on a rule, for somebody who was changing it at the same time."""
    deed = (
        PlanChange.objects.filter(kind=ChangeKind.RULE, record__rules__has_key=str(rule.pk))
        .select_related("by__user")
        .order_by("-applied_at", "-pk")
        .first()
    )
    if deed is None or deed.applied_at is None:
        return None
    return Step(at=deed.applied_at, who=deed.by.user.name, sentences=[deed.title])


def _sentences(entry: Entry) -> list[str]:
    if entry.action == "task.created":
        return [_("Added the task.")]
    found = [_sentence(line) for line in entry.summary.splitlines()]
    if entry.action == "task.followed":
        return [_("An event moved, and the task moved with it."), *found]
    return found


def _sentence(line: str) -> str:
    name, _bar, values = line.partition("|")
    before, _bar, after = values.partition("|")
    if name == "due_on":
        if not after:
            return _("Took the due date away.")
        return _("Set the due date to %(after)s (before: %(before)s).") % {
            "after": _day(after),
            "before": _day(before),
        }
    if name == "pinned":
        if after == "True":
            return _("Pinned the date, so that it stays when an event moves.")
        return _("Let the date follow the plan again.")
    if name == "status":
        return _("Set the status to “%(after)s”.") % {"after": TaskStatus(after).label}
    if name == "competency":
        return _("Gave it to “%(after)s”.") % {
            "after": Competency(after).label if after else _("nobody")
        }
    said = {
        "title": _("Changed the title."),
        "note": _("Changed the note."),
        "owners": _("Changed who takes care of it."),
        "step_added": _("Added a step."),
        "step_done": _("Ticked a step."),
        "step_open": _("Took the tick of a step back."),
        "steps_moved": _("Put the steps in another order."),
        "step_removed": _("Removed a step."),
    }
    return said.get(name, name)


def _day(value: str) -> str:
    if not value:
        return _("none")
    return date_format(date.fromisoformat(value), "DATE_FORMAT")
