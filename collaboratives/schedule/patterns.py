"""Series in words: "third Friday of each month 11:00-11:45".

Plain Python without Django. A pattern keeps its local time across daylight-saving changes, because
its dates are made first and each gets that day's own clock.

What is understood: a weekday with which ones of the month ("third Friday", "first and third
Monday", "last Thursday of every other month"), or how often ("every Tuesday", "every second
Tuesday"), and, if wanted, a time ("11:00-11:45", "1 pm to 1:45 pm", "at 18:30 for 45 minutes").
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
ORDINALS |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
EVERY = {"": 1, "second": 2, "other": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
DEFAULT_MINUTES = 45

_CLOCK = r"(\d{1,2})(?::(\d{2}))?\s*(am|pm)?"
_SPAN = re.compile(rf"(?:at |from )?\b{_CLOCK}\s*(?:-|–|—|to|until)\s*{_CLOCK}\b")
_LENGTH = re.compile(rf"(?:at )?\b{_CLOCK}(?:,?\s*for (\d+) min(?:ute)?s?)?\b")
_DAYS = "|".join(WEEKDAYS)
_OFTEN = "|".join(filter(None, EVERY))
_MONTHLY = re.compile(
    rf"^(?:the |every |each )?((?:{'|'.join(ORDINALS)})(?:(?:,| and|, and) (?:the )?"
    rf"(?:{'|'.join(ORDINALS)}))*) ({_DAYS})"
    rf"(?: (?:of|in) (?:the|a|each|every(?: ({_OFTEN}))?) month| monthly)?$"
)
_WEEKLY = re.compile(rf"^(?:every|each)(?: ({_OFTEN}))? ({_DAYS})$")
# "1:15 to 2:00" is said in the afternoon but would mean the night.
EARLIEST_HOUR_WITHOUT_HALF = 7


class PatternError(ValueError):
    """The words are not understood. ``reason`` is "day", "time", "half" or "backwards"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Pattern:
    """``weekday`` counts from 0 (Monday).

    ``places`` names which ones of a month (-1 is the last), in every ``every``-th month from the
    one the series begins in. Where it is empty the day comes every ``every`` weeks, counted from
    the first one on or after the beginning. ``starts`` is None where the words name no time.
    """

    weekday: int
    places: tuple[int, ...] = ()
    every: int = 1
    starts: time | None = None
    minutes: int = DEFAULT_MINUTES


def parse(words: str) -> Pattern:
    """Return what the words mean; case, commas and spare spaces do not matter.

    Raises PatternError. "every second Tuesday" is every other week; "second Tuesday" is once a
    month.
    """
    text = " ".join(words.lower().split()).strip(" .,")
    starts, minutes, rest = _time(text)
    rest = " ".join(rest.replace(" ,", ",").split()).strip(" ,")
    weekly = _WEEKLY.match(rest)
    if weekly:
        return Pattern(
            WEEKDAYS.index(weekly[2]), every=EVERY[weekly[1] or ""], starts=starts, minutes=minutes
        )
    monthly = _MONTHLY.match(rest)
    if not monthly:
        raise PatternError("day")
    named = re.findall("|".join(ORDINALS), monthly[1])
    places = tuple(sorted({ORDINALS[name] for name in named}, key=lambda n: n if n > 0 else 9))
    every = EVERY[monthly[3] or ""]
    return Pattern(WEEKDAYS.index(monthly[2]), places, every, starts, minutes)


def _time(text: str) -> tuple[time | None, int, str]:
    """Return start, length in minutes, and the words without them."""
    found = _SPAN.search(text)
    if found:
        ends = _clock(found[4], found[5], found[6])
        starts = _clock(found[1], found[2], found[3] or _half_of(found, ends))
        minutes = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
        if minutes <= 0:
            raise PatternError("backwards")
        return starts, minutes, text[: found.start()] + text[found.end() :]
    for found in _LENGTH.finditer(text):
        if found[2] or found[3] or found[0].startswith("at "):
            length = int(found[4]) if found[4] else DEFAULT_MINUTES
            if not 0 < length <= 24 * 60:
                raise PatternError("time")
            rest = text[: found.start()] + text[found.end() :]
            return _clock(found[1], found[2], found[3]), length, rest
    return None, DEFAULT_MINUTES, text


def _half_of(found: re.Match[str], ends: time) -> str | None:
    """Return the half of the day for a start without one: "1:30-2:15 pm" begins in the afternoon."""
    if found[6] is None:
        return None
    early = int(found[1]) % 12 <= ends.hour % 12
    return found[6] if early else "am"


def _clock(hour: str, minute: str | None, half: str | None) -> time:
    number = int(hour)
    if half and not 1 <= number <= 12:
        raise PatternError("time")
    if half is None and number < EARLIEST_HOUR_WITHOUT_HALF:
        raise PatternError("half")
    if half:
        number = number % 12 + (12 if half == "pm" else 0)
    try:
        return time(number, int(minute or 0))
    except ValueError:
        raise PatternError("time") from None


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
