"""Counts on their way out: a sheet to fill in, and everything that a reader may take with them."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q, QuerySet

from bsc.exports.tables import Cell
from centers.models import Classroom, CoreTeam
from collaboratives.models import Membership
from collaboratives.translations import in_language
from metrics import periods, rules
from metrics.enums import Grain, Sampling
from metrics.exchange.coded import rows_without_names
from metrics.exchange.columns import about, write_number
from metrics.exchange.known import RowKey
from metrics.groups import groups_by_dimension
from metrics.models import Group, Metric, Value
from metrics.queries import Clock, active_teams, definition_for, metrics_in_use, metrics_of

# One team fills in more at once than all teams in one file.
WEEKS, MONTHS = 8, 3
WEEKS_OF_ALL, MONTHS_OF_ALL = 2, 1


def rows_to_fill_in(member: Membership, team: CoreTeam | None) -> list[list[Cell]]:
    """Return the rows of the sheet to fill in: the last periods, with what stands already.

    For one team with its rooms, and groups where it is the reader's own; with None for all teams,
    for whole centers.
    """
    teams = [team] if team is not None else list(active_teams())
    if not teams:
        return []
    clock = Clock.of(teams[0].collaborative)
    metrics = list(metrics_of(team) if team is not None else metrics_in_use())
    rooms = list(rules.rooms_visible_to(member, team)) if team is not None else []
    groups = groups_by_dimension() if rules.sees_small_groups(member, team) else {}
    standing = {
        RowKey.of_value(value): value
        for value in Value.objects.filter(
            is_current=True,
            team__in=teams,
            metric__in=metrics,
            period_start__gte=periods.add_months(clock.ended, -MONTHS),
        ).select_related("definition")
    }
    return [
        _row(one, metric, grain, start, room, group, standing)
        for one in teams
        for metric in metrics
        for grain, start in _periods(metric, clock, is_one=team is not None)
        for room, group in _parts(metric, grain, start, rooms, groups)
    ]


def _periods(metric: Metric, clock: Clock, *, is_one: bool) -> Iterator[tuple[Grain, dt.date]]:
    if definition_for(metric, clock.today).sampling == Sampling.WEEKLY:
        this_week = periods.monday_of(clock.today)
        for n in range(WEEKS if is_one else WEEKS_OF_ALL):
            yield Grain.WEEK, this_week - periods.WEEK * n
        if not is_one:
            return
    for n in range(MONTHS if is_one else MONTHS_OF_ALL):
        yield Grain.MONTH, periods.add_months(clock.ended, -n)


def _parts(
    metric: Metric,
    grain: Grain,
    start: dt.date,
    rooms: Sequence[Classroom],
    groups: dict[str, list[Group]],
) -> Iterator[tuple[Classroom | None, Group | None]]:
    """The rows of one period: its rooms where it is counted by room, else the whole and groups."""
    definition = definition_for(metric, start)
    open_rooms = [room for room in rooms if not room.is_closed]
    if grain == Grain.WEEK and definition.by_room and open_rooms:
        yield from ((room, None) for room in open_rooms)
        return
    if grain == Grain.WEEK or definition.sampling == Sampling.MONTHLY:
        yield None, None
    if grain == Grain.MONTH:
        yield from ((None, group) for group in groups.get(definition.breakdown, []))


def _row(
    team: CoreTeam,
    metric: Metric,
    grain: Grain,
    start: dt.date,
    room: Classroom | None,
    group: Group | None,
    standing: dict[RowKey, Value],
) -> list[Cell]:
    room_pk, group_pk = room.pk if room else None, group.pk if group else None
    value = standing.get(RowKey(team.pk, metric.pk, grain.value, start, room_pk, group_pk))
    return [
        team.name,
        *about(metric, grain, start),
        room.name if room else "",
        in_language(group, "name").text if group else "",
        *_said(value),
    ]


def rows_to_take_along(member: Membership, team: CoreTeam | None) -> Iterator[list[Cell]]:
    """Yield every current row that this person may take along, in the shape that comes back.

    ``team``: that team's; None: of all teams. Groups only of the reader's own teams. An observer
    gets what ``coded.rows_without_names`` says.
    """
    if team is None and member.is_observer:
        yield from rows_without_names(member)
        return
    teams = [team] if team is not None else list(active_teams())
    own = [one for one in teams if rules.sees_small_groups(member, one)]
    values = _values(teams).filter(Q(group__isnull=True) | Q(team__in=own))
    for value in values.iterator(chunk_size=2000):
        yield [value.team.name, *_of(value), *_said(value)]


def _values(teams: Iterable[CoreTeam]) -> QuerySet[Value]:
    """Return the current rows that say something, in a lasting order."""
    return (
        Value.objects.filter(is_current=True, team__in=teams)
        .filter(Q(numerator__isnull=False) | ~Q(reason_missing=""))
        .select_related("team", "metric", "definition", "classroom", "group")
        .order_by(
            "team__name", "team", "metric__order", "metric", "grain", "period_start",
            "classroom__name", "group__order", "group",
        )
    )  # fmt: skip


def _of(value: Value) -> list[Cell]:
    return [
        *about(value.metric, Grain(value.grain), value.period_start),
        value.classroom.name if value.classroom else "",
        in_language(value.group, "name").text if value.group else "",
    ]


def _said(value: Value | None) -> list[Cell]:
    if value is None:
        return [None, None, "", ""]
    denominator = value.denominator if value.definition.has_denominator else None
    return [
        write_number(value.numerator),
        write_number(denominator),
        value.reason_missing,
        value.note,
    ]
