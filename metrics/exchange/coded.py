"""What an observer takes along: counts of months, centers coded, nothing that points to anybody."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from bsc.exports.tables import Cell
from centers.models import CoreTeam
from collaboratives.models import Membership
from collaboratives.translations import in_language
from metrics.enums import Grain, Kind, MetricStage
from metrics.exchange.columns import about, write_number
from metrics.models import Group, Metric, MetricDefinition, Value
from metrics.queries import Clock, active_teams, definition_for, series_of_all
from metrics.series import Count
from metrics.small_groups import SMALLEST_GROUP, hidden_groups


@dataclass(frozen=True)
class _Number:
    """What one center counted in one month, as a whole or in one group."""

    team: CoreTeam
    metric: Metric
    month: date
    group: Group | None
    count: Count

    @property
    def definition(self) -> MetricDefinition:
        return definition_for(self.metric, self.month)

    @property
    def people(self) -> Decimal | None:
        """How many people it speaks of; None where it speaks of hours or the like."""
        kind = self.definition.kind
        if kind in (Kind.PERCENT, Kind.AVERAGE):
            return self.count.denominator
        return self.count.numerator if self.group is not None else None


def rows_without_names(member: Membership) -> Iterator[list[Cell]]:
    """Yield the months of released measures of all teams, each center under its code.

    A month counts as on the pages: as it was typed, or the sum of its weeks. The weeks themselves
    stay here, or one of them could be taken off its month. Left out is a month in which fewer
    than five teams counted, for they could be recognized; a number of fewer than five people; and
    what these could be worked out from (see ``_small``). What people wrote stays here, too.
    """
    metrics = _released()
    numbers = [*_wholes(member, metrics), *_groups(metrics)]
    teams: dict[tuple[int, date], set[int]] = defaultdict(set)
    for one in numbers:
        teams[(one.metric.pk, one.month)].add(one.team.pk)
    hidden = _small(numbers)
    rows = [
        [
            code_of(one.team),
            *about(one.metric, Grain.MONTH, one.month),
            "",
            in_language(one.group, "name").text if one.group else "",
            write_number(one.count.numerator),
            write_number(one.count.denominator) if one.definition.has_denominator else None,
            "",
            "",
        ]
        for one in numbers
        if one not in hidden and len(teams[(one.metric.pk, one.month)]) >= SMALLEST_GROUP
    ]
    # In the order of the codes: the order of the names would give the names away.
    yield from sorted(rows, key=lambda row: str(row[0]))


def _released() -> list[Metric]:
    stages = (MetricStage.IN_USE, MetricStage.RETIRED)
    found = Metric.objects.filter(team__isnull=True, stage__in=stages)
    return list(found.prefetch_related("definitions"))


def _wholes(member: Membership, metrics: Sequence[Metric]) -> list[_Number]:
    teams = list(active_teams())
    found = series_of_all(teams, metrics, Clock.of(member.collaborative), Grain.MONTH)
    return [
        _Number(team, metric, point.start, None, point.count)
        for metric in metrics
        for team in teams
        for point in found[(team.pk, metric.pk)].points
        if point.count is not None
    ]


def _groups(metrics: Sequence[Metric]) -> list[_Number]:
    by_pk = {metric.pk: metric for metric in metrics}
    values = Value.objects.filter(
        is_current=True,
        team__in=active_teams(),
        metric__in=metrics,
        grain=Grain.MONTH,
        group__isnull=False,
        numerator__isnull=False,
    )
    return [
        _Number(
            value.team,
            by_pk[value.metric_id],
            value.period_start,
            value.group,
            Count(value.numerator, value.denominator or Decimal(1)),
        )
        for value in values.select_related("team", "group").order_by("period_start", "group")
        if value.numerator is not None
    ]


def _small(numbers: Sequence[_Number]) -> Collection[_Number]:
    """Return the numbers that speak of too few people, or from which those could be worked out.

    The sums over all teams stand on other pages. So beside a small center the next larger ones
    are left out, and a group that is left out of one center is left out of all.
    """
    centers: dict[tuple[int, date], dict[_Number, Decimal]] = defaultdict(dict)
    groups: dict[tuple[int, date, int], dict[_Number, Decimal]] = defaultdict(dict)
    for one in numbers:
        if one.people is None:
            continue
        if one.group is None:
            centers[(one.metric.pk, one.month)][one] = one.people
        else:
            groups[(one.metric.pk, one.month, one.team.pk)][one] = one.people
    hidden = {one for sizes in centers.values() for one in hidden_groups(sizes)}
    by_group = {
        (one.metric.pk, one.month, one.group)
        for sizes in groups.values()
        for one in hidden_groups(sizes)
    }
    return hidden | {
        one for one in numbers if one.group and (one.metric.pk, one.month, one.group) in by_group
    }


def code_of(team: CoreTeam) -> str:
    """Return a code that stays the same for a center and says nothing about it."""
    digest = salted_hmac("metrics.exchange", f"{team.collaborative_id}:{team.pk}").hexdigest()
    return _("Center %(code)s") % {"code": digest[:6].upper()}
