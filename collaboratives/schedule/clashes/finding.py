"""Finding clashes among events in memory: their times may be changed and not saved.

Three rules. A planned event lies on a day off. Somebody is meant to attend two events at the same
time, in whatever role. Somebody has two calls in one week, from Monday to Sunday; this is counted
for people on center teams and for faculty, but neither for those who lead the call nor for the
implementation team, whose work the calls are. A consultation, a meeting in person and a Learning
Session are no calls. What is cancelled clashes with nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from django.utils import timezone

from collaboratives.models import Membership
from collaboratives.schedule.clashes.guests import Guests
from collaboratives.schedule.enums import ClashKind, EventKind
from collaboratives.schedule.hours import days_of, hours_of
from collaboratives.schedule.models import AcceptedClash, Event
from collaboratives.schedule.queries import Crowd

CALLS = frozenset(
    {
        EventKind.ALL_TEAM_CALL,
        EventKind.AFFINITY_CALL,
        EventKind.SENIOR_LEADER_CALL,
        EventKind.TEAM_LEADER_CALL,
        EventKind.FACULTY_CALL,
    }
)
LONGEST = AcceptedClash._meta.get_field("stands_on").max_length or 0
Key = tuple[str, int, int | None, str]


@dataclass(frozen=True)
class Clash:
    """Two events, or an event and its days, that do not go together.

    ``first`` begins before ``second``. ``days`` are those of the clash by the collaborative's
    clock: for two calls in one week the day of each. ``people`` are those it concerns, by name.
    ``name`` is that of the holiday, or for too little time what it is too little for.
    """

    kind: str
    first: Event
    second: Event | None
    days: tuple[date, ...]
    people: tuple[Membership, ...]
    name: str = ""

    @property
    def stands_on(self) -> str:
        """Return the days as text: a clash that was accepted is open again when they change."""
        text = " ".join(day.isoformat() for day in self.days)
        if len(text) <= LONGEST:
            return text
        return f"{self.days[0].isoformat()}/{self.days[-1].isoformat()} ({len(self.days)})"

    @property
    def kind_label(self) -> str:
        """Return what kind of clash it is, in the reader's language."""
        return str(ClashKind(self.kind).label)

    @property
    def key(self) -> Key:
        """Return what makes it the same clash before and after a change."""
        return (self.kind, self.first.pk, self.second.pk if self.second else None, self.stands_on)


def find_clashes(
    events: Sequence[Event], *, crowd: Crowd, days_off: Mapping[date, str], zone: ZoneInfo
) -> list[Clash]:
    """Return the clashes of these events in order of time, without a query.

    The events need their leaders loaded. An event that is not saved yet has a negative key
    (``drafts``). What hangs on the workplan is not found here; see ``registered_clashes``.
    """
    planned = sorted(
        (event for event in events if not event.is_cancelled),
        key=lambda event: (event.starts_at, event.pk),
    )
    guests = Guests(crowd)
    overlaps = list(_at_the_same_time(planned, guests, zone))
    found = [
        *_on_days_off(planned, guests, days_off, zone),
        *overlaps,
        *_in_one_week(planned, guests, zone, overlaps),
    ]
    return sorted(found, key=lambda clash: (clash.days[0], clash.first.starts_at, clash.kind))


def _on_days_off(
    events: Iterable[Event], guests: Guests, days_off: Mapping[date, str], zone: ZoneInfo
) -> Iterator[Clash]:
    for event in events:
        days = tuple(day for day in days_of(event, zone) if day in days_off)
        if days:
            names = ", ".join(dict.fromkeys(days_off[day] for day in days))
            people = guests.by_name(guests.of(event))
            yield Clash(ClashKind.HOLIDAY, event, None, days, people, names)


def _at_the_same_time(events: Iterable[Event], guests: Guests, zone: ZoneInfo) -> Iterator[Clash]:
    days: dict[tuple[int, int], dict[date, None]] = defaultdict(dict)
    pairs: dict[tuple[int, int], tuple[Event, Event]] = {}
    running: list[tuple[datetime, Event]] = []
    stretches = [(hours, event) for event in events for hours in hours_of(event, zone)]
    for hours, event in sorted(stretches, key=lambda one: one[0].starts_at):
        running = [(until, other) for until, other in running if until > hours.starts_at]
        for _until, other in running:
            first, second = sorted((other, event), key=lambda one: (one.starts_at, one.pk))
            pairs[first.pk, second.pk] = (first, second)
            days[first.pk, second.pk][timezone.localdate(hours.starts_at, zone)] = None
        running.append((hours.ends_at, event))
    for pair, (first, second) in pairs.items():
        both = guests.of(first) & guests.of(second)
        if both:
            people = guests.by_name(both)
            yield Clash(ClashKind.OVERLAP, first, second, tuple(days[pair]), people)


def _in_one_week(
    events: Iterable[Event], guests: Guests, zone: ZoneInfo, overlaps: Iterable[Clash]
) -> Iterator[Clash]:
    """Yield two calls of a week for those whose calls are not at the same time anyway."""
    told = {
        (clash.first.pk, clash.second.pk): {person.pk for person in clash.people}
        for clash in overlaps
        if clash.second
    }
    weeks: dict[date, list[Event]] = defaultdict(list)
    for event in events:
        if event.kind in CALLS:
            day = event.first_day_in(zone)
            weeks[day - timedelta(days=day.weekday())].append(event)
    for calls in weeks.values():
        for first, second in combinations(calls, 2):
            both = guests.asked_to_join(first) & guests.asked_to_join(second)
            both -= told.get((first.pk, second.pk), set())
            if both:
                days = (first.first_day_in(zone), second.first_day_in(zone))
                people = guests.by_name(both)
                yield Clash(ClashKind.SAME_WEEK, first, second, days, people)
