"""What a file of counts can be about, loaded at once: teams, measures, rooms, groups, values."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from centers.models import Classroom, CoreTeam
from collaboratives.models import Membership
from metrics import series
from metrics.enums import Grain, MetricStage, SubmissionStatus
from metrics.models import (
    Group,
    Metric,
    MetricDefinition,
    MonthlySubmission,
    PilotTeam,
    Value,
)
from metrics.months import sorted_rows, written
from metrics.queries import Clock, active_teams, is_plain_count
from metrics.series import Count
from metrics.services import Entry

# So far back the earlier numbers reach with which an unlikely one is compared.
COMPARED = dt.timedelta(weeks=26)
# The weeks of a month begin at most so many days after its first.
MONTH = dt.timedelta(days=35)


class RowKey(NamedTuple):
    """What one current row is about, by ids."""

    team: int
    metric: int
    grain: str
    start: dt.date
    room: int | None
    group: int | None

    @classmethod
    def of(cls, team: CoreTeam, grain: Grain, entry: Entry) -> "RowKey":
        """Return the key of what an entry says."""
        return cls(
            team.pk,
            entry.metric.pk,
            grain.value,
            entry.start,
            entry.room.pk if entry.room else None,
            entry.group.pk if entry.group else None,
        )

    @classmethod
    def of_value(cls, value: Value) -> "RowKey":
        """Return the key of a row."""
        return cls(
            value.team_id,
            value.metric_id,
            value.grain,
            value.period_start,
            value.classroom_id,
            value.group_id,
        )

    @property
    def whatever_period(self) -> "RowKey":
        """The same row in any period."""
        return self._replace(start=dt.date.min)


@dataclass
class Known:
    """Everything a file is checked against; made by ``for_teams``, in a constant number of queries."""

    clock: Clock
    teams: dict[int, CoreTeam]
    metrics: list[Metric]
    pilots: set[tuple[int, int]]
    rooms: dict[int, list[Classroom]]
    groups: list[Group]
    submissions: dict[tuple[int, dt.date], MonthlySubmission]
    _values: dict[RowKey, Value] = field(default_factory=dict)
    _series: dict[RowKey, list[Value]] = field(default_factory=lambda: defaultdict(list))
    _of_measure: dict[tuple[int, int], list[Value]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @classmethod
    def for_teams(cls, member: Membership, team: CoreTeam | None) -> "Known":
        """Load what a file can be about: this team, or with None all teams; rights are the view's."""
        teams = [team] if team is not None else list(active_teams())
        rooms: dict[int, list[Classroom]] = defaultdict(list)
        for room in Classroom.objects.filter(center__in=[one.center_id for one in teams]):
            rooms[room.center_id].append(room)
        return cls(
            clock=Clock.of(member.collaborative),
            teams={one.pk: one for one in teams},
            metrics=list(
                Metric.objects.exclude(stage=MetricStage.DRAFT).prefetch_related("definitions")
            ),
            pilots=set(PilotTeam.objects.values_list("metric_id", "team_id")),
            rooms=rooms,
            groups=list(Group.objects.all()),
            submissions={
                (row.team_id, row.month): row
                for row in MonthlySubmission.objects.filter(team__in=teams)
            },
        )

    def team(self, name: str) -> CoreTeam | None:
        """Return the team of this name."""
        return next(
            (one for one in self.teams.values() if one.name.casefold() == name.casefold()), None
        )

    def metric(self, team: CoreTeam, key: str, name: str) -> Metric | None:
        """Return the measure of this key, else of this name, if the team counts it."""
        wanted = (key or name).casefold()
        counted = [one for one in self.metrics if self._counts(team, one)]
        by_key = [one for one in counted if one.key == wanted]
        by_name = [
            one for one in counted if wanted in (one.name.casefold(), one.plain_name.casefold())
        ]
        return next(iter(by_key or by_name), None)

    def _counts(self, team: CoreTeam, metric: Metric) -> bool:
        if metric.team_id is not None:
            return metric.team_id == team.pk
        return metric.stage != MetricStage.PILOT or self.is_pilot(team, metric)

    def is_pilot(self, team: CoreTeam, metric: Metric) -> bool:
        """Whether the team tries this measure out, or once did."""
        return (metric.pk, team.pk) in self.pilots

    def room(self, team: CoreTeam, name: str) -> Classroom | None:
        """Return the team's room of this name."""
        rooms = self.rooms.get(team.center_id, [])
        return next((room for room in rooms if room.name.casefold() == name.casefold()), None)

    def group(self, definition: MetricDefinition, name: str) -> Group | None:
        """Return the group of this name, in English or translated, that the definition asks for."""
        for group in self.groups:
            names = [group.name, *(texts.get("name", "") for texts in group.translations.values())]
            asked = group.dimension == definition.breakdown
            if asked and name.casefold() in (one.casefold() for one in names):
                return group
        return None

    def is_sent(self, team: CoreTeam, month: dt.date) -> bool:
        """Whether the team has sent this month."""
        row = self.submissions.get((team.pk, month))
        return row is not None and row.status == SubmissionStatus.SUBMITTED

    def is_closed(self, team: CoreTeam, month: dt.date) -> bool:
        """Whether the team itself can no longer send this month."""
        row = self.submissions.get((team.pk, month))
        if row is None:
            return self.clock.today > self.clock.closes_on(month)
        return row.status == SubmissionStatus.DRAFT and self.clock.today > row.closes_on

    def load_values(self, keys: Iterable[RowKey]) -> None:
        """Load what stands for these rows and for the time before them, in one query."""
        wanted = list(keys)
        if not wanted:
            return
        found = Value.objects.filter(
            is_current=True,
            team__in={key.team for key in wanted},
            metric__in={key.metric for key in wanted},
            period_start__gte=min(key.start for key in wanted) - COMPARED,
            period_start__lte=max(key.start for key in wanted) + MONTH,
        ).order_by("period_start")
        for value in found:
            key = RowKey.of_value(value)
            self._values[key] = value
            self._series[key.whatever_period].append(value)
            self._of_measure[(key.team, key.metric)].append(value)

    def current(self, key: RowKey) -> Value | None:
        """Return the row that stands."""
        return self._values.get(key)

    def earlier(self, key: RowKey) -> list[tuple[Decimal, Decimal]]:
        """Return the counts that an unlikely one is compared with: the same row's, before it."""
        counts = [
            written(value).count
            for value in self._series[key.whatever_period]
            if value.period_start < key.start
        ]
        return [(count.numerator, count.denominator) for count in counts if count is not None]

    def groups_of(self, whole: RowKey) -> dict[RowKey, Value]:
        """Return the rows of the groups that stand beside a whole."""
        return {
            RowKey.of_value(value): value
            for value in self._of_measure[(whole.team, whole.metric)]
            if value.group_id and RowKey.of_value(value)._replace(group=None) == whole
        }

    def whole(self, key: RowKey) -> Count | None:
        """Return a month as it counts: typed, or else the sum of its weeks."""
        rows = sorted_rows(self._of_measure[(key.team, key.metric)])
        plain = is_plain_count(next(one for one in self.metrics if one.pk == key.metric))
        weeks = rows.whole(plain=plain)
        return series.monthly_point(key.start, weeks, rows.months, plain=plain).count
