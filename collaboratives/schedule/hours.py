"""The hours in which an event really takes place, day by day."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone

from collaboratives.schedule.models import Event

ONE_DAY = timedelta(days=1)


class Hours(NamedTuple):
    """A stretch of one event, from an instant until another."""

    starts_at: datetime
    ends_at: datetime


def hours_of(event: Event, zone: ZoneInfo) -> tuple[Hours, ...]:
    """Return one stretch a day: people go home between two days of a Learning Session.

    Every day begins when the first one does and ends when the last one does, by the clock of
    ``zone``. Where that cannot be (it begins in the evening and ends at noon of the next day, or
    ``days`` and the dates disagree), only the whole stretch is known, and it is returned as one.
    """
    starts = timezone.localtime(event.starts_at, zone)
    ends = timezone.localtime(event.ends_at, zone)
    last = starts.date() + timedelta(days=event.days - 1)
    if event.days == 1 or ends.date() != last or ends.time() <= starts.time():
        return (Hours(event.starts_at, event.ends_at),)
    days = (starts.date() + n * ONE_DAY for n in range(event.days))
    return tuple(
        Hours(
            datetime.combine(day, starts.time(), tzinfo=zone),
            datetime.combine(day, ends.time(), tzinfo=zone),
        )
        for day in days
    )


def days_of(event: Event, zone: ZoneInfo) -> tuple[date, ...]:
    """Return the days on which an event takes place; one that ends at midnight leaves the next."""
    found: dict[date, None] = {}
    for stretch in hours_of(event, zone):
        day = timezone.localdate(stretch.starts_at, zone)
        last = timezone.localdate(stretch.ends_at - timedelta(microseconds=1), zone)
        while day <= last:
            found[day] = None
            day += ONE_DAY
    return tuple(found)
