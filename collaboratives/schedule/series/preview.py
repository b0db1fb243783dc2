"""The dates that words would make, as somebody reads them while typing."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language

from collaboratives.schedule.patterns import LANGUAGES, Pattern, say
from collaboratives.translations import Text

SHOWN = 8


class Day(NamedTuple):
    """One date to come; ``day_off`` names the holiday that it falls on, or is ""."""

    starts_at: datetime
    ends_at: datetime
    day_off: str


class Preview(NamedTuple):
    """The words said back, the next dates, and those further on."""

    words: Text
    next: list[Day]
    later: list[Day]

    @property
    def total(self) -> int:
        """Return how many dates there are."""
        return len(self.next) + len(self.later)

    @property
    def days_off(self) -> int:
        """Return how many of them fall on a day off."""
        return sum(bool(day.day_off) for day in (*self.next, *self.later))


def preview_of(
    pattern: Pattern,
    times: Iterable[tuple[datetime, datetime]],
    days_off: Mapping[date, str],
    zone: ZoneInfo,
) -> Preview:
    """Return the dates with the days off that they hit, by the clock of ``zone``."""
    days = [
        Day(starts, ends, days_off.get(starts.astimezone(zone).date(), ""))
        for starts, ends in times
    ]
    return Preview(spoken(pattern), days[:SHOWN], days[SHOWN:])


def spoken(pattern: Pattern) -> Text:
    """Return the words for a pattern in the reader's language, or else in English."""
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    if language not in LANGUAGES:
        language = settings.LANGUAGE_CODE
    return Text(capfirst(say(pattern, language)) or "", language)
