"""Numbered marks on run charts. Apps above fill this in their ``ready()``.

A function is called as ``function(teams, metrics, start, end, member=member)`` and returns the
marks of these teams' charts whose day lies from ``start`` to ``end`` inclusive, in a number of
queries that does not grow with the teams. With ``member`` None (a paper for many readers) only
what every member of the collaborative may see belongs in the answer.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from centers.models import CoreTeam
from collaboratives.models import Membership
from metrics.models import Metric


class Annotation(NamedTuple):
    """Something a team tried: the day, what to call it, and its page."""

    day: dt.date
    label: str
    url: str


class Placed(NamedTuple):
    """A mark, and on which chart it belongs."""

    team_id: int
    metric_id: int
    mark: Annotation


Annotator = Callable[..., Iterable[Placed]]
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
    return annotations_of_all([team], [metric], start, end, member=member)[(team.pk, metric.pk)]


def annotations_of_all(
    teams: Sequence[CoreTeam],
    metrics: Sequence[Metric],
    start: dt.date,
    end: dt.date,
    *,
    member: Membership | None,
) -> dict[tuple[int, int], list[Annotation]]:
    """Return the marks of many charts by (team id, metric id), oldest first."""
    found: dict[tuple[int, int], list[Annotation]] = {
        (team.pk, metric.pk): [] for team in teams for metric in metrics
    }
    for annotator in _annotators:
        for placed in annotator(teams, metrics, start, end, member=member):
            found[(placed.team_id, placed.metric_id)].append(placed.mark)
    return {key: sorted(marks) for key, marks in found.items()}
