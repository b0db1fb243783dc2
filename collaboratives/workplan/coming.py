"""The coming weeks as three columns of time: seven days, the week after, the two weeks after that."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from collaboratives.models import Membership
from collaboratives.schedule.enums import EventStatus
from collaboratives.schedule.models import Event
from collaboratives.schedule.queries import events_visible_to
from collaboratives.workplan.enums import LIVE
from collaboratives.workplan.models import Task, TaskOwner
from collaboratives.workplan.queries import tasks_visible_to

# First and last day of each column, counted from the day one looks.
SPANS = (("one", 0, 6), ("two", 7, 13), ("four", 14, 27))
LAST = SPANS[-1][2]
# Of each column on a page that one takes in at a glance; the workplan has all.
MINE_SHOWN, TEAM_SHOWN = 4, 3


@dataclass
class Window:
    """One column: its days (inclusive), the events that begin in it, and the tasks due in it."""

    key: str
    first: dt.date
    last: dt.date
    events: list[Event] = field(default_factory=list)
    mine: list[Task] = field(default_factory=list)
    team: list[Task] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing happens and nothing is due."""
        return not (self.events or self.mine or self.team)

    @property
    def mine_shown(self) -> list[Task]:
        """Return the first of the reader's own."""
        return self.mine[:MINE_SHOWN]

    @property
    def mine_more(self) -> int:
        """Return how many of the reader's own a short list leaves out."""
        return max(0, len(self.mine) - MINE_SHOWN)

    @property
    def team_shown(self) -> list[Task]:
        """Return the first of the team's."""
        return self.team[:TEAM_SHOWN]

    @property
    def team_more(self) -> int:
        """Return how many of the team's a short list leaves out."""
        return max(0, len(self.team) - TEAM_SHOWN)

    @property
    def unowned(self) -> int:
        """Return how many of its tasks nobody takes care of."""
        return sum(not task.owners.all() for task in self.team)


def windows_of(member: Membership, on: dt.date) -> list[Window]:
    """Return the columns for a reader: every event and every live task stands in one of them.

    An event that goes on belongs to the first. Events and tasks are those that the reader sees.
    """
    zone = member.collaborative.zone
    windows = [
        Window(key, on + dt.timedelta(days=first), on + dt.timedelta(days=last))
        for key, first, last in SPANS
    ]
    opens = dt.datetime.combine(on, dt.time.min, tzinfo=zone)
    closes = opens + dt.timedelta(days=LAST + 1)
    events = events_visible_to(member).filter(
        status=EventStatus.PLANNED, ends_at__gt=max(opens, timezone.now()), starts_at__lt=closes
    )
    for event in events.order_by("starts_at", "pk"):
        _at(windows, max(on, event.first_day_in(zone))).events.append(event)
    tasks = tasks_visible_to(member).filter(status__in=LIVE, due_on__range=(on, windows[-1].last))
    for task in lean(tasks).order_by("due_on", "position", "pk"):
        window = _at(windows, task.due_on or on)
        is_mine = any(owner.membership_id == member.pk for owner in task.owners.all())
        (window.mine if is_mine else window.team).append(task)
    return windows


def lean(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Return tasks with what a short list shows: owners with their names, in one more query."""
    owners = TaskOwner.objects.select_related("membership__user").order_by("pk")
    return (
        tasks.select_related(None)
        .prefetch_related(None)
        .prefetch_related(Prefetch("owners", queryset=owners))
    )


def _at(windows: list[Window], day: dt.date) -> Window:
    return next((window for window in windows if day <= window.last), windows[-1])
