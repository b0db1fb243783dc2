"""The time in the words of a series, in English or Spanish: found, taken out, and said again."""

import re
from datetime import datetime, time, timedelta

from collaboratives.schedule.patterns.pattern import DEFAULT_MINUTES, PatternError

_CLOCK = r"(\d{1,2})(?::(\d{2}))?\s*(am|pm)?"
_AT = r"(?:at|from|(?:a|de|desde) las?|de)"
_TO = r"(?:-|–|—|to|until|(?:a|hasta)(?: las?)?)"
_SPAN = re.compile(rf"(?:\b{_AT} )?\b{_CLOCK}\s*{_TO}\s*{_CLOCK}\b")
_FOR = r"(?:,?\s*(?:for|por|durante) (\d+) (min(?:ut[eo]s?)?|hours?|horas?))?"
_LENGTH = re.compile(rf"(?:\b({_AT}) )?\b{_CLOCK}{_FOR}\b")
# Said before a number: "1:15 to 2:00" is said in the afternoon but would mean the night.
EARLIEST_HOUR_WITHOUT_HALF = 7
_SPOKEN = (
    (re.compile(r"\b([ap])\.? ?m\b\.?"), r"\1m"),
    (re.compile(r"\bde la manana\b"), "am"),
    (re.compile(r"\bde la (?:tarde|noche)\b"), "pm"),
    (re.compile(r"\b(?:al )?(?:mediodia|noon)\b"), "12 pm"),
)


def plain_halves(text: str) -> str:
    """Return the text with every way to say morning and afternoon as "am" and "pm"."""
    for said, plain in _SPOKEN:
        text = said.sub(plain, text)
    return text


def take_time(text: str) -> tuple[time | None, int, str]:
    """Return start, length in minutes, and the words without them. Raises PatternError."""
    found = _SPAN.search(text)
    if found:
        ends = _clock(found[4], found[5], found[6])
        starts = _clock(found[1], found[2], found[3] or _half_of(found, ends))
        minutes = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
        if minutes <= 0:
            raise PatternError("backwards")
        return starts, minutes, text[: found.start()] + text[found.end() :]
    for found in _LENGTH.finditer(text):
        if found[1] or found[3] or found[4]:
            rest = text[: found.start()] + text[found.end() :]
            return _clock(found[2], found[3], found[4]), _minutes(found[5], found[6]), rest
    return None, DEFAULT_MINUTES, text


def _minutes(number: str | None, unit: str | None) -> int:
    if number is None or unit is None:
        return DEFAULT_MINUTES
    length = int(number) * (60 if unit.startswith("h") else 1)
    if not 0 < length <= 24 * 60:
        raise PatternError("time")
    return length


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


def end_of(starts: time, minutes: int) -> time | None:
    """Return when it ends, or None where that is not on the same day."""
    day = datetime(2000, 1, 1)  # noqa: DTZ001 -- only the clock is wanted
    ends = datetime.combine(day, starts) + timedelta(minutes=minutes)
    return ends.time() if ends.date() == day.date() else None


def said_clock(moment: time) -> str:
    """Return "11 a.m." or "1:15 p.m.", the same in English and in Spanish."""
    minutes = f":{moment:%M}" if moment.minute else ""
    return f"{(moment.hour - 1) % 12 + 1}{minutes} {'a.m.' if moment.hour < 12 else 'p.m.'}"
