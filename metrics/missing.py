"""Months that are not in: what got in the way, and who has written to the team about them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from centers.models import CoreTeam
from metrics import periods
from metrics.completeness import months_to_send
from metrics.enums import SubmissionStatus
from metrics.models import Metric, MonthlySubmission, Nudge
from metrics.queries import Clock, metrics_of

MOST_ASKED = 3


@dataclass(frozen=True)
class MissingMonth:
    """A month whose day has passed and that a team has not sent; ``said`` is its answer."""

    month: dt.date
    said: str

    @property
    def month_text(self) -> str:
        """The month as addresses write it."""
        return periods.month_text(self.month)


def missing_months(team: CoreTeam, metrics: Sequence[Metric], clock: Clock) -> list[MissingMonth]:
    """Return the latest months that a team has not sent, newest first, in one query.

    At most three: what lies further back helps nobody any more.
    """
    due = [month for month in months_to_send(metrics, clock) if month <= clock.last_due]
    rows = {row.month: row for row in MonthlySubmission.objects.filter(team=team, month__in=due)}
    found = [
        MissingMonth(month, rows[month].got_in_the_way if month in rows else "")
        for month in reversed(due)
        if month not in rows or rows[month].status != SubmissionStatus.SUBMITTED
    ]
    return found[:MOST_ASKED]


def is_unexplained(team: CoreTeam, month: dt.date) -> bool:
    """Whether a month that was asked for has neither come nor been explained, in two queries."""
    answered = MonthlySubmission.objects.filter(team=team, month=month).exclude(
        ~Q(status=SubmissionStatus.SUBMITTED), got_in_the_way=""
    )
    return not answered.exists() and is_asked_for(team, month)


def is_asked_for(team: CoreTeam, month: dt.date) -> bool:
    """Whether the month is over and the team had something to count in it."""
    return month <= Clock.of(team.collaborative).ended and metrics_of(team, month).exists()


def what_got_in_the_way() -> QuerySet[MonthlySubmission]:
    """Return every team's answer about a month that did not come, newest first.

    For the data lead, to learn what makes counting hard; never a score.
    """
    return (
        MonthlySubmission.objects.exclude(got_in_the_way="")
        .select_related("team", "answered_by__user")
        .order_by("-answered_at", "-pk")
    )


def last_nudges(
    teams: Iterable[CoreTeam], months: Iterable[dt.date]
) -> dict[tuple[int, dt.date], Nudge]:
    """Return the latest letter to each team about each month, in one query."""
    rows = (
        Nudge.objects.filter(team__in=teams, month__in=months)
        .select_related("by__user", "to__user")
        .order_by("sent_at", "pk")
    )
    return {(row.team_id, row.month): row for row in rows}
