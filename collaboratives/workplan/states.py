"""How the plan stands, as JSON keeps it: what a deed compares before and after.

Dates are ISO texts, people and events are keys. ``undoing`` tells the shape of a deed's record.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import QuerySet

from collaboratives.models import Collaborative
from collaboratives.schedule.models import Event
from collaboratives.schedule.rescheduling import FIELDS as RESCHEDULED
from collaboratives.workplan.models import Anchor, Task, TaskOwner, TaskRule

States = dict[str, dict[str, dict[str, Any]]]
TASK_FIELDS = (
    *("title", "due_on", "pinned", "slip", "withdrawn", "status", "done_at", "competency"),
    "event_id",
)
RULE_FIELDS = (
    *("title", "competency", "form", "anchor", "offset", "unit", "kinds", "step", "day"),
    *("since", "until", "event_id", "series_id", "active"),
)
ANCHOR_FIELDS = ("name", "kind", "number", "otherwise", "offset", "unit")


def states_of(
    *, tasks: Iterable[int] = (), rules: Iterable[int] = (), anchors: Iterable[int] = ()
) -> States:
    """Return how tasks, rules and anchors (keys) stand now, in at most four queries."""
    found: States = {"tasks": {}, "rules": {}, "anchors": {}}
    owners: dict[int, list[int]] = {}
    keys = list(tasks)
    if keys:
        for task, member in TaskOwner.objects.filter(task__in=keys).values_list(
            "task", "membership"
        ):
            owners.setdefault(task, []).append(member)
        for row in Task.objects.filter(pk__in=keys):
            found["tasks"][str(row.pk)] = _state(row, TASK_FIELDS) | {
                "owners": sorted(owners.get(row.pk, []))
            }
    for noun, fields, wanted in (
        ("rules", RULE_FIELDS, list(rules)),
        ("anchors", ANCHOR_FIELDS, list(anchors)),
    ):
        if wanted:
            found[noun] = {str(one.pk): _state(one, fields) for one in rows_of(noun, wanted)}
    return found


def rows_of(noun: str, keys: Iterable[int]) -> QuerySet[Any]:
    """Return the rows that a noun of a record means; raises KeyError for a noun without rows."""
    wanted = list(keys)
    if noun == "tasks":
        return Task.objects.filter(pk__in=wanted)
    if noun == "rules":
        return TaskRule.objects.filter(pk__in=wanted)
    if noun == "anchors":
        return Anchor.objects.filter(pk__in=wanted)
    if noun == "events":
        return Event.objects.filter(pk__in=wanted)
    raise KeyError(noun)


def _state(row: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    return {name: plain(getattr(row, name)) for name in fields}


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it: days and instants as ISO texts."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record of a deed: of each row that changed only the fields that did."""
    found: dict[str, Any] = {}
    for noun, rows in after.items():
        for key, state in rows.items():
            stood = before.get(noun, {}).get(key)
            if stood is None:
                found.setdefault(noun, {})[key] = {"before": None, "after": state}
                continue
            changed = [name for name in state if state[name] != stood.get(name)]
            if changed:
                found.setdefault(noun, {})[key] = {
                    "before": {name: stood.get(name) for name in changed},
                    "after": {name: state[name] for name in changed},
                }
    return found


def event_states(keys: Iterable[int]) -> dict[str, dict[str, Any]]:
    """Return how events stand now; ``revision`` tells whether one was moved again."""
    fields = (*RESCHEDULED, "revision")
    return {str(row.pk): _state(row, fields) for row in Event.objects.filter(pk__in=list(keys))}


def span_state(collaborative: Collaborative) -> dict[str, Any]:
    """Return the collaborative's first and last day."""
    return _state(collaborative, ("starts_on", "ends_on"))
