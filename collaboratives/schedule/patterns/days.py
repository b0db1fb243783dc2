"""The days of a pattern, and their instants by a place's own clock."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from collaboratives.schedule.patterns.pattern import Pattern, PatternError


def dates(pattern: Pattern, first: date, last: date) -> Iterator[date]:
    """Yield the days from ``first`` to ``last``, both included, in order."""
    if pattern.places:
        year, month = first.year, first.month
        while (year, month) <= (last.year, last.month):
            for day in sorted(_in_month(pattern, year, month)):
                if first <= day <= last:
                    yield day
            year, month = (
                year + (month - 1 + pattern.every) // 12,
                (month - 1 + pattern.every) % 12 + 1,
            )
        return
    day = first + timedelta(days=(pattern.weekday - first.weekday()) % 7)
    while day <= last:
        yield day
        day += timedelta(weeks=pattern.every)


def _in_month(pattern: Pattern, year: int, month: int) -> set[date]:
    length = monthrange(year, month)[1]
    first = 1 + (pattern.weekday - date(year, month, 1).weekday()) % 7
    days = [date(year, month, day) for day in range(first, length + 1, 7)]
    return {days[-1] if place == -1 else days[place - 1] for place in pattern.places}


def instants(
    pattern: Pattern, zone: ZoneInfo, first: date, last: date
) -> Iterator[tuple[datetime, datetime]]:
    """Yield start and end of each occurrence, at the same local time all year.

    ``pattern.starts`` must be set.
    """
    if pattern.starts is None:
        raise PatternError("time")
    for day in dates(pattern, first, last):
        starts = datetime.combine(day, pattern.starts)
        ends = starts + timedelta(minutes=pattern.minutes)
        yield starts.replace(tzinfo=zone), ends.replace(tzinfo=zone)
