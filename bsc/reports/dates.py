"""What comes after the month: the dates that are for everybody."""

import datetime as dt
from typing import NamedTuple

from bsc.reports.trying import end_of
from collaboratives.models import Collaborative
from collaboratives.schedule.enums import Audience, EventStatus
from collaboratives.schedule.models import Event
from collaboratives.translations import Text, in_language
from metrics.periods import add_months

MONTHS_AHEAD = 2
MOST = 8


class NextDate(NamedTuple):
    """One event of the calendar, with its title in the report's language."""

    title: Text
    event: Event


def dates_after(collaborative: Collaborative, month: dt.date) -> tuple[NextDate, ...]:
    """Return what is planned for everybody in the two months after this one, by time; one query.

    Counted from the month and not from today, so that a report does not change by itself.
    """
    first = end_of(collaborative, month)
    last = end_of(collaborative, add_months(month, MONTHS_AHEAD))
    events = Event.objects.filter(
        audience=Audience.ALL,
        status=EventStatus.PLANNED,
        starts_at__gte=first,
        starts_at__lt=last,
    ).order_by("starts_at", "pk")
    return tuple(NextDate(in_language(event, "title"), event) for event in events[:MOST])
