"""From a pattern to words, in English or Spanish, such that they can be read again."""

from typing import NamedTuple

from collaboratives.schedule.patterns.clock import end_of, said_clock
from collaboratives.schedule.patterns.pattern import Pattern

LANGUAGES = ("en", "es")


class _Words(NamedTuple):
    """``places`` by number (-1 is the last); ``often`` from every second to every fourth."""

    days: tuple[str, ...]
    places: dict[int, str]
    often: dict[int, str]
    link: str
    weekly: str
    weekly_often: str
    monthly: str
    monthly_often: str
    span: str
    length: str


WORDS = {
    "en": _Words(
        days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        places={1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"},
        often={2: "second", 3: "third", 4: "fourth"},
        link=" and ",
        weekly="every {day}",
        weekly_often="every {often} {day}",
        monthly="{places} {day} of each month",
        monthly_often="{places} {day} of every {often} month",
        span=", {starts} to {ends}",
        length=" at {starts} for {minutes} minutes",
    ),
    "es": _Words(
        days=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        places={1: "primer", 2: "segundo", 3: "tercer", 4: "cuarto", -1: "último"},
        often={2: "segundo", 3: "tercer", 4: "cuarto"},
        link=" y ",
        weekly="cada {day}",
        weekly_often="cada {often} {day}",
        monthly="{places} {day} de cada mes",
        monthly_often="{places} {day} de cada {often} mes",
        span=", de {starts} a {ends}",
        length=" a las {starts} durante {minutes} minutos",
    ),
}


def say(pattern: Pattern, language: str = "en") -> str:
    """Return the words for a pattern; ``parse`` reads the same pattern from them.

    A language that is not known here is answered in English.
    """
    words = WORDS.get(language, WORDS["en"])
    parts = {
        "day": words.days[pattern.weekday],
        "places": _listed([words.places[place] for place in pattern.places], words.link),
        "often": words.often.get(pattern.every, ""),
    }
    if pattern.places:
        said = words.monthly_often if pattern.every > 1 else words.monthly
    else:
        said = words.weekly_often if pattern.every > 1 else words.weekly
    return said.format(**parts) + _time(pattern, words)


def _time(pattern: Pattern, words: _Words) -> str:
    if pattern.starts is None:
        return ""
    starts = said_clock(pattern.starts)
    ends = end_of(pattern.starts, pattern.minutes)
    if ends is None:
        return words.length.format(starts=starts, minutes=pattern.minutes)
    return words.span.format(starts=starts, ends=said_clock(ends))


def _listed(names: list[str], link: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + link + names[-1]
