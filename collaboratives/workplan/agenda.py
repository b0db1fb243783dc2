"""The agenda of a meeting: it assembles itself, its minutes fit, and closing keeps what it was."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from collaboratives.models import Membership
from collaboratives.schedule.models import Event
from collaboratives.workplan.agenda_sources import Line, Occasion, Part, parts_of
from collaboratives.workplan.coming import windows_of
from collaboratives.workplan.meeting_queries import meeting_before
from collaboratives.workplan.minutes import Ask, shared_out, wished_too_much

# Where no meeting came before, the agenda looks back as far as one between two would.
FIRST_LOOK_BACK = dt.timedelta(weeks=1)


@dataclass(frozen=True)
class TimedLine:
    """A line as it is shown; ``minutes`` is None where its part's time is for all of them."""

    text: str
    url: str = ""
    detail: str = ""
    minutes: int | None = None


@dataclass(frozen=True)
class TimedPart:
    """A part of the agenda with its minutes."""

    key: str
    title: str
    minutes: int
    lines: list[TimedLine]


@dataclass(frozen=True)
class Agenda:
    """The parts; ``too_much`` is by how many minutes the points pass the meeting's length."""

    parts: list[TimedPart]
    length: int
    too_much: int = 0

    def part(self, key: str) -> TimedPart | None:
        """Return one part."""
        return next((part for part in self.parts if part.key == key), None)


def occasion_of(member: Membership, event: Event) -> Occasion:
    """Return what the sources are asked about: the meeting, and since when things are new."""
    before = meeting_before(event)
    since = before.starts_at if before else event.starts_at - FIRST_LOOK_BACK
    on = event.first_day_in(member.collaborative.zone)
    return Occasion(member, event, since, on, windows_of(member, on))


def agenda_of(member: Membership, event: Event) -> Agenda:
    """Return the agenda as it assembles itself now, in a constant number of queries."""
    return timed(parts_of(occasion_of(member, event)), length_of(event))


def length_of(event: Event) -> int:
    """Return how long a meeting goes, in minutes."""
    return int((event.ends_at - event.starts_at).total_seconds() // 60)


def timed(parts: Sequence[Part], length: int) -> Agenda:
    """Return the parts with minutes that fit the length together."""
    asks = [ask for part in parts for ask in _asks(part)]
    minutes = iter(shared_out(length, asks))
    found = [_timed(part, minutes) for part in parts]
    return Agenda(found, length, wished_too_much(length, asks))


def _asks(part: Part) -> list[Ask]:
    if _has_own_times(part):
        return [Ask(line.weight, line.wish) for line in part.lines]
    return [Ask(part.weight)]


def _timed(part: Part, minutes: Iterator[int]) -> TimedPart:
    if not _has_own_times(part):
        return TimedPart(
            part.key, part.title, next(minutes), [_line(line, None) for line in part.lines]
        )
    lines = [_line(line, next(minutes)) for line in part.lines]
    return TimedPart(part.key, part.title, sum(line.minutes or 0 for line in lines), lines)


def _line(line: Line, minutes: int | None) -> TimedLine:
    return TimedLine(line.text, line.url, line.detail, minutes)


def _has_own_times(part: Part) -> bool:
    return any(line.weight or line.wish for line in part.lines)


def kept(agenda: Agenda) -> list[dict[str, Any]]:
    """Return the agenda as ``Meeting.agenda`` keeps it, in the words of whoever closed it.

    ``[{"key", "title", "minutes", "lines": [{"text", "url", "detail", "minutes"}]}]``
    """
    return [
        {
            "key": part.key,
            "title": part.title,
            "minutes": part.minutes,
            "lines": [vars(line) for line in part.lines],
        }
        for part in agenda.parts
    ]


def read(rows: Sequence[dict[str, Any]], length: int) -> Agenda:
    """Return an agenda that ``kept`` wrote."""
    return Agenda(
        [
            TimedPart(
                row["key"],
                row["title"],
                row["minutes"],
                [TimedLine(**line) for line in row["lines"]],
            )
            for row in rows
        ],
        length,
    )
