"""The events that a form would make, while it is being filled in.

A form that is not complete yet has what could be understood so far in ``cleaned_data``; without a
time there is no draft.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from collaboratives.schedule.clashes.drafts import draft
from collaboratives.schedule.enums import Audience
from collaboratives.schedule.forms.events import DetailsForm, EventForm
from collaboratives.schedule.models import Event

Times = Iterable[tuple[datetime, datetime]]
NEEDED = frozenset({"day", "starts", "ends", "days"})


def event_drafts(form: EventForm) -> list[Event]:
    """Return the one event of a form that was looked at with ``is_valid``, or none."""
    data = form.cleaned_data
    if not data.keys() >= NEEDED:
        return []
    when = form.when()
    return drafts_at(form, [(when["starts_at"], when["ends_at"])], days=data["days"])


def drafts_at(form: DetailsForm, times: Times, *, days: int = 1) -> list[Event]:
    """Return an event for each beginning and end, for whom the form says so far."""
    data = form.cleaned_data
    if not {"kind", "audience"} <= data.keys():
        return []
    fields = {**_audience(data), "kind": data["kind"], "title": data.get("title", "")}
    return [
        draft(
            number,
            data.get("leaders") or (),
            collaborative=form.collaborative,
            starts_at=starts,
            ends_at=ends,
            days=days,
            **fields,
        )
        for number, (starts, ends) in enumerate(times, start=1)
        if starts < ends
    ]


def _audience(data: Mapping[str, Any]) -> dict[str, Any]:
    chosen = data["audience"]
    return {
        "audience": chosen,
        "audience_roles": data.get("roles", []) if chosen == Audience.ROLES else [],
        "group": data.get("group") if chosen == Audience.GROUP else None,
        "team": data.get("team") if chosen == Audience.TEAM else None,
    }
