"""A year as twelve small months."""

from calendar import Calendar
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.formats import get_format

from collaboratives.models import Collaborative
from collaboratives.schedule.hours import days_of
from collaboratives.schedule.models import Event


@dataclass(frozen=True)
class Day:
    """A day in a small month, None outside of it (``number`` 0)."""

    number: int
    has_events: bool = False
    day_off: str = ""


@dataclass(frozen=True)
class Entry:
    """All events of one title and one group or team in a month, with their days."""

    event: Event
    days: tuple[int, ...]


@dataclass(frozen=True)
class Month:
    """A month: its weeks of seven days, its entries in order of time, and its days off."""

    first: date
    weeks: list[list[Day]]
    entries: list[Entry]
    days_off: list[tuple[int, str]]


def year_to_show(collaborative: Collaborative) -> int:
    """Return the current year, or the nearest one of the collaborative."""
    first, last = collaborative.starts_on.year, collaborative.ends_on.year
    return min(max(collaborative.today().year, first), last)


def first_weekday() -> int:
    """Return the reader's first day of the week, counted from 0 (Monday)."""
    return (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7


def months_of(
    year: int, events: Iterable[Event], days_off: Mapping[date, str], zone: ZoneInfo
) -> list[Month]:
    """Return the twelve months; days are those by the clock of ``zone``. Asks no query."""
    found: dict[int, dict[Hashable, tuple[Event, list[int]]]] = {n: {} for n in range(1, 13)}
    for event in sorted(events, key=lambda one: one.starts_at):
        for day in days_of(event, zone):
            if day.year == year:
                key = (event.title, event.group_id, event.team_id)
                found[day.month].setdefault(key, (event, []))[1].append(day.day)
    return [
        _month(
            date(year, month, 1),
            [Entry(event, tuple(days)) for event, days in entries.values()],
            [(day.day, name) for day, name in sorted(days_off.items()) if _in(day, year, month)],
        )
        for month, entries in found.items()
    ]


def _in(day: date, year: int, month: int) -> bool:
    return (day.year, day.month) == (year, month)


def _month(first: date, entries: list[Entry], days_off: list[tuple[int, str]]) -> Month:
    taken = {day for entry in entries for day in entry.days}
    names = dict(days_off)
    weeks = [
        [Day(day, day in taken, names.get(day, "")) for day in week]
        for week in Calendar(first_weekday()).monthdayscalendar(first.year, first.month)
    ]
    return Month(first, weeks, entries, days_off)
