"""Eighteen months of counts of eight measures by 160 teams, and who sent which month when."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from bsc.embedded.load.large.people import BATCH, MONTHS
from bsc.embedded.load.story import Story
from centers.models import CoreTeam
from collaboratives.enums import Role
from collaboratives.framework.services import read_data
from collaboratives.models import Membership
from metrics import periods
from metrics.enums import Grain, Kind, Sampling, SubmissionStatus
from metrics.models import Metric, MonthlySubmission, Value
from metrics.queries import Clock, definition_for, metrics_in_use
from metrics.services import load_measures

# A team counts a period or not, and sends a month in time, late or never (of 100).
COUNTED, IN_TIME, SENT = 90, 55, 78
LATEST_DAY = 24


def load(story: Story) -> None:
    """Make the measures, their values and the months."""
    first = periods.add_months(periods.first_of(story.today), -MONTHS)
    data = read_data() | {"measures": [*read_data()["measures"], *story.read("large")["measures"]]}
    load_measures(collaborative=story.collaborative, data=data, from_month=first)
    metrics = list(metrics_in_use())
    story.found["metrics"] = metrics
    leaders = {
        hat.team_id: member
        for member in story.people.values()
        for hat in member.hats
        if hat.role == Role.TEAM_LEADER
    }
    story.found["leaders"] = leaders
    for team in story.teams.values():
        Value.objects.bulk_create(_values(story, team, metrics, first), batch_size=BATCH)
    MonthlySubmission.objects.bulk_create(_months(story, leaders, first), batch_size=BATCH)


def _values(story: Story, team: CoreTeam, metrics: list[Metric], first: dt.date) -> Iterator[Value]:
    families = story.random.randint(14, 60)
    for metric in metrics:
        definition = definition_for(metric, story.today)
        level, grows = story.random.uniform(0.3, 0.6), story.random.uniform(-0.1, 0.4)
        starts = _starts(definition.sampling, first, story.today)
        grain = Grain.WEEK if definition.sampling == Sampling.WEEKLY else Grain.MONTH
        for position, start in enumerate(starts):
            if story.random.randrange(100) >= COUNTED:
                continue
            share = level + grows * position / len(starts) + story.random.gauss(0, 0.07)
            numerator, denominator = _count(definition.kind, min(max(share, 0), 1), families)
            yield Value(
                collaborative=story.collaborative,
                team=team,
                metric=metric,
                definition=definition,
                grain=grain,
                period_start=start,
                numerator=numerator,
                denominator=denominator,
            )


def _starts(sampling: str, first: dt.date, today: dt.date) -> list[dt.date]:
    if sampling == Sampling.WEEKLY:
        last = periods.monday_of(today) - periods.WEEK
        return periods.weeks_between(periods.weeks_of_month(first)[0], last)
    return periods.months_between(first, periods.add_months(periods.first_of(today), -1))


def _count(kind: str, share: float, families: int) -> tuple[Decimal, Decimal]:
    if kind == Kind.PERCENT:
        return Decimal(round(share * families)), Decimal(families)
    if kind == Kind.AVERAGE:
        return Decimal(round((1 + 4 * share) * 12)), Decimal(12)
    if kind == Kind.RATE:
        return Decimal(round(20 * share)), Decimal(4)
    return Decimal(round(30 * share)), Decimal(1)


def _months(
    story: Story, leaders: dict[int | None, Membership], first: dt.date
) -> Iterator[MonthlySubmission]:
    clock = Clock.of(story.collaborative)
    for team in story.teams.values():
        for month in periods.months_between(first, clock.ended):
            chance = story.random.randrange(100)
            due_on = clock.due_on(month)
            day = story.random.randint(2, 9) if chance < IN_TIME else LATEST_DAY
            sent_on = due_on.replace(day=day)
            if chance >= SENT or sent_on >= story.today:
                continue
            yield MonthlySubmission(
                collaborative=story.collaborative,
                team=team,
                month=month,
                status=SubmissionStatus.SUBMITTED,
                due_on=due_on,
                closes_on=clock.closes_on(month),
                submitted_at=dt.datetime.combine(sent_on, dt.time(10), tzinfo=story.zone),
                submitted_by=leaders[team.pk],
                revision=1,
            )
