"""From words to a pattern.

What is understood: a weekday with which ones of the month ("third Friday", "first and third
Monday", "último jueves de cada dos meses"), or how often ("every Tuesday", "every second Tuesday",
"los martes cada dos semanas"), and, if wanted, a time ("11:00-11:45", "1 pm to 1:45 pm", "de 11:00
a 11:45", "at 18:30 for 60 minutes"). Accents, case and commas do not matter.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import time
from typing import NamedTuple

from collaboratives.schedule.patterns.clock import plain_halves, take_time
from collaboratives.schedule.patterns.pattern import Pattern, PatternError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DIAS = ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
ORDINALS |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
ORDINALES = {"primer": 1, "primero": 1, "segundo": 2, "tercer": 3, "tercero": 3, "cuarto": 4}
ORDINALES |= {"1er": 1, "1o": 1, "2o": 2, "3er": 3, "3o": 3, "4o": 4, "ultimo": -1}
EVERY = {"second": 2, "other": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
EVERY |= {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}
CADA = {"segundo": 2, "tercer": 3, "cuarto": 4, "otro": 2}
CADA |= {"dos": 2, "2": 2, "tres": 3, "3": 3, "cuatro": 4, "4": 4}


class _Language(NamedTuple):
    """The shapes name their parts: ``places``, ``day`` and, where they say it, ``often``."""

    days: tuple[str, ...]
    ordinals: Mapping[str, int]
    often: Mapping[str, int]
    shapes: tuple[re.Pattern[str], ...]


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _places(ordinals: Mapping[str, int], link: str, again: str) -> str:
    one = rf"(?:{_one_of(ordinals)})"
    return rf"(?P<places>{one}(?:(?:,? {link}|,) (?:{again} )?{one})*)"


_DAY, _OFTEN = rf"(?P<day>{_one_of(WEEKDAYS)})", rf"(?P<often>{_one_of(EVERY)})"
_DIA, _CADA = rf"(?P<day>{_one_of(DIAS)})", rf"(?P<often>{_one_of(CADA)})"
_PLACES, _LUGARES = _places(ORDINALS, "(?:and|&)", "the"), _places(ORDINALES, "[ye&]", "el")

# What comes every so many weeks is tried first: "every second Tuesday" is every other week,
# "second Tuesday" is once a month.
ENGLISH = _Language(
    WEEKDAYS,
    ORDINALS,
    EVERY,
    (
        re.compile(rf"(?:every|each)(?: {_OFTEN})? {_DAY}"),
        re.compile(rf"every {_OFTEN} weeks?,?(?: on)? {_DAY}s?"),
        re.compile(rf"(?:on )?{_DAY}s?,? every {_OFTEN} weeks?"),
        re.compile(rf"weekly,?(?: on)? {_DAY}s?"),
        re.compile(rf"(?:on )?{_DAY}s"),
        re.compile(rf"(?:the |every )?{_PLACES} {_DAY},? (?:(?:of|in) )?every {_OFTEN} months?"),
        re.compile(
            rf"(?:monthly,? )?(?:on )?(?:the |every |each )?{_PLACES} {_DAY}"
            r"(?: (?:of|in) (?:the|a|each|every) month| monthly)?"
        ),
    ),
)
SPANISH = _Language(
    DIAS,
    ORDINALES,
    CADA,
    (
        re.compile(rf"(?:cada|todos los)(?: {_CADA})? {_DIA}s?"),
        re.compile(rf"cada {_CADA} semanas?,?(?: el| los)? {_DIA}s?"),
        re.compile(rf"(?:el |los )?{_DIA}s?,? cada {_CADA} semanas?"),
        re.compile(rf"los {_DIA}s?"),
        re.compile(rf"(?:el |cada )?{_LUGARES} {_DIA},? (?:de )?cada {_CADA} mes(?:es)?"),
        re.compile(
            rf"(?:mensual(?:mente)?,? )?(?:el |cada )?{_LUGARES} {_DIA}"
            r"(?: (?:de cada mes|del mes|de mes|cada mes|al mes)| mensual(?:mente)?)?"
        ),
    ),
)


def parse(words: str) -> Pattern:
    """Return what the words mean, in English or in Spanish.

    Raises PatternError. "every second Tuesday" is every other week; "second Tuesday" is once a
    month.
    """
    text = plain_halves(_bare(words)).strip(" .,")
    starts, minutes, rest = take_time(text)
    rest = " ".join(rest.replace(" ,", ",").split()).strip(" ,")
    for language in (ENGLISH, SPANISH):
        for shape in language.shapes:
            found = shape.fullmatch(rest)
            if found:
                return _pattern(language, found.groupdict(), starts, minutes)
    raise PatternError("day")


def _pattern(
    language: _Language, parts: Mapping[str, str | None], starts: time | None, minutes: int
) -> Pattern:
    named = re.findall(_one_of(language.ordinals), parts.get("places") or "")
    places = sorted({language.ordinals[name] for name in named}, key=lambda n: n if n > 0 else 9)
    often = parts.get("often")
    return Pattern(
        language.days.index(parts["day"] or ""),
        tuple(places),
        language.often[often] if often else 1,
        starts,
        minutes,
    )


def _bare(words: str) -> str:
    """Return the words in small letters, without accents, with single spaces."""
    apart = unicodedata.normalize("NFKD", words.lower())
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())
