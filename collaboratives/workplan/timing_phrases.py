"""How timings are said in each language. Standard library only; no Django.

Patterns are written for folded text (``fold``): small letters without accents, so that "dias"
reads as "días". Folding keeps the length, so a position in the folded text is one in the typed.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

QUOTES = '“”„«»"'


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return the text in small letters, without accents, with plain spaces; as long as it was."""
    return "".join(_fold(letter) for letter in text)


def _fold(letter: str) -> str:
    if letter.isspace():
        return " "
    if letter in QUOTES:
        return '"'
    return unicodedata.normalize("NFD", letter.lower())[0]


@dataclass(frozen=True)
class Tongue:
    """One language: phrases to say, with named places, and patterns to read.

    ``glue`` stands between a direction and the name ("antes de"), ``contracted`` is what it
    becomes before a name with the article ``contracts`` ("del" for "de el").
    """

    code: str
    before: Mapping[str, tuple[str, str]]
    after: Mapping[str, tuple[str, str]]
    on_the_day: str
    each: str
    last_of_list: str
    since: str
    until: str
    monthly: Mapping[str, str]
    fortnight: str
    as_needed: str
    fixed: str
    months: tuple[str, ...]
    articles: tuple[str, ...]
    separators: tuple[str, ...]
    read_offset: str
    read_start: str
    read_each: str
    read_separator: str
    read_since: str
    read_until: str
    read_monthly: str
    read_fortnight: str
    read_as_needed: str
    read_fixed: str
    numbers: Mapping[str, int]
    glue: str = ""
    contracted: str = ""
    contracts: str = ""
    ordinals: bool = False

    def day(self, number: int) -> str:
        """Return a day of the month as it is said: "25th" or "25"."""
        if not self.ordinals:
            return str(number)
        if number % 100 in (11, 12, 13):
            return f"{number}th"
        return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"

    def joined(self, name: str) -> str:
        """Return a name with the glue before it: "de la orientación", "del final"."""
        if self.contracts and fold(name).startswith(f"{self.contracts} "):
            return f"{self.contracted} {name[len(self.contracts) + 1 :]}"
        return f"{self.glue} {name}" if self.glue else name


ENGLISH = Tongue(
    code="en",
    before={
        "days": ("{count} day before {anchor}", "{count} days before {anchor}"),
        "business_days": (
            "{count} business day before {anchor}",
            "{count} business days before {anchor}",
        ),
        "weeks": ("{count} week before {anchor}", "{count} weeks before {anchor}"),
        "months": ("{count} month before {anchor}", "{count} months before {anchor}"),
    },
    after={
        "days": ("{count} day after {anchor}", "{count} days after {anchor}"),
        "business_days": (
            "{count} business day after {anchor}",
            "{count} business days after {anchor}",
        ),
        "weeks": ("{count} week after {anchor}", "{count} weeks after {anchor}"),
        "months": ("{count} month after {anchor}", "{count} months after {anchor}"),
    },
    on_the_day="on the day of {anchor}",
    each="each {names}",
    last_of_list=" or ",
    since=" from {since}",
    until=" until {until}",
    monthly={
        "month": "the {day} of each month",
        "two_months": "the {day} of every second month",
        "quarter": "the {day} of every third month",
    },
    fortnight="every two weeks",
    as_needed="when needed",
    fixed="fixed: {day} {month} {year}",
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    articles=("the",),
    separators=(",", " or ", " and ", " from ", " until "),
    read_offset=(
        r"(?P<count>NUMBER)\s+(?P<unit>(?:business|working)\s+days?|days?|weeks?|months?)"
        r"(?:\s+(?P<way>before|after))?"
    ),
    read_start=r"(?P<zero>on\s+the\s+day\s+of|the\s+same\s+day\s+as)|the\s+day\s+(?P<next>before|after)",
    read_each=r"(?:each|every)",
    read_separator=r"(?:\s*,\s*(?:or|and)\s+|\s*,\s*|\s+(?:or|and)\s+)",
    read_since=r"\s+from",
    read_until=r"\s+(?:until|till|to)",
    read_monthly=(
        r"(?:on\s+)?the\s+(?P<day>\d+)(?:st|nd|rd|th)?(?:\s+day)?\s+of\s+(?:each|every|the)\s+"
        r"(?:(?P<every>second|other|third)\s+)?(?P<period>month|quarter)"
    ),
    read_fortnight=r"every\s+(?:(?:two|2)\s+weeks|(?:second|other)\s+week)|fortnightly",
    read_as_needed=r"(?:when|if|as)(?:\s+it\s+is)?\s+needed|at\s+need",
    read_fixed=r"(?:fixed\s*:?\s*|on\s+)?",
    numbers={
        word: number
        for number, words in enumerate(
            (
                ("a", "an", "one"),
                *(
                    (word,)
                    for word in (
                        *("two", "three", "four", "five", "six", "seven", "eight", "nine"),
                        *("ten", "eleven", "twelve"),
                    )
                ),
            ),
            start=1,
        )
        for word in words
    },
    ordinals=True,
)

SPANISH = Tongue(
    code="es",
    before={
        "days": ("{count} día antes {anchor}", "{count} días antes {anchor}"),
        "business_days": (
            "{count} día hábil antes {anchor}",
            "{count} días hábiles antes {anchor}",
        ),
        "weeks": ("{count} semana antes {anchor}", "{count} semanas antes {anchor}"),
        "months": ("{count} mes antes {anchor}", "{count} meses antes {anchor}"),
    },
    after={
        "days": ("{count} día después {anchor}", "{count} días después {anchor}"),
        "business_days": (
            "{count} día hábil después {anchor}",
            "{count} días hábiles después {anchor}",
        ),
        "weeks": ("{count} semana después {anchor}", "{count} semanas después {anchor}"),
        "months": ("{count} mes después {anchor}", "{count} meses después {anchor}"),
    },
    on_the_day="el día {anchor}",
    each="cada {names}",
    last_of_list=" o ",
    since=" desde {since}",
    until=" hasta {until}",
    monthly={
        "month": "el {day} de cada mes",
        "two_months": "el {day} cada dos meses",
        "quarter": "el {day} cada tres meses",
    },
    fortnight="cada dos semanas",
    as_needed="cuando haga falta",
    fixed="fecha fija: {day} de {month} de {year}",
    months=(
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    articles=("el", "la", "los", "las"),
    separators=(",", " o ", " y ", " desde ", " hasta "),
    read_offset=(
        r"(?P<count>NUMBER)\s+(?P<unit>dias?\s+habil(?:es)?|dias?|semanas?|mes(?:es)?)"
        r"(?:\s+(?P<way>antes|despues))?"
    ),
    read_start=r"(?P<zero>el\s+(?:mismo\s+)?dia)|el\s+dia\s+(?P<next>antes|despues)",
    read_each=r"cada",
    read_separator=r"(?:\s*,\s*(?:o|y)\s+|\s*,\s*|\s+(?:o|y)\s+)",
    read_since=r"\s+desde",
    read_until=r"\s+hasta",
    read_monthly=(
        r"el\s+(?:dia\s+)?(?P<day>\d+)\s+(?:de\s+)?cada\s+"
        r"(?:(?P<every>dos|2|tres|3)\s+)?(?P<period>mes(?:es)?|trimestre)"
    ),
    read_fortnight=r"cada\s+(?:dos|2)\s+semanas",
    read_as_needed=r"cuando\s+(?:haga\s+falta|sea\s+necesario|se\s+necesite)",
    read_fixed=r"(?:(?:fecha\s+)?fij[ao]\s*:?\s*)?(?:el\s+)?",
    numbers={
        "un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6,
        "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12,
    },
    glue="de",
    contracted="del",
    contracts="el",
)  # fmt: skip

TONGUES = {"en": ENGLISH, "es": SPANISH}
BEFORE = frozenset({"before", "antes"})
TWO, THREE = frozenset({"second", "other", "dos", "2"}), frozenset({"third", "tres", "3"})
UNITS = (
    (re.compile("business|working|habil"), "business_days"),
    (re.compile("^d"), "days"),
    (re.compile("^(?:w|s)"), "weeks"),
    (re.compile("^m"), "months"),
)


def tongue_of(language: str) -> Tongue:
    """Return the language of a code such as "es-us"; English where there is none."""
    return TONGUES.get(language.split("-", maxsplit=1)[0].lower(), ENGLISH)


def unit_of(word: str) -> str:
    """Return the unit that a folded word means."""
    return next(unit for pattern, unit in UNITS if pattern.search(word))
