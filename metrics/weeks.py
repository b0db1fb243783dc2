"""The sheet on which a team writes down its weeks: for the whole center, or for one room."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef

from centers.models import Classroom, CoreTeam, RoomMember
from collaboratives.models import Membership
from metrics import periods, rules, series, taps
from metrics.enums import Grain, Sampling, Source, SubmissionStatus
from metrics.models import Metric, MetricDefinition, MonthlySubmission, Value
from metrics.months import written
from metrics.queries import Clock, definition_for, definition_in, is_plain_count
from metrics.series import Count

WEEKS_SHOWN = 6
WEEKS_TO_COMPARE = 12


@dataclass(frozen=True)
class WeekRow:
    """One measure in one week, with every revision of what was written for it.

    ``on_phones`` is what was tapped in the room, whatever is typed. ``of_rooms`` is what the
    rooms together say, on the sheet of the whole center.
    """

    metric: Metric
    definition: MetricDefinition
    monday: dt.date
    revisions: tuple[Value, ...]
    month_was_sent: bool
    usual_denominator: Decimal | None
    room: Classroom | None = None
    on_phones: Count | None = None
    of_rooms: Count | None = None

    @property
    def current(self) -> Value | None:
        """The row that counts."""
        return self.revisions[-1] if self.revisions else None

    @property
    def is_from_phones(self) -> bool:
        """Whether what counts was tapped and not typed."""
        return self.current is not None and self.current.source == Source.TAPS

    @property
    def is_typed_over(self) -> bool:
        """Whether something typed stands in the place of what the phones say."""
        current = self.current
        return (
            self.on_phones is not None
            and current is not None
            and not self.is_from_phones
            and written(current).says_something
        )

    def revision(self, number: int) -> Value | None:
        """The row as somebody saw it; None for 0, when there was nothing."""
        return next((value for value in self.revisions if value.revision == number), None)


@dataclass(frozen=True)
class WeekSheet:
    """The last weeks of every weekly measure, newest first, and what came before them.

    ``earlier`` holds the counts of each measure, oldest first. ``may_correct``: whether the
    reader may change weeks of months that were sent.
    """

    team: CoreTeam
    room: Classroom | None
    rows: tuple[WeekRow, ...]
    earlier: dict[int, list[tuple[Decimal, Decimal]]]
    may_correct: bool

    @property
    def has_sent_weeks(self) -> bool:
        """Whether some week belongs to a month that was already sent."""
        return any(row.month_was_sent for row in self.rows)


def weekly_metrics(metrics: Sequence[Metric], today: dt.date) -> list[Metric]:
    """Return the measures that are counted every week now."""
    return [m for m in metrics if definition_for(m, today).sampling == Sampling.WEEKLY]


@dataclass(frozen=True)
class CountingRoom:
    """A room in which somebody may count; ``is_own``: they work there."""

    room: Classroom
    is_own: bool


def rooms_to_count(
    team: CoreTeam, metrics: Sequence[Metric], member: Membership
) -> list[CountingRoom]:
    """Return the open rooms this person may count in, their own first, in one query.

    Empty where no weekly measure is counted room by room.
    """
    if not counts_by_room(team, metrics):
        return []
    own = RoomMember.objects.filter(team=team, member=member, classroom=OuterRef("pk"))
    rooms = (
        rules.rooms_visible_to(member, team)
        .filter(is_closed=False)
        .annotate(is_own=Exists(own))
        .order_by("-is_own", "name", "pk")
    )
    return [CountingRoom(room, room.is_own) for room in rooms]


def counts_by_room(team: CoreTeam, metrics: Sequence[Metric]) -> bool:
    """Whether some weekly measure is counted room by room."""
    today = Clock.of(team.collaborative).today
    return any(definition_for(m, today).by_room for m in weekly_metrics(metrics, today))


def week_sheet(
    team: CoreTeam,
    metrics: Sequence[Metric],
    member: Membership,
    room: Classroom | None = None,
) -> WeekSheet:
    """Return the sheet of the whole center or of one room; ``metrics`` come from ``metrics_of``.

    Two queries, and those of ``taps.phone_counts`` for a room. A room has only the measures that
    are counted room by room.
    """
    this_week = periods.monday_of(Clock.of(team.collaborative).today)
    mondays = [this_week - periods.WEEK * n for n in range(WEEKS_SHOWN)]
    weekly = weekly_metrics(metrics, this_week)
    if room is not None:
        weekly = [metric for metric in weekly if definition_for(metric, this_week).by_room]
    values = _values(team, weekly, this_week - periods.WEEK * WEEKS_TO_COMPARE)
    sent = set(
        MonthlySubmission.objects.filter(team=team, status=SubmissionStatus.SUBMITTED).values_list(
            "month", flat=True
        )
    )
    on_phones = taps.phone_counts(team, weekly, mondays) if room is not None else {}
    room_pk = room.pk if room else None
    earlier = {metric.pk: _counts(values, metric, room_pk) for metric in weekly}
    rows = [
        WeekRow(
            metric=metric,
            definition=definition_in(metric, Grain.WEEK, monday),
            monday=monday,
            revisions=tuple(values.get((metric.pk, room_pk, monday), ())),
            month_was_sent=periods.month_of_week(monday) in sent,
            usual_denominator=earlier[metric.pk][-1][1] if earlier[metric.pk] else None,
            room=room,
            on_phones=on_phones.get((metric.pk, room_pk, monday)) if room_pk else None,
            of_rooms=None if room else _rooms_together(values, metric, monday),
        )
        for metric in weekly
        for monday in mondays
    ]
    may_correct = rules.may_correct(member, team)
    return WeekSheet(team, room, tuple(rows), earlier, may_correct)


# Revisions, oldest first, by measure, room (None: the whole center) and week.
Values = Mapping[tuple[int, int | None, dt.date], Sequence[Value]]


def _values(team: CoreTeam, metrics: Sequence[Metric], since: dt.date) -> Values:
    found: dict[tuple[int, int | None, dt.date], list[Value]] = defaultdict(list)
    rows = (
        Value.objects.filter(
            team=team,
            metric__in=metrics,
            grain=Grain.WEEK,
            group__isnull=True,
            period_start__gte=since,
        )
        .select_related("entered_by__user")
        .order_by("period_start", "revision")
    )
    for value in rows:
        found[(value.metric_id, value.classroom_id, value.period_start)].append(value)
    return dict(found)


def _counts(values: Values, metric: Metric, room: int | None) -> list[tuple[Decimal, Decimal]]:
    newest = [
        (monday, written(revisions[-1]).count)
        for (pk, where, monday), revisions in values.items()
        if (pk, where) == (metric.pk, room)
    ]
    return [
        (count.numerator, count.denominator)
        for _monday, count in sorted(newest, key=lambda one: one[0])
        if count is not None
    ]


def _rooms_together(values: Values, metric: Metric, monday: dt.date) -> Count | None:
    return series.total(
        (
            written(revisions[-1]).count
            for (pk, room, week), revisions in values.items()
            if pk == metric.pk and week == monday and room is not None
        ),
        plain=is_plain_count(metric),
    )
