"""When tasks fall due: offsets from anchors. Standard library only; no Django, no database.

A due date is a function of a timing and the calendar and of nothing else. So moving an event
there and back restores every date, and the order of two moves does not matter.

The grammar of timings and anchors stands at the top of data/workplan.yaml.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Holidays = frozenset[date]
Anchors = Mapping[str, Mapping[str, Any]]
NO_HOLIDAYS: Holidays = frozenset()
MONTHS_OF_STEP = {"month": 1, "two_months": 2, "quarter": 3}
FORTNIGHT = timedelta(days=14)
# An anchor that is a boundary of the timeline: "phase:action_period:1:start".
PHASE = "phase:"
# An anchor that is one event, named by the timing itself.
EVENT = "event"


class TimingError(ValueError):
    """A timing or an anchor that the grammar does not allow."""


@dataclass(frozen=True)
class Occasion:
    """An event as far as dates go; ``key`` is how the caller finds it again."""

    key: int
    kind: str
    number: int | None
    on: date
    title: str = ""
    series: int | None = None


@dataclass(frozen=True)
class Calendar:
    """What anchors stand on: the collaborative's first and last day, its events, its holidays.

    ``boundaries`` are the first and last days of the phases: "action_period:1:start", or
    "sustainability:end" for a phase that comes once.
    """

    starts_on: date
    ends_on: date
    occasions: Sequence[Occasion] = ()
    holidays: Holidays = NO_HOLIDAYS
    boundaries: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Point:
    """Where an anchor stands, and the event that it stands on, if any."""

    on: date
    occasion: Occasion | None


@dataclass(frozen=True)
class Timing:
    """One rule; which fields count depends on ``form`` (anchor, each, every, as_needed).

    ``event`` is the key of the occasion that the anchor "event" means, ``series`` that of the
    series whose occasions an "each" rule is about (empty ``kinds`` then).
    """

    form: str
    anchor: str = ""
    offset: int = 0
    unit: str = "days"
    kinds: tuple[str, ...] = ()
    step: str = ""
    day: int | None = None
    since: str = ""
    until: str = ""
    event: int | None = None
    series: int | None = None


@dataclass(frozen=True)
class Due:
    """One task of a rule. ``occurrence`` tells the repeats of an "every" rule apart:

    year * 12 + month - 1, or the number of the fortnight, so that a repeat keeps its identity
    when the calendar moves.
    """

    on: date | None
    occasion: Occasion | None = None
    occurrence: int | None = None


def shift(day: date, offset: int, unit: str, holidays: Holidays = NO_HOLIDAYS) -> date:
    """Return the day that lies ``offset`` units away; negative is before.

    A month later than the 31st is the last day of a shorter month. Zero units is the day itself,
    also on a weekend.
    """
    if unit == "days":
        return day + timedelta(days=offset)
    if unit == "weeks":
        return day + timedelta(weeks=offset)
    if unit == "months":
        return _add_months(day, offset)
    if unit == "business_days":
        return add_business_days(day, offset, holidays)
    raise TimingError(f"unknown unit {unit!r}")


def is_business_day(day: date, holidays: Holidays = NO_HOLIDAYS) -> bool:
    """Whether people are at work: Monday to Friday and no holiday."""
    return day.weekday() < 5 and day not in holidays


def add_business_days(day: date, count: int, holidays: Holidays = NO_HOLIDAYS) -> date:
    """Return the business day that is the ``count``-th after ``day`` (before, where negative)."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        if is_business_day(day, holidays):
            left -= 1
    return day


def _add_months(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def resolve(
    name: str, anchors: Anchors, calendar: Calendar, session: Occasion | None = None
) -> Point | None:
    """Return where an anchor stands, or None while the calendar has nothing to stand on.

    "learning_session" is ``session``, the one that an activity is repeated for. Raises
    TimingError for an unknown name and for anchors that stand on each other in a circle.
    """
    return _resolve(name, anchors, calendar, session, ())


def _resolve(
    name: str,
    anchors: Anchors,
    calendar: Calendar,
    session: Occasion | None,
    seen: tuple[str, ...],
) -> Point | None:
    if name == "learning_session":
        return Point(session.on, session) if session else None
    if name.startswith(PHASE):
        boundary = calendar.boundaries.get(name.removeprefix(PHASE))
        return Point(boundary, None) if boundary else None
    if name not in anchors or name in seen:
        raise TimingError(f"anchor {name!r} is {'circular' if name in seen else 'unknown'}")
    spec = anchors[name]
    if "field" in spec:
        return Point(calendar.starts_on if spec["field"] == "starts_on" else calendar.ends_on, None)
    found = _first(calendar, spec.get("event"), spec.get("number"))
    if found:
        return Point(found.on, found)
    other = spec.get("otherwise")
    if not other:
        return None
    below = _resolve(other["anchor"], anchors, calendar, session, (*seen, name))
    if below is None:
        return None
    day = shift(below.on, other["offset"], other["unit"], calendar.holidays)
    return Point(day, below.occasion)


def circle_in(anchors: Anchors) -> list[str]:
    """Return the names of anchors that stand on each other in a circle, in order; [] without one."""
    for start in anchors:
        way: list[str] = []
        name = start
        while name in anchors and name not in way:
            way.append(name)
            name = (anchors[name].get("otherwise") or {}).get("anchor", "")
        if name in way:
            return way[way.index(name) :]
    return []


def _first(calendar: Calendar, kind: str | None, number: int | None) -> Occasion | None:
    fitting = (
        occasion
        for occasion in calendar.occasions
        if occasion.kind == kind and (number is None or occasion.number == number)
    )
    return min(fitting, key=lambda occasion: (occasion.on, occasion.key), default=None)


def due_dates(
    timing: Timing, anchors: Anchors, calendar: Calendar, session: Occasion | None = None
) -> list[Due]:
    """Return the tasks that a rule asks for, none while its anchor has nothing to stand on."""
    if timing.form == "as_needed":
        return [Due(None)]
    if timing.form == "anchor":
        point = _point_of(timing, anchors, calendar, session)
        if point is None:
            return []
        return [
            Due(
                shift(point.on, timing.offset, timing.unit, calendar.holidays),
                point.occasion,
            )
        ]
    span = _span(timing, anchors, calendar, session)
    if span is None:
        return []
    if timing.form == "each":
        return list(_for_each(timing, calendar, *span))
    if timing.form == "every":
        return list(_again_and_again(timing, *span))
    raise TimingError(f"unknown form {timing.form!r}")


def _point_of(
    timing: Timing, anchors: Anchors, calendar: Calendar, session: Occasion | None
) -> Point | None:
    if timing.anchor != EVENT:
        return resolve(timing.anchor, anchors, calendar, session)
    found = next((one for one in calendar.occasions if one.key == timing.event), None)
    return Point(found.on, found) if found else None


def _span(
    timing: Timing, anchors: Anchors, calendar: Calendar, session: Occasion | None
) -> tuple[date, date] | None:
    """Return from (included) and until (excluded); None while one of them is not known."""
    first, end = date.min, date.max
    if timing.since:
        since = resolve(timing.since, anchors, calendar, session)
        if since is None:
            return None
        first = since.on
    if timing.until:
        until = resolve(timing.until, anchors, calendar, session)
        if until is None:
            return None
        end = until.on
    return first, end


def _for_each(timing: Timing, calendar: Calendar, first: date, end: date) -> Iterator[Due]:
    for occasion in sorted(calendar.occasions, key=lambda one: (one.on, one.key)):
        if _is_meant(occasion, timing) and first <= occasion.on < end:
            day = shift(occasion.on, timing.offset, timing.unit, calendar.holidays)
            yield Due(day, occasion)


def _is_meant(occasion: Occasion, timing: Timing) -> bool:
    if timing.series is not None:
        return occasion.series == timing.series
    return occasion.kind in timing.kinds


def _again_and_again(timing: Timing, first: date, end: date) -> Iterator[Due]:
    if date.min in (first, end) or end == date.max:
        raise TimingError("a task that comes again needs a beginning and an end")
    if timing.step == "two_weeks":
        number, day = 1, first + FORTNIGHT
        while day < end:
            yield Due(day, occurrence=number)
            number, day = number + 1, day + FORTNIGHT
        return
    step = MONTHS_OF_STEP.get(timing.step)
    if step is None or timing.day is None or not 1 <= timing.day <= 28:
        raise TimingError("every needs month, two_months or quarter, and a day from 1 to 28")
    day = first.replace(day=timing.day)
    if day < first:
        day = _add_months(day, 1)
    while day < end:
        yield Due(day, occurrence=day.year * 12 + day.month - 1)
        day = _add_months(day, step)
