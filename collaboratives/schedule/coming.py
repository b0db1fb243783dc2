"""The coming weeks for those who prepare them: who leads, are the questions ready, who answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from collaboratives.models import Collaborative, Membership
from collaboratives.schedule.clashes.finding import CALLS
from collaboratives.schedule.counting import Counts, counts_of
from collaboratives.schedule.enums import EventKind, EventStatus
from collaboratives.schedule.holidays import named_days_off
from collaboratives.schedule.models import Event
from collaboratives.schedule.queries import events_visible_to

# The reminder that carries the questions goes out a week ahead, so they are wanted a week earlier.
READY_AHEAD = timedelta(days=14)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Coming:
    """One event ahead. What is missing is asked for from two weeks ahead on."""

    event: Event
    leaders: list[str]
    counts: Counts
    is_close: bool

    @property
    def wants_leader(self) -> bool:
        """Whether somebody leads it; who runs the implementation team's meeting takes turns."""
        return self.event.kind != EventKind.IMPLEMENTATION_MEETING

    @property
    def needs_leader(self) -> bool:
        """Whether nobody leads it and it is time that somebody does."""
        return self.is_close and self.wants_leader and not self.leaders

    @property
    def asks_questions(self) -> bool:
        """Whether questions belong to it: they are sent ahead of calls."""
        return self.event.kind in CALLS

    @property
    def needs_questions(self) -> bool:
        """Whether it is a call without questions and it is time to write them."""
        return self.is_close and self.asks_questions and not self.event.questions


@dataclass(frozen=True)
class Week:
    """A week from Monday to Sunday with its events and its days off."""

    monday: date
    rows: list[Coming]
    days_off: list[tuple[date, str]]


def coming_events(member: Membership, collaborative: Collaborative, weeks: int) -> list[Coming]:
    """Return what is planned from now until the end of the last of these weeks.

    The first week is the current one. A constant number of queries.
    """
    now = timezone.now()
    monday = _monday_of(collaborative.today())
    end = datetime.combine(monday + weeks * WEEK, datetime.min.time(), tzinfo=collaborative.zone)
    events = list(
        events_visible_to(member)
        .filter(status=EventStatus.PLANNED, ends_at__gt=now, starts_at__lt=end)
        .order_by("starts_at", "pk")
    )
    counts = counts_of(events)
    return [
        Coming(
            event,
            [leader.membership.user.name for leader in event.leaders.all()],
            counts[event.pk],
            event.starts_at - now <= READY_AHEAD,
        )
        for event in events
    ]


def coming_weeks(member: Membership, collaborative: Collaborative, weeks: int) -> list[Week]:
    """Return the current week and those after it, empty ones too."""
    names: Mapping[date, str] = named_days_off(collaborative)
    rows: dict[date, list[Coming]] = {}
    for row in coming_events(member, collaborative, weeks):
        day = max(row.event.first_day_in(collaborative.zone), collaborative.today())
        rows.setdefault(_monday_of(day), []).append(row)
    monday = _monday_of(collaborative.today())
    found = []
    for number in range(weeks):
        first = monday + number * WEEK
        days = [first + timedelta(days=n) for n in range(7)]
        off = [(day, names[day]) for day in days if day in names]
        found.append(Week(first, rows.get(first, []), off))
    return found


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
