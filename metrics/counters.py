"""Which counters a team has on its phones, and in which rooms they are used."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from centers.models import Classroom, CoreTeam, RoomMember
from collaboratives.models import Membership
from metrics import periods
from metrics.models import Metric, MetricDefinition
from metrics.queries import definition_for, metrics_of, teams_visible_to


@dataclass(frozen=True)
class Counter:
    """A measure that is counted on phones, with the definition of the day."""

    metric: Metric
    definition: MetricDefinition

    @property
    def tally(self) -> str:
        """Which counter it is: a grid or a timed watch."""
        return self.definition.tally


def counters_of(team: CoreTeam, day: dt.date) -> list[Counter]:
    """Return the counters that are switched on for the week of a day, in two queries."""
    monday = periods.monday_of(day)
    found = [Counter(metric, definition_for(metric, monday)) for metric in metrics_of(team)]
    return [counter for counter in found if counter.tally]


def rooms_of(team: CoreTeam) -> QuerySet[Classroom]:
    """Return the rooms in use of the team's center, by name."""
    return Classroom.objects.filter(center=team.center_id, is_closed=False).order_by("name", "pk")


def rooms_reached_by(member: Membership) -> QuerySet[Classroom]:
    """Return every room, closed ones too, of the centers whose teams this person may look at."""
    return Classroom.objects.filter(
        center__in=teams_visible_to(member).order_by().values("center")
    ).order_by("name", "pk")


def own_rooms(member: Membership, team: CoreTeam) -> set[int]:
    """Return the keys of the rooms in which this person works."""
    return set(
        RoomMember.objects.filter(team=team, member=member).values_list("classroom", flat=True)
    )


def people_in(team: CoreTeam, room: Classroom) -> list[int]:
    """Return the keys of the members who work in a room."""
    rows = RoomMember.objects.filter(team=team, classroom=room)
    return list(rows.values_list("member", flat=True))


def team_of(member: Membership, room: Classroom) -> CoreTeam | None:
    """Return the team of the room's center, as far as this person may look at it."""
    return (
        teams_visible_to(member)
        .filter(center=room.center_id)
        .select_related("collaborative", "organization", "center")
        .first()
    )
