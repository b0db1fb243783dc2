"""What a pattern in words comes to, before anything is saved."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from collaboratives.models import Collaborative
from collaboratives.schedule.forms.series import understood
from collaboratives.setup.services.calls import times_of
from collaboratives.setup.slots import Slot

SHOWN = 4  # dates of a call that the preview names


@dataclass(frozen=True)
class CallPreview:
    """When the calls of a slot would be: the next dates with what they fall on, and how many."""

    label: str
    dates: tuple[tuple[dt.datetime, str], ...] = ()
    count: int = 0
    on_days_off: int = 0
    error: str = ""


def preview_of(
    slot: Slot,
    collaborative: Collaborative,
    words: str,
    days_off: Mapping[dt.date, str],
    first_session: dt.date | None,
) -> CallPreview:
    """Return the next dates of a slot's calls; ``first_session`` as in ``slots.span_of``."""
    label = str(slot.label)
    try:
        understood(words)
        times = times_of(slot, collaborative, words, first_session)
    except ValidationError as error:
        return CallPreview(label, error=error.messages[0])
    days = [starts.date() for starts, _ends in times]
    coming = [starts for starts, _ends in times if starts.date() >= collaborative.today()]
    return CallPreview(
        label,
        tuple((starts, days_off.get(starts.date(), "")) for starts in coming[:SHOWN]),
        len(days),
        sum(day in days_off for day in days),
    )
