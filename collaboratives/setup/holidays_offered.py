"""Countries and their parts that public holidays are known for."""

import re
from functools import cache

import holidays
from holidays.registry import COUNTRIES

FIRST = "US"
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")


@cache
def countries() -> list[tuple[str, str]]:
    """Return (code of two letters, name in English) of each country, the United States first."""
    named = {codes[1]: _WORDS.sub(" ", codes[0]) for codes in COUNTRIES.values()}
    others = sorted((item for item in named.items() if item[0] != FIRST), key=lambda one: one[1])
    return [(FIRST, named[FIRST]), *others]


@cache
def parts_of(country: str) -> list[tuple[str, str]]:
    """Return (code, name) of each state or province with holidays of its own, by name."""
    if country not in dict(countries()):
        return []
    known = holidays.country_holidays(country).get_subdivision_aliases()
    return sorted(
        ((code, names[0] if names else code) for code, names in known.items()),
        key=lambda one: one[1],
    )
