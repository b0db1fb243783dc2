"""Counts by period, and how they are summed. Pure arithmetic: nothing is read from anywhere.

Numerators and denominators are summed; a percentage is never averaged. What is missing is
missing, not zero, and keeps its place in the series.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from metrics import periods

Origin = Literal["", "week", "rooms", "weeks", "typed", "teams"]


@dataclass(frozen=True, slots=True)
class Count:
    """A numerator out of a denominator."""

    numerator: Decimal
    denominator: Decimal

    @property
    def is_missing(self) -> bool:
        """Nothing out of nothing says nothing."""
        return not self.denominator

    def plotted(self, multiplier: Decimal) -> Decimal | None:
        """The value as the chart shows it."""
        if self.is_missing:
            return None
        return self.numerator * multiplier / self.denominator


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a series; ``count`` is None where nothing was reported.

    ``origin`` says where a count comes from: a week typed for the whole team, the sum of its
    rooms, the sum of a month's weeks, a typed month, or several teams (then ``teams`` of them).
    """

    start: dt.date
    count: Count | None = None
    reason: str = ""
    note: str = ""
    origin: Origin = ""
    teams: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """What stands for one period: a count, or why there is none. ``of_rooms``: their sum."""

    count: Count | None
    reason: str = ""
    note: str = ""
    of_rooms: bool = False

    @property
    def says_something(self) -> bool:
        """Whether it was counted or said to be uncountable; a row taken back says nothing."""
        return bool(self.count or self.reason)


Weeks = Mapping[dt.date, Written]
Months = Mapping[dt.date, Written]
# By week, then by room.
Rooms = Mapping[dt.date, Mapping[int, Written]]


def total(counts: Iterable[Count | None], *, plain: bool = False) -> Count | None:
    """Return the sum of what is there, or None where nothing is.

    ``plain`` counts have no denominator of their own: the sum stands over 1 as each of them does.
    """
    present = [count for count in counts if count is not None]
    if not present:
        return None
    return Count(
        sum((count.numerator for count in present), Decimal(0)),
        Decimal(1) if plain else sum((count.denominator for count in present), Decimal(0)),
    )


def whole_week(
    typed: Written | None, rooms: Iterable[Written], *, plain: bool = False
) -> Written | None:
    """Return what counts for the whole team's week: what was typed for it, or else its rooms' sum.

    Never both together. Rooms that did not count are left out of the sum; where none of them
    did, their reasons are the week's.
    """
    if typed is not None and typed.says_something:
        return typed
    each = list(rooms)
    summed = total((one.count for one in each), plain=plain)
    if summed is not None:
        return Written(summed, of_rooms=True)
    reasons = dict.fromkeys(one.reason for one in each if one.reason)
    return Written(None, "; ".join(reasons), of_rooms=True) if reasons else typed


def whole_weeks(weeks: Weeks, rooms: Rooms, *, plain: bool = False) -> dict[dt.date, Written]:
    """Return the weeks of the whole team; see ``whole_week``."""
    if not rooms:
        return dict(weeks)
    found = {
        monday: whole_week(weeks.get(monday), rooms.get(monday, {}).values(), plain=plain)
        for monday in [*weeks, *(monday for monday in rooms if monday not in weeks)]
    }
    return {monday: written for monday, written in found.items() if written is not None}


def weekly_point(monday: dt.date, weeks: Weeks) -> Point:
    """Return the point of one week."""
    written = weeks.get(monday)
    if written is None:
        return Point(monday)
    origin: Origin = ("rooms" if written.of_rooms else "week") if written.count else ""
    return Point(monday, written.count, written.reason, written.note, origin)


def monthly_point(month: dt.date, weeks: Weeks, typed: Months, *, plain: bool = False) -> Point:
    """Return the point of one month: what was typed for it, or else the sum of its weeks.

    A month for which somebody said that it could not be counted is missing, whatever its weeks.
    """
    written = typed.get(month)
    if written is not None and written.says_something:
        origin: Origin = "typed" if written.count else ""
        return Point(month, written.count, written.reason, written.note, origin)
    note = written.note if written else ""
    summed = total(
        (weeks[monday].count for monday in periods.weeks_of_month(month) if monday in weeks),
        plain=plain,
    )
    return Point(month, summed, note=note, origin="weeks" if summed else "")


def span(starts: Sequence[dt.date], *, grain: str, expected: dt.date | None) -> list[dt.date]:
    """Return every period from the first in ``starts`` to the last, none left out.

    ``expected`` is the last month that was due: a series that stopped before it goes on as
    missing to its end. Empty where ``starts`` is.
    """
    if not starts:
        return []
    first, last = min(starts), max(starts)
    if grain == "month":
        return periods.months_between(first, max(last, expected or last))
    if expected is not None:
        last = max(last, periods.weeks_of_month(expected)[-1])
    return periods.weeks_between(first, last)


def points(
    grain: str,
    weeks: Weeks,
    typed: Months,
    *,
    expected: dt.date | None,
    ended: dt.date,
    plain: bool = False,
) -> list[Point]:
    """Return the whole series of one team and one measure, by week or by month.

    ``weeks`` are the whole team's (see ``whole_weeks``). ``ended`` is the last month that is over: the weeks of a month still running are no month yet.
    """
    if grain == "week":
        said = [monday for monday, written in weeks.items() if written.says_something]
        mondays = span(said, grain=grain, expected=expected)
        return [weekly_point(monday, weeks) for monday in mondays]
    counted = {periods.month_of_week(monday) for monday, w in weeks.items() if w.count}
    starts = [month for month in counted if month <= ended]
    starts += [month for month, written in typed.items() if written.says_something]
    return [
        monthly_point(month, weeks, typed, plain=plain)
        for month in span(starts, grain=grain, expected=expected)
    ]


def over_teams(all_points: Iterable[Sequence[Point]]) -> list[Point]:
    """Return one series summed over teams; each point says how many teams are in it."""
    by_start: dict[dt.date, list[Count]] = {}
    for one_team in all_points:
        for point in one_team:
            counts = by_start.setdefault(point.start, [])
            if point.count is not None:
                counts.append(point.count)
    return [
        Point(start, total(counts), origin="teams" if counts else "", teams=len(counts))
        for start, counts in sorted(by_start.items())
    ]


@dataclass(frozen=True, slots=True)
class Rows:
    """The current rows of one team and one measure, by period; rooms by week, then by room.

    ``weeks`` holds what was typed for the whole team; ``whole`` is what counts.
    """

    weeks: dict[dt.date, Written] = field(default_factory=dict)
    months: dict[dt.date, Written] = field(default_factory=dict)
    rooms: dict[dt.date, dict[int, Written]] = field(default_factory=dict)

    def whole(self, *, plain: bool) -> dict[dt.date, Written]:
        """Return the whole team's weeks, typed or summed over rooms."""
        return whole_weeks(self.weeks, self.rooms, plain=plain)
