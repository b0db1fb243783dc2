"""Numbered marks on run charts. Apps above fill this in their ``ready()``.

A function is called as ``function(team, metric, start, end, member=member)`` and returns the
marks whose day lies from ``start`` to ``end`` inclusive. With ``member`` None (a paper for many
readers) only what every member of the collaborative may see belongs in the answer.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import NamedTuple

from centers.models import CoreTeam
from collaboratives.models import Membership
from metrics.models import Metric


class Annotation(NamedTuple):
    """Something a team tried: the day, what to call it, and its page."""

    day: dt.date
    label: str
    url: str


Annotator = Callable[..., Iterable[Annotation]]
_annotators: list[Annotator] = []


def register(annotator: Annotator) -> Annotator:
    """Add a source of marks; adding it twice changes nothing. Usable as a decorator."""
    if annotator not in _annotators:
        _annotators.append(annotator)
    return annotator


def annotations_of(
    team: CoreTeam,
    metric: Metric,
    start: dt.date,
    end: dt.date,
    *,
    member: Membership | None,
) -> list[Annotation]:
    """Return every mark of one team's measure in a stretch of time, oldest first."""
    found = [
        Annotation(*mark)
        for annotator in _annotators
        for mark in annotator(team, metric, start, end, member=member)
    ]
    return sorted(found)
