"""Where the dates of a series would go: by other words, at another time, or all by some days.

Nothing is written here; ``wishes_of`` says what is to be proposed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from collaboratives.schedule.models import Event
from collaboratives.schedule.moving import EventWish
from collaboratives.schedule.pairing import pair
from collaboratives.schedule.patterns import Pattern, dates, instants


@dataclass(frozen=True)
class Line:
    """One date and where it goes; without ``starts_at`` it is cancelled."""

    event: Event
    starts_at: datetime | None
    ends_at: datetime | None

    @property
    def stays(self) -> bool:
        """Whether the date is the same as before."""
        return (self.starts_at, self.ends_at) == (self.event.starts_at, self.event.ends_at)


@dataclass(frozen=True)
class Mapping:
    """All lines, the words that the dates follow then (None: no other ones), and days left over."""

    lines: tuple[Line, ...]
    pattern: Pattern | None = None
    spare: tuple[datetime, ...] = ()

    @property
    def moved(self) -> list[Line]:
        """Return the dates that get another time."""
        return [line for line in self.lines if line.starts_at and not line.stays]

    @property
    def cancelled(self) -> list[Line]:
        """Return the dates for which the new words have no day."""
        return [line for line in self.lines if line.starts_at is None]

    @property
    def stay(self) -> list[Line]:
        """Return the dates that lie right already."""
        return [line for line in self.lines if line.stays]


def by_words(
    events: Sequence[Event], pattern: Pattern, zone: ZoneInfo, *, after: date, last: date
) -> Mapping:
    """Give each date one of the days that the words name, none of them before ``after``.

    The days begin in the month (for weekly words: the week) of the first date and end in that of
    the last one, never later than ``last``. The pattern needs a time.
    """
    first, end = (events[n].first_day_in(zone) for n in (0, -1))
    if pattern.places:
        opens, closes = first.replace(day=1), _last_of_month(end)
    else:
        opens, closes = _monday_of(first), _monday_of(end) + timedelta(days=6)
    opens, closes = max(opens, after), min(closes, last)
    if not pattern.places and pattern.every > 1:
        opens = _phase(pattern, first, opens)
    now = timezone.now()
    times = [pair_ for pair_ in instants(pattern, zone, opens, closes) if pair_[0] > now]
    found = pair([event.starts_at for event in events], [starts for starts, _ in times])
    lines = tuple(
        Line(event, *times[index]) if index is not None else Line(event, None, None)
        for event, index in zip(events, found, strict=True)
    )
    taken = {index for index in found if index is not None}
    spare = tuple(starts for n, (starts, _) in enumerate(times) if n not in taken)
    return Mapping(lines, pattern, spare)


def _phase(pattern: Pattern, first: date, opens: date) -> date:
    """Return the day from which every second week is counted, so that the first date moves least."""
    weeks = [opens + timedelta(weeks=n) for n in range(pattern.every)]
    weekly = replace(pattern, every=1)
    days = [next(dates(weekly, week, week + timedelta(days=6))) for week in weeks]
    return min(days, key=lambda day: abs(day - first))


def _last_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def at_time(
    events: Sequence[Event], standing: Pattern, starts: time, ends: time, zone: ZoneInfo
) -> Mapping:
    """Leave each date on its day and give it another time by the clock of ``zone``."""
    lines = []
    for event in events:
        day = event.first_day_in(zone)
        last = day + timedelta(days=event.days - 1)
        lines.append(
            Line(
                event,
                datetime.combine(day, starts, tzinfo=zone),
                datetime.combine(last, ends, tzinfo=zone),
            )
        )
    minutes = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
    return Mapping(tuple(lines), replace(standing, starts=starts, minutes=minutes))


def by_days(events: Sequence[Event], standing: Pattern, days: int, zone: ZoneInfo) -> Mapping:
    """Shift each date by a signed number of days, at the same time by the clock of ``zone``.

    Words for weeks go along; "third Friday" and three days has no words.
    """
    lines = tuple(
        Line(event, _shifted(event.starts_at, days, zone), _shifted(event.ends_at, days, zone))
        for event in events
    )
    if standing.places:
        return Mapping(lines)
    return Mapping(lines, replace(standing, weekday=(standing.weekday + days) % 7))


def _shifted(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    local = timezone.localtime(moment, zone)
    return datetime.combine(local.date() + timedelta(days=days), local.time(), tzinfo=zone)


def wishes_of(mapping: Mapping, because: str = "") -> list[EventWish]:
    """Return what is to be proposed; dates that lie right already are left out."""
    wishes = []
    for line in mapping.lines:
        if line.starts_at is None:
            wishes.append(EventWish.cancelling(line.event.pk, because))
        elif not line.stays:
            wishes.append(
                EventWish(
                    line.event.pk,
                    starts_at=line.starts_at,
                    ends_at=line.ends_at,
                    days=line.event.days,
                )
            )
    return wishes
