"""How teams collect their numbers, and how that is going."""

from collections.abc import Sequence
from dataclasses import dataclass

from centers.models import CoreTeam
from metrics.enums import PlanStatus
from metrics.models import CollectionPlan, Metric

# What needs help first, then what has not begun.
URGENCY = (PlanStatus.STUCK, None, PlanStatus.PLANNED, PlanStatus.TRIED, PlanStatus.WORKING)

Cell = tuple[Metric, CollectionPlan | None]


@dataclass(frozen=True)
class TeamPlans:
    """One team with its plan for each measure, in their order; None where there is none."""

    team: CoreTeam
    cells: tuple[Cell, ...]

    @property
    def stuck(self) -> list[Cell]:
        """What is stuck."""
        return [cell for cell in self.cells if _status(cell) == PlanStatus.STUCK]

    @property
    def urgency(self) -> int:
        """0 where something is stuck; the higher, the less needs help."""
        places = [URGENCY.index(_status(cell)) for cell in self.cells]
        return min(places, default=len(URGENCY))


def plans_of(team: CoreTeam, metrics: Sequence[Metric]) -> list[Cell]:
    """Return each measure with the team's plan for it, in one query."""
    rows = CollectionPlan.objects.filter(team=team, metric__in=metrics)
    found = {plan.metric_id: plan for plan in rows.select_related("changed_by__user")}
    return [(metric, found.get(metric.pk)) for metric in metrics]


def plans_of_teams(teams: Sequence[CoreTeam], metrics: Sequence[Metric]) -> list[TeamPlans]:
    """Return every team's plans in one query, those who need help first, then as given."""
    rows = CollectionPlan.objects.filter(team__in=teams, metric__in=metrics)
    found = {(plan.team_id, plan.metric_id): plan for plan in rows}
    lines = [
        TeamPlans(team, tuple((metric, found.get((team.pk, metric.pk))) for metric in metrics))
        for team in teams
    ]
    return sorted(lines, key=lambda line: line.urgency)


def _status(cell: Cell) -> PlanStatus | None:
    plan = cell[1]
    return PlanStatus(plan.status) if plan else None
