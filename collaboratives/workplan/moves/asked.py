"""What a move asks for and what was chosen for single tasks, as ``PlanChange`` keeps them.

``asked``::

    {"events": {"12": {"starts_at": "2027-06-02T13:00:00+00:00", "ends_at": "…", "days": 1,
                       "status": "", "because": ""}},
     "span": {"starts_on": "2027-01-04", "ends_on": "2028-03-31"}}

``choices``: ``{"345": {"do": "pin"}, "346": {"do": "on", "on": "2027-05-12"}}``, by task.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from collaboratives.schedule.moving import EventWish, StartWish, Wish
from collaboratives.workplan.following import Choice, Chosen


@dataclass(frozen=True)
class Asked:
    """The wishes of a move: at most one for each event, and one for the collaborative itself."""

    events: Mapping[int, EventWish]
    span: StartWish | None = None

    def __bool__(self) -> bool:
        return bool(self.events or self.span)


def asked_from(wishes: Iterable[Wish]) -> Asked:
    """Return the wishes as one whole; a later wish for the same event takes the earlier's place."""
    events: dict[int, EventWish] = {}
    span = None
    for wish in wishes:
        if isinstance(wish, StartWish):
            span = wish
        else:
            events[wish.event] = wish
    return Asked(events, span)


def asked_to_json(asked: Asked) -> dict[str, Any]:
    """Return what ``PlanChange.asked`` holds."""
    found: dict[str, Any] = {"events": {str(pk): _wish(w) for pk, w in asked.events.items()}}
    if asked.span:
        found["span"] = {
            "starts_on": asked.span.starts_on.isoformat(),
            "ends_on": asked.span.ends_on.isoformat(),
        }
    return found


def _wish(wish: EventWish) -> dict[str, Any]:
    return {
        "starts_at": wish.starts_at.isoformat() if wish.starts_at else None,
        "ends_at": wish.ends_at.isoformat() if wish.ends_at else None,
        "days": wish.days,
        "status": wish.status,
        "because": wish.because,
    }


def asked_from_json(data: Mapping[str, Any]) -> Asked:
    """Return the wishes that ``PlanChange.asked`` holds."""
    events = {
        int(pk): EventWish(
            int(pk),
            starts_at=_instant(one["starts_at"]),
            ends_at=_instant(one["ends_at"]),
            days=one["days"],
            status=one["status"],
            because=one["because"],
        )
        for pk, one in data.get("events", {}).items()
    }
    span = data.get("span")
    if not span:
        return Asked(events)
    days = (date.fromisoformat(span[name]) for name in ("starts_on", "ends_on"))
    return Asked(events, StartWish(*days))


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def choices_from_json(data: Mapping[str, Any]) -> dict[int, Chosen]:
    """Return the choices that ``PlanChange.choices`` holds, by task."""
    return {
        int(pk): Chosen(Choice(one["do"]), date.fromisoformat(one["on"]) if one.get("on") else None)
        for pk, one in data.items()
    }


def choices_to_json(choices: Mapping[int, Chosen]) -> dict[str, Any]:
    """Return what ``PlanChange.choices`` holds."""
    return {
        str(pk): {"do": one.choice.value} | ({"on": one.on.isoformat()} if one.on else {})
        for pk, one in choices.items()
    }
