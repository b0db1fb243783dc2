"""What the phones have counted in a team's rooms, as it stands. Nobody's name is in it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count as DbCount
from django.db.models import Q

from centers.models import Classroom, CoreTeam
from metrics import periods
from metrics.enums import Grain, Source, Tally
from metrics.models import Metric, MetricDefinition, Observation, TallyGrid, Tap, Value
from metrics.queries import definition_for
from metrics.series import Count

SHORTEST_WATCH = 5 * 60
HOUR = Decimal(3600)
CENTS = Decimal("0.01")
Key = tuple[int, int, dt.date]
Slots = dict[int, list[str]]


@dataclass(frozen=True)
class Grid:
    """The grid of one room in one week; ``slots`` are the standing taps of each number, by id.

    ``size`` is None where nobody has said yet how many families there are; ``is_carried`` says
    that it is still an earlier week's.
    """

    week: dt.date
    size: int | None = None
    is_carried: bool = False
    slots: Slots = field(default_factory=dict)

    @property
    def reached(self) -> int:
        """How many numbers of the grid are tapped."""
        return sum(slot <= (self.size or 0) for slot in self.slots)

    @property
    def highest(self) -> int:
        """The highest number that is tapped, or 0."""
        return max(self.slots, default=0)


@dataclass(frozen=True)
class Watched:
    """What was seen in the watches of one week that count, and for how long."""

    seen: int = 0
    seconds: int = 0


def phone_counts(
    team: CoreTeam,
    metrics: Iterable[Metric],
    weeks: Collection[dt.date],
    room: Classroom | None = None,
) -> dict[Key, Count]:
    """Return what the phones say, whatever was typed, by (measure, room, Monday): three queries.

    A grid gives the numbers tapped out of its size, the watches of a week what was seen out of the
    hours watched (two decimals). Without a tap in the grid, or without a watch of five minutes,
    there is no count: missing, not zero. ``metrics`` come with their definitions.
    """
    definitions = {
        (metric.pk, monday): definition
        for metric in metrics
        for monday in weeks
        if (definition := definition_for(metric, monday)).tally
    }
    grids = {key for key, one in definitions.items() if one.tally == Tally.GRID}
    watches = {key for key, one in definitions.items() if one.tally == Tally.TIMED}
    counted = _counts_of_grids(team, grids, room) | _counts_of_watches(team, watches, room)
    return {
        key: _as_defined(definitions[(key[0], key[2])], count) for key, count in counted.items()
    }


def grid_of(team: CoreTeam, metric: Metric, room: Classroom, week: dt.date) -> Grid:
    """Return the grid of one room in one week, in two queries."""
    last = (
        TallyGrid.objects.filter(team=team, metric=metric, classroom=room, week__lte=week)
        .order_by("-week")
        .first()
    )
    slots = slots_tapped(team, {(metric.pk, week)}, room).get((metric.pk, room.pk, week), {})
    if last is None:
        return Grid(week, slots=slots)
    return Grid(week, last.size, last.week < week, slots)


def watched_of(team: CoreTeam, metric: Metric, room: Classroom, week: dt.date) -> Watched:
    """Return what was seen in one room in one week, in one query."""
    found = watched(team, {(metric.pk, week)}, room)
    return found.get((metric.pk, room.pk, week), Watched())


def is_typed(team: CoreTeam, metric: Metric, room: Classroom, week: dt.date) -> bool:
    """Whether somebody wrote this week down, for the room or the whole team: that counts instead."""
    return (
        Value.objects.filter(
            Q(classroom=None) | Q(classroom=room),
            Q(numerator__isnull=False) | ~Q(reason_missing=""),
            team=team,
            metric=metric,
            grain=Grain.WEEK,
            period_start=week,
            group=None,
            is_current=True,
        )
        .exclude(source=Source.TAPS)
        .exists()
    )


def slots_tapped(
    team: CoreTeam, wanted: Collection[tuple[int, dt.date]], room: Classroom | None = None
) -> dict[Key, Slots]:
    """Return the standing taps of grids, for (measure, Monday) pairs, in one query."""
    found: dict[Key, Slots] = defaultdict(dict)
    if not wanted:
        return found
    taps = Tap.objects.filter(_of(team, wanted, room), slot__isnull=False, is_undone=False)
    columns = taps.values_list("metric_id", "classroom_id", "day", "slot", "uuid")
    for metric, classroom, day, slot, uuid in columns.order_by("pk"):
        monday = periods.monday_of(day)
        if (metric, monday) in wanted and slot is not None:
            found[(metric, classroom, monday)].setdefault(slot, []).append(str(uuid))
    return found


def watched(
    team: CoreTeam, wanted: Collection[tuple[int, dt.date]], room: Classroom | None = None
) -> dict[Key, Watched]:
    """Return what was seen in watches that count, for (measure, Monday) pairs, in one query."""
    found: dict[Key, Watched] = defaultdict(Watched)
    if not wanted:
        return found
    watches = (
        Observation.objects.filter(
            _of(team, wanted, room), is_discarded=False, seconds__gte=SHORTEST_WATCH
        )
        .annotate(seen=DbCount("taps", filter=Q(taps__is_undone=False)))
        .values_list("metric_id", "classroom_id", "day", "seen", "seconds")
    )
    for metric, classroom, day, seen, seconds in watches:
        monday = periods.monday_of(day)
        if (metric, monday) in wanted:
            before = found[(metric, classroom, monday)]
            total = Watched(before.seen + seen, before.seconds + seconds)
            found[(metric, classroom, monday)] = total
    return found


def _of(team: CoreTeam, wanted: Collection[tuple[int, dt.date]], room: Classroom | None) -> Q:
    mondays = [monday for _metric, monday in wanted]
    of_team = Q(
        team=team,
        metric__in={metric for metric, _monday in wanted},
        day__gte=min(mondays),
        day__lt=max(mondays) + periods.WEEK,
    )
    return of_team & Q(classroom=room) if room else of_team


def _counts_of_grids(
    team: CoreTeam, wanted: Collection[tuple[int, dt.date]], room: Classroom | None
) -> dict[Key, Count]:
    tapped = slots_tapped(team, wanted, room)
    sizes = _sizes(team, tapped)
    found = {}
    for key, slots in tapped.items():
        reached = Grid(key[2], sizes.get(key), slots=slots).reached
        if reached:
            found[key] = Count(Decimal(reached), Decimal(sizes[key]))
    return found


def _sizes(team: CoreTeam, tapped: Mapping[Key, Slots]) -> dict[Key, int]:
    if not tapped:
        return {}
    grids = TallyGrid.objects.filter(
        team=team,
        metric__in={metric for metric, _room, _week in tapped},
        week__in={week for _metric, _room, week in tapped},
    )
    return {
        (metric, room, week): size
        for metric, room, week, size in grids.values_list(
            "metric_id", "classroom_id", "week", "size"
        )
    }


def _counts_of_watches(
    team: CoreTeam, wanted: Collection[tuple[int, dt.date]], room: Classroom | None
) -> dict[Key, Count]:
    return {
        key: Count(Decimal(one.seen), (Decimal(one.seconds) / HOUR).quantize(CENTS))
        for key, one in watched(team, wanted, room).items()
    }


def _as_defined(definition: MetricDefinition, count: Count) -> Count:
    """A measure that has no denominator of its own is kept over 1."""
    return count if definition.has_denominator else Count(count.numerator, Decimal(1))
