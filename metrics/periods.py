"""Weeks and months. A week starts on Monday and belongs to the month of its Thursday."""

import datetime as dt
import re
from calendar import monthrange

WEEK = dt.timedelta(days=7)


def monday_of(day: dt.date) -> dt.date:
    """Return the Monday on or before the day."""
    return day - dt.timedelta(days=day.weekday())


def first_of(day: dt.date) -> dt.date:
    """Return the first day of the day's month."""
    return day.replace(day=1)


def add_months(month: dt.date, count: int) -> dt.date:
    """Return the first day of the month that many months later (earlier if negative)."""
    years, index = divmod(month.year * 12 + month.month - 1 + count, 12)
    return dt.date(years, index + 1, 1)


def month_of_week(monday: dt.date) -> dt.date:
    """Return the first day of the month to which the week counts: that of its Thursday."""
    return first_of(monday + dt.timedelta(days=3))


def weeks_of_month(month: dt.date) -> list[dt.date]:
    """Return the Mondays of the four or five weeks that count to the month."""
    first = monday_of(month)
    if month_of_week(first) != month:
        first += WEEK
    return weeks_between(first, add_months(month, 1) - dt.timedelta(days=4))


def weeks_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the Mondays from ``first`` (a Monday) up to ``last``, inclusive."""
    return [first + WEEK * n for n in range((last - first).days // 7 + 1)]


def months_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the first days of the months from ``first`` to ``last``, inclusive."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(first, n) for n in range(count)]


def day_after(month: dt.date, day: int) -> dt.date:
    """Return that day of the month after ``month``; its last day where it is shorter."""
    following = add_months(month, 1)
    return following.replace(day=min(day, monthrange(following.year, following.month)[1]))


def last_due_month(today: dt.date, due_day: int) -> dt.date:
    """Return the latest month whose due day lies before today."""
    month = add_months(first_of(today), -1)
    return month if day_after(month, due_day) < today else add_months(month, -1)


def month_text(month: dt.date) -> str:
    """Return the month as addresses write it, "2026-09"."""
    return f"{month:%Y-%m}"


def read_month(text: str) -> dt.date | None:
    """Return the first day of a month written as "2026-09", or None for anything else."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text)
    return dt.date(int(found[1]), int(found[2]), 1) if found else None
