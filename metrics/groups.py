"""Groups of a breakdown, and what was counted in each. From outside, small ones are hidden."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.db.models import Count as DbCount
from django.db.models import Q, QuerySet, Sum

from centers.models import CoreTeam
from metrics import periods
from metrics.enums import Grain, Kind
from metrics.models import Group, Metric, MetricDefinition, Value
from metrics.queries import Clock, definition_for
from metrics.series import Count, total
from metrics.small_groups import SMALLEST_GROUP, hidden_groups

Key = TypeVar("Key", bound=Hashable)
ZERO = Decimal(0)
# How many months are looked at together; None for all of them.
SPANS: dict[str, int | None] = {"1": 1, "3": 3, "6": 6, "all": None}


@dataclass(frozen=True)
class GroupNumbers:
    """What was counted in one group over a span; hidden from this reader, or nothing at all.

    ``is_part``: some months are hidden and left out of the count.
    """

    group: Group
    count: Count | None
    is_hidden: bool = False
    is_part: bool = False


@dataclass(frozen=True)
class GroupInMonth:
    """One group in one month, over several teams; ``own`` is the reader's part of it."""

    count: Count
    own: Count


def groups_for(definition: MetricDefinition) -> list[Group]:
    """Return the groups that a definition asks for, in order; none where it asks for no groups."""
    if not definition.breakdown:
        return []
    return list(Group.objects.filter(dimension=definition.breakdown, is_retired=False))


def groups_by_dimension() -> dict[str, list[Group]]:
    """Return all groups asked for, by dimension, in one query: for a page of many measures."""
    found: dict[str, list[Group]] = defaultdict(list)
    for group in Group.objects.filter(is_retired=False):
        found[group.dimension].append(group)
    return dict(found)


def months_of_span(span: str, metric: Metric, clock: Clock) -> list[dt.date]:
    """Return the months that are looked at together, up to the one that was over last."""
    first = min(definition.from_month for definition in metric.definitions.all())
    count = SPANS.get(span)
    begin = first if count is None else periods.add_months(clock.ended, 1 - count)
    return periods.months_between(max(begin, first), clock.ended)


def breakdown_of(
    metric: Metric, teams: Iterable[CoreTeam], months: Collection[dt.date]
) -> dict[Group, Count]:
    """Return what was counted in each group, summed over teams and months, small ones too.

    For the team itself; whoever shows it outside takes ``groups_from_outside``.
    """
    return {
        group: count
        for group, by_month in _by_month(metric, teams, months, ()).items()
        if (count := total(month.count for month in by_month.values())) is not None
    }


def groups_of_team(
    metric: Metric, team: CoreTeam, months: Collection[dt.date]
) -> list[GroupNumbers]:
    """Return the groups as the team itself sees them: everything, however small."""
    counted = breakdown_of(metric, [team], months)
    return [GroupNumbers(group, counted.get(group)) for group in _shown(metric, counted)]


def groups_from_outside(
    metric: Metric,
    teams: Sequence[CoreTeam],
    months: Collection[dt.date],
    own: Collection[int] = (),
) -> list[GroupNumbers]:
    """Return the groups summed over all teams, those hidden that are too small to be shown.

    Hidden are the cells, a group in a month, that may not be shown in that month by themselves;
    a group's sum leaves such months out. So taking one span off another gives nothing that is
    hidden. A reader who knows the numbers of ``own`` teams could take them off, so that the rest
    is looked at. An empty list where nothing was counted.
    """
    found = _by_month(metric, teams, months, own)
    sums = pooled(found, definition_for(metric, dt.date.max).kind)
    return [
        GroupNumbers(
            group,
            shown,
            is_hidden=left_out and shown is None,
            is_part=left_out and shown is not None,
        )
        for group in _shown(metric, found)
        for shown, left_out in [sums.get(group, (None, False))]
    ]


def pooled(
    found: Mapping[Key, Mapping[dt.date, GroupInMonth]], kind: str
) -> dict[Key, tuple[Count | None, bool]]:
    """Return the sum of the months in which each group may be shown, and whether some may not.

    Pure. Each month is looked at by itself, with the others that must be hidden beside a small
    group (``hidden_groups``); None where no month may be shown.
    """
    sizes: dict[dt.date, dict[Key, Decimal]] = defaultdict(dict)
    for group, by_month in found.items():
        for month, cell in by_month.items():
            sizes[month][group] = _size(cell, kind)
    hidden = {month: hidden_groups(of_month) for month, of_month in sizes.items()}
    sums = {}
    for group, by_month in found.items():
        shown = [cell.count for month, cell in by_month.items() if group not in hidden[month]]
        sums[group] = (total(shown), len(shown) < len(by_month))
    return sums


def months_of_enough_teams(metric: Metric, months: Collection[dt.date]) -> list[dt.date]:
    """Return the months in which so many teams counted groups that none can be recognised.

    Each month by itself, as ``queries.of_enough_teams`` does for charts: a month of one team
    must not come out as the difference of two spans.
    """
    counted = (
        _values(metric, months)
        .filter(team__status=CoreTeam.Status.ACTIVE)
        .values("period_start")
        .annotate(teams=DbCount("team", distinct=True))
        .filter(teams__gte=SMALLEST_GROUP)
    )
    return list(counted.order_by("period_start").values_list("period_start", flat=True))


def _values(metric: Metric, months: Collection[dt.date]) -> QuerySet[Value]:
    return Value.objects.filter(
        is_current=True,
        metric=metric,
        grain=Grain.MONTH,
        group__isnull=False,
        period_start__in=months,
        numerator__isnull=False,
    )


def _by_month(
    metric: Metric,
    teams: Iterable[CoreTeam],
    months: Collection[dt.date],
    own: Collection[int],
) -> dict[Group, dict[dt.date, GroupInMonth]]:
    sums = (
        _values(metric, months)
        .filter(team__in=teams)
        .values_list("group", "period_start")
        .annotate(
            Sum("numerator"),
            Sum("denominator"),
            own_numerator=Sum("numerator", filter=Q(team__in=own), default=ZERO),
            own_denominator=Sum("denominator", filter=Q(team__in=own), default=ZERO),
        )
    )
    rows = list(sums)
    groups = Group.objects.in_bulk({row[0] for row in rows})
    found: dict[Group, dict[dt.date, GroupInMonth]] = defaultdict(dict)
    for group, month, numerator, denominator, own_numerator, own_denominator in rows:
        own_part = Count(own_numerator, own_denominator)
        found[groups[group]][month] = GroupInMonth(Count(numerator, denominator), own_part)
    return dict(found)


def _size(cell: GroupInMonth, kind: str) -> Decimal:
    """How many stand behind a group besides the reader's own: of a plain count, the count."""
    if kind == Kind.COUNT:
        return cell.count.numerator - cell.own.numerator
    return cell.count.denominator - cell.own.denominator


def _shown(metric: Metric, counted: Iterable[Group]) -> list[Group]:
    """The groups asked for now, and those that were asked for when something was counted."""
    asked = groups_for(definition_for(metric, dt.date.max))
    more = [group for group in counted if group not in asked]
    return [*asked, *sorted(more, key=lambda group: (group.order, group.pk))]
