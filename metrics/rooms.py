"""Each room of a team by itself: its own weeks, for those who may see them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from centers.models import Classroom, CoreTeam
from collaboratives.models import Membership
from metrics import rules, series
from metrics.enums import Grain
from metrics.models import Metric, Value
from metrics.months import written
from metrics.queries import Clock, Series
from metrics.queries.counted import still_tapped
from metrics.series import Written


@dataclass(frozen=True)
class RoomSeries:
    """One room's weeks of one measure."""

    room: Classroom
    series: Series


def room_series(team: CoreTeam, metric: Metric, member: Membership) -> list[RoomSeries]:
    """Return the weeks of each room that ``member`` may see, by name of room, in two queries.

    All begin with the first week that one of them counted and end together, so that small charts
    beside each other show the same weeks. A room that never counted is left out.
    """
    rooms = list(rules.rooms_visible_to(member, team))
    clock = Clock.of(team.collaborative)
    weeks = _weeks_by_room(team, metric, rooms, clock)
    mondays = series.span(
        [monday for one in weeks.values() for monday in one],
        grain=Grain.WEEK,
        expected=clock.last_due,
    )
    return [
        RoomSeries(
            room,
            Series(
                metric,
                team,
                Grain.WEEK,
                tuple(series.weekly_point(monday, weeks[room.pk]) for monday in mondays),
            ),
        )
        for room in rooms
        if room.pk in weeks
    ]


def _weeks_by_room(
    team: CoreTeam, metric: Metric, rooms: Sequence[Classroom], clock: Clock
) -> dict[int, dict[dt.date, Written]]:
    found: dict[int, dict[dt.date, Written]] = defaultdict(dict)
    rows = Value.objects.filter(
        is_current=True, team=team, metric=metric, grain=Grain.WEEK, classroom__in=rooms
    ).exclude(still_tapped(clock))
    for value in rows:
        said = written(value)
        if said.says_something:
            found[value.classroom_id or 0][value.period_start] = said
    return found
