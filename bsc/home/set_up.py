"""What a new collaborative still needs, for the team's home: five points, each with its page."""

from typing import NamedTuple

from django.db.models import Exists
from django.utils.translation import gettext as _

from centers.models import CoreTeam
from collaboratives.framework.models import SecondaryDriver
from collaboratives.http import url_in
from collaboratives.models import Collaborative
from collaboratives.schedule.enums import EventKind, EventStatus
from collaboratives.schedule.models import Event
from collaboratives.workplan.models import Task
from metrics.models import Metric


class SetUpPoint(NamedTuple):
    """One thing to set up, whether it is there, and where it is done."""

    title: str
    text: str
    is_done: bool
    url: str


def set_up_points(collaborative: Collaborative) -> list[SetUpPoint]:
    """Return the five points while one is missing, else none; in one query."""
    sessions = Event.objects.filter(kind=EventKind.LEARNING_SESSION, status=EventStatus.PLANNED)
    row = (
        Collaborative.objects.filter(pk=collaborative.pk)
        .annotate(
            has_drivers=Exists(SecondaryDriver.objects.filter(retired_on=None)),
            has_sessions=Exists(sessions),
            has_measures=Exists(Metric.objects.all()),
            has_teams=Exists(CoreTeam.objects.all()),
            has_tasks=Exists(Task.objects.filter(withdrawn=False)),
        )
        .values("has_drivers", "has_sessions", "has_measures", "has_teams", "has_tasks")
        .get()
    )
    found = {key: bool(value) for key, value in row.items()}
    if all(found.values()):
        return []
    points = (
        (
            "has_drivers",
            "setup:framework",
            _("The framework"),
            _("What all centers work on: aims and drivers. Begin with the example, or empty."),
        ),
        (
            "has_sessions",
            "setup:sessions",
            _("Learning Sessions and calls"),
            _("Three to five sessions. The plan is counted back from them."),
        ),
        (
            "has_measures",
            "setup:measures",
            _("Measures"),
            _("What shows whether a change is an improvement. A few are enough."),
        ),
        (
            "has_teams",
            "setup:people",
            _("People and teams"),
            _("Your colleagues, the faculty, and the first centers."),
        ),
        (
            "has_tasks",
            "workplan:list",
            _("The workplan"),
            _("Made from the sessions in the calendar, with a date for every task."),
        ),
    )
    return [
        SetUpPoint(title, text, found[key], url_in(collaborative, page))
        for key, page, title, text in points
    ]
