"""Understanding a timing that somebody typed, or saying where and why not. No Django, no database.

The grammar of each language stands in timing_phrases.py, the other direction in timing_words.py.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from collaboratives.workplan.dates import EVENT, Timing
from collaboratives.workplan.timing_offers import nearest
from collaboratives.workplan.timing_phrases import BEFORE, THREE, TWO, Tongue, fold, unit_of
from collaboratives.workplan.timing_words import (
    END,
    EVENT_KEY,
    KIND_KEY,
    LAST_DAY,
    SERIES_KEY,
    START,
    Grammar,
    Names,
    grammar_of,
)

FARTHEST = 1500  # in any unit; a collaborative is shorter
Span = tuple[date, date]


class WordsError(ValueError):
    """The words are not understood. ``reason`` is one of:

    empty, no_anchor ("16 weeks before" what?), no_direction, no_number, unknown_anchor,
    unknown_each, too_far, day (of a month, over 28), no_such_date, outside (the collaborative),
    not_understood. ``start`` and ``end`` say where in the text, ``found`` is what stands there,
    ``nearest`` holds names that may have been meant.
    """

    def __init__(
        self, reason: str, text: str, start: int, end: int, nearest: Iterable[str] = ()
    ) -> None:
        super().__init__(reason)
        self.reason, self.start, self.end = reason, start, end
        self.found = text[start:end].strip()
        self.nearest = list(nearest)


@dataclass(frozen=True)
class _Typed:
    """``text`` as typed and folded, without the space around it; ``offset`` is what was cut."""

    whole: str
    text: str
    offset: int

    def error(self, reason: str, start: int, end: int, nearest: Iterable[str] = ()) -> WordsError:
        return WordsError(reason, self.whole, start + self.offset, end + self.offset, nearest)


def read(text: str, names: Names, language: str = "en", span: Span | None = None) -> Timing | date:
    """Return the timing, or the date, that the words mean; raises WordsError.

    ``span`` is the collaborative's first and last day: a date must lie in it, and one without a
    year is the first such day in it.
    """
    grammar = grammar_of(names, language)
    stripped = text.strip().rstrip(".").rstrip()
    typed = _Typed(text, fold(stripped), len(text) - len(text.lstrip()))
    if not stripped:
        raise WordsError("empty", text, 0, len(text))
    if grammar.find(grammar.tongue.read_as_needed, typed.text):
        return Timing("as_needed")
    for attempt in (_read_each, _read_anchor, _read_again):
        timing = attempt(typed, grammar)
        if timing:
            return timing
    day = _read_date(typed, grammar.tongue, span)
    if day:
        return day
    raise _complaint(typed, grammar, names)


def _read_anchor(typed: _Typed, grammar: Grammar) -> Timing | None:
    found = grammar.find(rf"{grammar.offset}\s+(?P<point>{grammar.any_glued})", typed.text)
    if not found or not _has_way(found):
        return None
    key = grammar.glued[_tidy(found["point"])]
    offset, unit = _offset(found, typed, grammar.tongue)
    if key.startswith(EVENT_KEY):
        event = int(key.removeprefix(EVENT_KEY))
        return Timing("anchor", anchor=EVENT, offset=offset, unit=unit, event=event)
    return Timing("anchor", anchor=key, offset=offset, unit=unit)


def _read_each(typed: _Typed, grammar: Grammar) -> Timing | None:
    tongue = grammar.tongue
    row, glue = grammar.any_row, rf"(?:{tongue.glue}\s+)?" if tongue.glue else ""
    found = grammar.find(
        rf"{grammar.offset}\s+{glue}{tongue.read_each}\s+"
        rf"(?P<rows>{row}(?:{tongue.read_separator}{row})*){grammar.range}",
        typed.text,
    )
    if not found or not _has_way(found):
        return None
    keys = _rows_in(found["rows"], grammar)
    series = [key for key in keys if key.startswith(SERIES_KEY)]
    if series and len(keys) > 1:
        raise typed.error("one_series", *found.span("rows"))
    offset, unit = _offset(found, typed, tongue)
    return Timing(
        "each",
        offset=offset,
        unit=unit,
        kinds=() if series else tuple(key.removeprefix(KIND_KEY) for key in keys),
        series=int(series[0].removeprefix(SERIES_KEY)) if series else None,
        since=_bound(found, "since", grammar),
        until=_bound(found, "until", grammar),
    )


def _rows_in(text: str, grammar: Grammar) -> list[str]:
    """Return the keys of a list of rows that is known to match; each once, in order."""
    row, separator = grammar.any_row, grammar.tongue.read_separator
    keys = []
    while text:
        found = re.match(rf"(?P<row>{row})(?P<rest>(?:{separator}{row})*)$", text)
        if not found:
            raise ValueError(text)
        keys.append(grammar.rows[_tidy(found["row"])])
        text = re.sub(rf"^{separator}", "", found["rest"])
    return list(dict.fromkeys(keys))


def _read_again(typed: _Typed, grammar: Grammar) -> Timing | None:
    tongue = grammar.tongue
    found = grammar.find(rf"(?:{tongue.read_fortnight}){grammar.range}", typed.text)
    step, day = "two_weeks", None
    if not found:
        found = grammar.find(rf"(?:{tongue.read_monthly}){grammar.range}", typed.text)
        if not found:
            return None
        day = _day(found, typed)
        step = _step(found)
    return Timing(
        "every",
        step=step,
        day=day,
        since=_bound(found, "since", grammar) or START,
        until=_bound(found, "until", grammar) or END,
    )


def _day(found: re.Match[str], typed: _Typed) -> int:
    day = int(found["day"])
    if not 1 <= day <= LAST_DAY:
        raise typed.error("day", *found.span("day"))
    return day


def _step(found: re.Match[str]) -> str:
    every = found["every"] or ""
    if every in TWO:
        return "two_months"
    return "quarter" if every in THREE or found["period"] in ("quarter", "trimestre") else "month"


def _bound(found: re.Match[str], name: str, grammar: Grammar) -> str:
    return grammar.bounds[_tidy(found[name])] if found[name] else ""


def _has_way(found: re.Match[str]) -> bool:
    return bool(found["zero"] or found["next"] or found["way"])


def _offset(found: re.Match[str], typed: _Typed, tongue: Tongue) -> tuple[int, str]:
    if found["zero"]:
        return 0, "days"
    if found["next"]:
        return (-1 if found["next"] in BEFORE else 1), "days"
    number = found["count"]
    count = tongue.numbers[number] if number in tongue.numbers else int(number)
    if count > FARTHEST:
        raise typed.error("too_far", *found.span("count"))
    if not count:
        return 0, "days"
    return (-count if found["way"] in BEFORE else count), unit_of(found["unit"])


def _tidy(found: str) -> str:
    return " ".join(found.split())


def _read_date(typed: _Typed, tongue: Tongue, span: Span | None) -> date | None:
    months = "|".join(f"{fold(month)}|{fold(month)[:3]}" for month in tongue.months)
    for pattern in (
        r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})",
        (
            rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?:de\s+|of\s+)?(?P<m>{months})\.?"
            r"(?:,?\s+(?:de\s+|del\s+)?(?P<y>\d{4}))?"
        ),
        rf"(?P<m>{months})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y>\d{{4}}))?",
    ):
        found = re.fullmatch(tongue.read_fixed + pattern, typed.text)
        if found:
            return _date(found, typed, tongue, span)
    return None


def _date(found: re.Match[str], typed: _Typed, tongue: Tongue, span: Span | None) -> date:
    written = found["m"]
    short = [fold(name)[:3] for name in tongue.months]
    month = int(written) if written.isdigit() else short.index(written[:3]) + 1
    at = found.start("y") if written.isdigit() else min(found.start("d"), found.start("m"))
    years = [int(found["y"])] if found["y"] else _years(span)
    days = []
    for year in years:
        try:
            days.append(date(year, month, int(found["d"])))
        except ValueError:
            continue
    if not days:
        raise typed.error("no_such_date", at, len(typed.text))
    inside = [day for day in days if not span or span[0] <= day <= span[1]]
    if not inside:
        raise typed.error("outside", at, len(typed.text))
    return inside[0]


def _years(span: Span | None) -> list[int]:
    return list(range(span[0].year, span[1].year + 1)) if span else []


def _complaint(typed: _Typed, grammar: Grammar, names: Names) -> WordsError:
    """Return why the words mean nothing, as near to the place as can be told."""
    tongue, end = grammar.tongue, len(typed.text)
    monthly = re.match(rf"(?:{tongue.read_monthly}|{tongue.read_fortnight})", typed.text)
    if monthly:
        if monthly["day"]:
            try:
                _day(monthly, typed)
            except WordsError as error:
                return error
        return _after_range(typed, monthly.end(), grammar, names)
    found = re.match(rf"{grammar.offset}(?=\s|$)", typed.text)
    if found:
        rest = _skip(typed.text, found.end(), tongue.glue)
        if not _has_way(found):
            return typed.error("no_direction", 0, found.end())
        if rest >= end:
            return typed.error("no_anchor", 0, end)
        each = re.match(rf"{tongue.read_each}(?:\s+|$)", typed.text[rest:])
        if each:
            return _unknown_row(typed, rest + each.end(), grammar, names)
        return _unknown(typed, rest, end, names)
    if re.match(r"(?:before|after|antes|despues)\b", typed.text):
        return typed.error("no_number", 0, end)
    return typed.error("not_understood", 0, end)


def _unknown_row(typed: _Typed, at: int, grammar: Grammar, names: Names) -> WordsError:
    end, rows = len(typed.text), [words for _, words in names.rows]
    if at >= end:
        return typed.error("no_anchor", 0, end)
    known = re.compile(rf"{grammar.any_row}(?=\s|,|$)")
    while found := known.match(typed.text, at):
        at = found.end()
        following = re.match(grammar.tongue.read_separator, typed.text[at:])
        if not following:
            return _after_range(typed, at, grammar, names)
        at += following.end()
    stop = re.search(
        rf"{grammar.tongue.read_separator}|{grammar.tongue.read_since}\s|{grammar.tongue.read_until}\s",
        typed.text[at:],
    )
    end = at + stop.start() if stop else end
    return typed.error("unknown_each", at, end, nearest(typed.text[at:end], rows))


def _after_range(typed: _Typed, at: int, grammar: Grammar, names: Names) -> WordsError:
    """Return what is wrong behind the part that says what or how often."""
    tongue, end = grammar.tongue, len(typed.text)
    bound = re.compile(
        "(?:"
        + "|".join(map(re.escape, sorted(grammar.bounds, key=len, reverse=True)))
        + r")(?=\s|$)"
    )
    for opening in (tongue.read_since, tongue.read_until):
        found = re.compile(rf"{opening}(?:\s+|$)").match(typed.text, at)
        if not found:
            continue
        if found.end() >= end:
            return typed.error("no_anchor", at, end)
        named = bound.match(typed.text, found.end())
        if not named:
            until = re.compile(rf"{tongue.read_until}\s").search(typed.text, found.end())
            return _unknown(typed, found.end(), until.start() if until else end, names)
        at = named.end()
    return typed.error("not_understood", at, end)


def _unknown(typed: _Typed, start: int, end: int, names: Names) -> WordsError:
    points = [words for _, words in names.points]
    return typed.error("unknown_anchor", start, end, nearest(typed.text[start:end], points))


def _skip(text: str, at: int, glue: str) -> int:
    """Return where the next word begins that is not the glue."""
    found = re.compile(rf"\s*(?:{glue}\b\s*)?" if glue else r"\s*").match(text, at)
    return found.end() if found else at
