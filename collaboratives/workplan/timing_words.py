"""Timings in words: "16 weeks before Learning Session 2". Standard library only; no Django.

``say`` puts a timing in words and ``read`` understands them again, in English and Spanish. What
one can count from is given as ``Names``, so the same grammar serves every collaborative.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from collaboratives.workplan.dates import EVENT, Timing
from collaboratives.workplan.timing_phrases import QUOTES, Tongue, fold, tongue_of

START, END = "start", "end"
EVENT_KEY, KIND_KEY, SERIES_KEY = "event:", "kind:", "series:"
STEPS = {"month": "month", "second": "two_months", "third": "quarter"}
LAST_DAY = 28

Named = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Names:
    """What one can count from, as pairs of key and words.

    ``points`` are single days: anchors, boundaries of phases, and events ("event:12"). ``rows``
    are what a task can be there for each of: "kind:all_team_call", "series:5". ``also`` holds
    further words for points that are understood and never said. Words are told apart by
    ``distinct``; where two are the same, the first is meant.
    """

    points: Named
    rows: Named = ()
    also: Named = ()

    @cached_property
    def words(self) -> dict[str, str]:
        """Return the words of each key."""
        found: dict[str, str] = {}
        for key, words in (*self.points, *self.rows):
            found.setdefault(key, words)
        return found


def distinct(pairs: Iterable[tuple[str, str]]) -> Named:
    """Return names that can be told apart: tidied, and the second of the same words numbered."""
    taken: set[str] = set()
    found = []
    for key, words in pairs:
        tidy = " ".join(words.translate({ord(quote): "’" for quote in QUOTES}).split()) or key
        name, count = tidy, 1
        while fold(name) in taken:
            count += 1
            name = f"{tidy} ({count})"
        taken.add(fold(name))
        found.append((key, name))
    return tuple(found)


def normal(timing: Timing) -> Timing:
    """Return the timing as words can say it: no distance has no unit but days."""
    if timing.offset or timing.form not in ("anchor", "each"):
        return timing
    return Timing(**{**timing.__dict__, "unit": "days"})


def say(timing: Timing, names: Names, language: str = "en") -> str:
    """Return a timing as a phrase that begins in small letters or with a number."""
    tongue = tongue_of(language)
    if timing.form == "as_needed":
        return tongue.as_needed
    if timing.form == "anchor":
        key = f"{EVENT_KEY}{timing.event}" if timing.anchor == EVENT else timing.anchor
        return _distance(timing, quoted(names.words.get(key, key), tongue), tongue)
    if timing.form == "each":
        each = tongue.each.format(names=_listed(timing, names, tongue))
        return _distance(timing, each, tongue) + _range(timing, names, tongue)
    if timing.step == "two_weeks":
        again = tongue.fortnight
    else:
        again = tongue.monthly[timing.step].format(day=tongue.day(timing.day or 1))
    return again + _range(timing, names, tongue)


def say_date(day: date, language: str = "en") -> str:
    """Return a date of its own in words: "fixed: 12 May 2027"."""
    tongue = tongue_of(language)
    return tongue.fixed.format(day=day.day, month=tongue.months[day.month - 1], year=day.year)


def quoted(name: str, tongue: Tongue) -> str:
    """Return a name, in quotation marks where it could be taken for more than a name."""
    folded = fold(name)
    mixed_up = any(separator in f" {folded} " for separator in tongue.separators)
    if mixed_up or re.match(rf"{tongue.read_each}\b", folded):
        return f"“{name}”"
    return name


def distance(offset: int, unit: str, name: str, language: str = "en") -> str:
    """Return how far a day lies from a name that is shown as it is."""
    return _distance(Timing("anchor", offset=offset, unit=unit), name, tongue_of(language))


def _distance(timing: Timing, name: str, tongue: Tongue) -> str:
    anchor = tongue.joined(name)
    if not timing.offset:
        return tongue.on_the_day.format(anchor=anchor)
    one, many = (tongue.before if timing.offset < 0 else tongue.after)[timing.unit]
    count = abs(timing.offset)
    return (one if count == 1 else many).format(count=count, anchor=anchor)


def _listed(timing: Timing, names: Names, tongue: Tongue) -> str:
    if timing.series is not None:
        keys = [f"{SERIES_KEY}{timing.series}"]
    else:
        keys = [f"{KIND_KEY}{kind}" for kind in timing.kinds]
    said = [quoted(names.words.get(key, key), tongue) for key in keys]
    return tongue.last_of_list.join([*([", ".join(said[:-1])] if said[1:] else []), *said[-1:]])


def _range(timing: Timing, names: Names, tongue: Tongue) -> str:
    if timing.form == "every" and (timing.since, timing.until) == (START, END):
        return ""
    said = ""
    if timing.since:
        said += tongue.since.format(since=quoted(names.words.get(timing.since, ""), tongue))
    if timing.until:
        said += tongue.until.format(until=quoted(names.words.get(timing.until, ""), tongue))
    return said


@dataclass(frozen=True)
class Grammar:
    """Patterns for folded text and what each name in it means."""

    tongue: Tongue
    offset: str
    points: dict[str, str]
    glued: dict[str, str]
    bounds: dict[str, str]
    rows: dict[str, str]

    def find(self, pattern: str, text: str) -> re.Match[str] | None:
        """Return the match of a pattern with the whole text."""
        return re.fullmatch(pattern, text)

    @cached_property
    def any_glued(self) -> str:
        """Return a pattern for one point, with the glue before it."""
        return _one_of(self.glued)

    @cached_property
    def any_row(self) -> str:
        """Return a pattern for one row of events."""
        return _one_of(self.rows)

    @cached_property
    def range(self) -> str:
        """Return a pattern for from and until, which may both be absent."""
        bound = _one_of(self.bounds)
        return (
            rf"(?:{self.tongue.read_since}\s+(?P<since>{bound}))?"
            rf"(?:{self.tongue.read_until}\s+(?P<until>{bound}))?"
        )


def _one_of(words: Iterable[str]) -> str:
    # Longer names first, and those that hold a separator only in quotes first of all.
    ordered = sorted(words, key=lambda one: (not one.endswith('"'), -len(one)))
    return "(?:" + "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in ordered) + ")"


@lru_cache(maxsize=64)
def grammar_of(names: Names, language: str) -> Grammar:
    """Return the grammar of one language with these names."""
    tongue = tongue_of(language)
    points = _meanings((*names.points, *names.also), tongue)
    glued: dict[str, str] = {}
    for words, key in points.items():
        for said in (f"{tongue.glue} {words}".strip(), tongue.joined(words)):
            glued.setdefault(said, key)
    number = "|".join([r"\d+", *sorted(tongue.numbers, key=len, reverse=True)])
    return Grammar(
        tongue=tongue,
        offset=rf"(?:{tongue.read_offset.replace('NUMBER', number)}|{tongue.read_start})",
        points=points,
        glued=glued,
        bounds={words: key for words, key in points.items() if not key.startswith(EVENT_KEY)},
        rows=_meanings(names.rows, tongue),
    )


def _meanings(pairs: Named, tongue: Tongue) -> dict[str, str]:
    """Return every way to write a name: as it is said, plain, and without its article."""
    found: dict[str, str] = {}
    for write in (
        lambda words: fold(quoted(words, tongue)),
        fold,
        lambda words: f'"{fold(words)}"',
        lambda words: _without_article(fold(words), tongue),
    ):
        for key, words in pairs:
            found.setdefault(write(words), key)
    return found


def _without_article(words: str, tongue: Tongue) -> str:
    first, _, rest = words.partition(" ")
    return rest if rest and first in tongue.articles else words


def key_in(meanings: dict[str, str], found: str) -> str:
    """Return what a piece of folded text means; it was matched by the same meanings."""
    return meanings[" ".join(found.split())]
