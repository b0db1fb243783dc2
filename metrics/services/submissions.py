"""The row of a team's month."""

import datetime as dt

from centers.models import CoreTeam
from metrics.models import MonthlySubmission
from metrics.queries import Clock


def submission_of(team: CoreTeam, month: dt.date) -> MonthlySubmission:
    """Return the row of a month, made as a draft where nobody has opened the month yet."""
    clock = Clock.of(team.collaborative)
    return MonthlySubmission.objects.get_or_create(
        team=team,
        month=month,
        defaults={
            "collaborative": team.collaborative,
            "due_on": clock.due_on(month),
            "closes_on": clock.closes_on(month),
        },
    )[0]
