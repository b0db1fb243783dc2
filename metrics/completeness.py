"""Who sent which month, and when: on time, late and missing always add up to the expected."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from centers.models import CoreTeam
from collaboratives.enums import Competency, Role
from collaboratives.models import Membership
from collaboratives.queries import roles_held_today
from metrics import periods
from metrics.enums import Grain, SubmissionStatus
from metrics.models import Metric, MonthlySubmission, Value
from metrics.queries import Clock, active_teams


class State(models.TextChoices):
    """What became of a team's month. ``WAITING`` is not due yet and not expected yet."""

    ON_TIME = "on_time", _("On time")
    LATE = "late", _("Late")
    MISSING = "missing", _("Missing")
    WAITING = "waiting", _("Not due yet")


@dataclass(frozen=True)
class Cell:
    """One team's month; ``not_counted`` measures were answered with a reason instead."""

    month: dt.date
    state: State
    not_counted: int = 0

    @property
    def month_text(self) -> str:
        """The month as addresses write it."""
        return periods.month_text(self.month)


@dataclass(frozen=True)
class TeamRow:
    """One team's months, oldest first."""

    team: CoreTeam
    cells: tuple[Cell, ...]

    @property
    def newest_first(self) -> tuple[Cell, ...]:
        """The months as the grid shows them."""
        return self.cells[::-1]


@dataclass(frozen=True)
class MonthTotals:
    """One month over all teams; ``expected`` = on time + late + missing once it was due."""

    month: dt.date
    is_due: bool
    on_time: int
    late: int
    missing: int
    waiting: int

    @property
    def expected(self) -> int:
        """How many teams there are."""
        return self.on_time + self.late + self.missing + self.waiting


def months_to_send(metrics: Iterable[Metric], clock: Clock) -> list[dt.date]:
    """Return the months that teams send, from the first definition to the month just over."""
    firsts = [metric.begins for metric in metrics]
    return periods.months_between(min(firsts), clock.ended) if firsts else []


def rows_of_teams(
    teams: Sequence[CoreTeam], months: Sequence[dt.date], clock: Clock
) -> list[TeamRow]:
    """Return each team's months, in two queries whatever their number."""
    sent = {
        (team, month): (submitted_at, due_on)
        for team, month, submitted_at, due_on in MonthlySubmission.objects.filter(
            team__in=teams, month__in=months, status=SubmissionStatus.SUBMITTED
        ).values_list("team_id", "month", "submitted_at", "due_on")
    }
    not_counted = {
        (team, month): count
        for team, month, count in Value.objects.filter(
            is_current=True, grain=Grain.MONTH, team__in=teams, period_start__in=months
        )
        .exclude(reason_missing="")
        .values_list("team_id", "period_start")
        .annotate(count=Count("pk"))
    }

    def cell(team: CoreTeam, month: dt.date) -> Cell:
        when, due_on = sent.get((team.pk, month), (None, None))
        if when is None or due_on is None:
            state = State.MISSING if month <= clock.last_due else State.WAITING
        else:
            sent_on = when.astimezone(team.collaborative.zone).date()
            state = State.ON_TIME if sent_on <= due_on else State.LATE
        return Cell(month, state, not_counted.get((team.pk, month), 0))

    return [TeamRow(team, tuple(cell(team, month) for month in months)) for team in teams]


def teams_without(month: dt.date) -> QuerySet[CoreTeam]:
    """Return the teams that have not sent a month, by name; of each only key and name."""
    sent = MonthlySubmission.objects.filter(month=month, status=SubmissionStatus.SUBMITTED)
    missing = active_teams().exclude(pk__in=sent.values("team"))
    return missing.select_related(None).only("collaborative", "name")


def totals_of(rows: Sequence[TeamRow], clock: Clock) -> list[MonthTotals]:
    """Return the totals of each month, oldest first."""
    states: dict[dt.date, list[State]] = defaultdict(list)
    for row in rows:
        for cell in row.cells:
            states[cell.month].append(cell.state)
    return [
        MonthTotals(
            month,
            is_due=month <= clock.last_due,
            on_time=found.count(State.ON_TIME),
            late=found.count(State.LATE),
            missing=found.count(State.MISSING),
            waiting=found.count(State.WAITING),
        )
        for month, found in sorted(states.items())
    ]


def overall_of(totals: Sequence[MonthTotals]) -> MonthTotals | None:
    """Return the totals over all months, dated by the last of them; None where there are none."""
    if not totals:
        return None
    return MonthTotals(
        max(one.month for one in totals),
        is_due=any(one.is_due for one in totals),
        on_time=sum(one.on_time for one in totals),
        late=sum(one.late for one in totals),
        missing=sum(one.missing for one in totals),
        waiting=sum(one.waiting for one in totals),
    )


def data_contacts(teams: Iterable[CoreTeam]) -> dict[int, Membership]:
    """Return whom to ask about each team's numbers: the data contact, else the team leader."""
    found: dict[int, Membership] = {}
    asked = roles_held_today().filter(Q(is_data_contact=True) | Q(role=Role.TEAM_LEADER))
    for hat in sorted(asked.filter(team__in=teams), key=lambda hat: not hat.is_data_contact):
        if hat.team_id is not None:
            found.setdefault(hat.team_id, hat.membership)
    return found


def whom_to_ask(team: CoreTeam) -> Membership | None:
    """Return the person to ask about one team's numbers, if anybody is named."""
    return data_contacts([team]).get(team.pk)


def data_leads() -> list[Membership]:
    """Return the implementation team's people for data; the whole team where none is named."""
    hats = list(roles_held_today().filter(role=Role.IMPLEMENTATION))
    named = [hat for hat in hats if Competency.DATA_CAPACITY in hat.competencies]
    return [hat.membership for hat in named or hats]
