"""What was done to the plan, in words: each deed with what it changed from and to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboratives.enums import Competency
from collaboratives.models import Membership
from collaboratives.schedule.enums import EventStatus
from collaboratives.workplan.enums import ChangeKind, ChangeStatus, TaskStatus, Unit
from collaboratives.workplan.models import PlanChange
from collaboratives.workplan.states import rows_of

VALUES = {
    "status": {**dict(TaskStatus.choices), **dict(EventStatus.choices)},
    "competency": dict(Competency.choices),
    "unit": dict(Unit.choices),
}


@dataclass(frozen=True)
class Step:
    """One thing that a deed changed: what, from what to what. ``before`` is "" for a new thing."""

    name: str
    field: str
    before: str
    after: str


def deeds_visible_to(member: Membership) -> QuerySet[PlanChange]:
    """Return what was done and undone: all for the implementation team, one's own moves for faculty."""
    rows = PlanChange.objects.filter(status__in=(ChangeStatus.APPLIED, ChangeStatus.UNDONE))
    rows = rows.select_related("by__user", "undone_by__user", "collaborative")
    if not member.is_implementation:
        rows = rows.filter(by=member, kind=ChangeKind.MOVE)
        if not member.is_faculty:
            return rows.none()
    return rows.order_by("-applied_at", "-pk")


def drafts_of(member: Membership) -> QuerySet[PlanChange]:
    """Return the moves that somebody began to look at and neither did nor gave up."""
    return PlanChange.objects.filter(by=member, status=ChangeStatus.DRAFT).order_by("-made_at")


def steps_of(change: PlanChange, *, with_plan: bool = True) -> list[Step]:
    """Return what a deed changed, dates of the calendar first, in at most six queries.

    ``with_plan`` False leaves the workplan away, for readers to whom it is not open.
    """
    found = []
    people: dict[int, str] = {}
    for noun in ("span", "events", *(("anchors", "rules", "tasks") if with_plan else ())):
        rows = change.record.get(noun, {})
        names = _names(noun, rows, change)
        if noun == "tasks":
            people = _people(rows.values())
        for key, states in rows.items():
            found += _steps(names.get(key, ""), states, people)
    return found


def _names(noun: str, keys: Iterable[str], change: PlanChange) -> dict[str, str]:
    if noun == "span":
        return {"": change.collaborative.name}
    return {str(row.pk): str(row) for row in rows_of(noun, [int(key) for key in keys])}


def _people(states: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    keys = {
        key
        for one in states
        for side in ("before", "after")
        for key in (one[side] or {}).get("owners", ())
    }
    members = Membership.objects.filter(pk__in=keys).select_related("user") if keys else ()
    return {member.pk: member.user.name for member in members}


def _steps(name: str, states: Mapping[str, Any], people: Mapping[int, str]) -> list[Step]:
    before, after = states["before"], states["after"]
    if before is None:
        return [Step(name, _("new"), "", in_words("due_on", after.get("due_on"), people))]
    labels = field_labels()
    return [
        Step(
            name,
            labels[field],
            in_words(field, before[field], people),
            in_words(field, value, people),
        )
        for field, value in after.items()
        if field in labels
    ]


def field_labels() -> dict[str, str]:
    """Return the names of what a deed may change; what is not named here follows from these."""
    return {
        "starts_at": _("begins"),
        "starts_on": _("first day"),
        "ends_on": _("last day"),
        "due_on": _("due"),
        "pinned": _("pinned"),
        "withdrawn": _("withdrawn"),
        "status": _("status"),
        "title": _("title"),
        "competency": _("competency"),
        "owners": _("who takes care of it"),
        "active": _("asked for"),
        "name": _("name"),
        "offset": _("distance"),
        "unit": _("counted in"),
    }


def in_words(field: str, value: Any, people: Mapping[int, str]) -> str:
    """Return a value of a record as a person reads it."""
    if field == "owners":
        return ", ".join(people.get(key, "") for key in value) or _("nobody")
    if value is None or value == "":
        return _("none")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field in VALUES:
        return str(VALUES[field].get(value, value))
    if field == "starts_at":
        return date_format(timezone.localtime(datetime.fromisoformat(value)), "DATETIME_FORMAT")
    if field.endswith("_on"):
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    return str(value)
