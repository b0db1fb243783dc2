"""An agenda as its pages say it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from collaboratives.models import Membership
from collaboratives.schedule.models import Event
from collaboratives.translations import Text, in_language
from learning_sessions.balance import (
    LONGEST_SITTING,
    LONGEST_TALK,
    Balance,
    Stretch,
    balance,
    long_sittings,
    long_talks,
)
from learning_sessions.enums import BALANCED_PARTS, PLAIN_PARTS, Part
from learning_sessions.models import AgendaItem


@dataclass(frozen=True)
class DriverWords:
    """A driver that an item is about."""

    key: str
    number: str
    words: Text


@dataclass(frozen=True)
class Line:
    """One line of the page: an item, its part in words, its drivers, its breakouts."""

    item: AgendaItem
    part: str
    drivers: list[DriverWords]
    leads: str
    breakouts: list["Line"]


@dataclass(frozen=True)
class Day:
    """One day of a session, with its date; most sessions have one."""

    number: int
    date: dt.date
    lines: list[Line]


@dataclass(frozen=True)
class ShareWords:
    """One part of the bar; x and width are percents of its length."""

    label: str
    minutes: int
    percent: int
    x: int
    fill: str


FILLS = {
    Part.CONTENT: "#2f5d5a",
    Part.IMPROVEMENT_METHODS: "#7fa7a2",
    Part.CROSS_CENTER_SHARING: "#23496d",
    Part.TEAM_TIME: "#9db2c8",
}


def days_of(event: Event, items: Sequence[AgendaItem], member: Membership) -> list[Day]:
    """Return the day or days for a reader; items as ``queries.agenda_of`` loads them."""
    first = timezone.localdate(event.starts_at, event.collaborative.zone)
    return [
        Day(
            number, first + dt.timedelta(days=number - 1), [line_of(item, member) for item in under]
        )
        for number, under in groupby(items, key=lambda item: item.day)
    ]


def line_of(item: AgendaItem, member: Membership) -> Line:
    """Return one item in the reader's words: families read parts and drivers in plain ones."""
    plain = member.is_family_only
    return Line(
        item=item,
        part=str(PLAIN_PARTS[Part(item.part)] if plain else Part(item.part).label),
        drivers=[
            DriverWords(
                row.driver.key,
                row.driver.number,
                in_language(row.driver, "plain")
                if plain and row.driver.plain
                else Text(row.driver.action, "en"),
            )
            for row in item.driver_rows.all()
        ],
        leads=", ".join(lead.membership.user.name for lead in item.leads.all()),
        breakouts=[line_of(breakout, member) for breakout in getattr(item, "breakouts", [])],
    )


def stretches_of(items: Sequence[AgendaItem]) -> list[Stretch]:
    """Return the items as the pure module takes them."""
    return [Stretch(item.part, item.minutes, item.talk_minutes) for item in items]


def balance_of(items: Sequence[AgendaItem]) -> Balance:
    """Return how a day is divided among the four parts."""
    return balance(stretches_of(items), [part.value for part in BALANCED_PARTS])


def balance_sentence(division: Balance) -> str:
    """Return the division in one sentence, in minutes."""
    minutes = {share.part: share.minutes for share in division.shares}
    return _(
        "Content takes %(content)s minutes, improvement methods %(methods)s, sharing across "
        "centers %(sharing)s and team time %(team)s."
    ) % {
        "content": minutes[Part.CONTENT],
        "methods": minutes[Part.IMPROVEMENT_METHODS],
        "sharing": minutes[Part.CROSS_CENTER_SHARING],
        "team": minutes[Part.TEAM_TIME],
    }


def shares_of(division: Balance) -> list[ShareWords]:
    """Return the parts of the bar, from its start to its end."""
    made, x = [], 0
    for share in division.shares:
        part = Part(share.part)
        made.append(ShareWords(str(part.label), share.minutes, share.percent, x, FILLS[part]))
        x += share.percent
    return made


def advice(event: Event, items: Sequence[AgendaItem], division: Balance) -> list[str]:
    """Return what those who build the day may want to change, a sentence each."""
    stretches = stretches_of(items)
    said = [
        _("No time is set aside for: %(part)s.") % {"part": Part(part).label}
        for part in division.missing
    ]
    said += [_talk(items[place]) for place in long_talks(stretches)]
    if event.online_url and not event.place:
        said += [
            _sitting(items[place], minutes)
            for place, minutes in long_sittings(stretches, Part.LOGISTICS)
        ]
    return said + _overrun(event, items)


def _talk(item: AgendaItem) -> str:
    return _(
        "“%(title)s” has %(minutes)s minutes of talk from the front. Up to %(limit)s work best."
    ) % {"title": item.title, "minutes": item.talk_minutes, "limit": LONGEST_TALK}


def _sitting(item: AgendaItem, minutes: int) -> str:
    return _(
        "From “%(title)s” on, people sit at the screen for %(minutes)s minutes. "
        "After %(limit)s they need a break."
    ) % {"title": item.title, "minutes": minutes, "limit": LONGEST_SITTING}


def _overrun(event: Event, items: Sequence[AgendaItem]) -> list[str]:
    ends = timezone.localtime(event.ends_at, event.collaborative.zone).time()
    last = items[-1].ends_at if items else None
    if last is None or last <= ends:
        return []
    return [
        _("The agenda ends at %(agenda)s, the calendar says %(calendar)s.")
        % {"agenda": time_format(last), "calendar": time_format(ends)}
    ]
