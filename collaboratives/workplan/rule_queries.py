"""Reading what the plan asks for."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from collaboratives.models import Membership
from collaboratives.workplan.dates import Anchors
from collaboratives.workplan.enums import LIVE
from collaboratives.workplan.models import Activity, PlanTemplate, TaskRule

OPEN = Q(tasks__withdrawn=False, tasks__status__in=LIVE)


def rules_visible_to(member: Membership) -> QuerySet[TaskRule]:
    """Return all rules for the implementation team, none for others.

    With activity, its session, event, series, and ``open_tasks``, how many they ask for now.
    """
    rules = TaskRule.objects.select_related("activity__session", "event", "series", "collaborative")
    rules = rules.annotate(open_tasks=Count("tasks", filter=OPEN))
    rules = rules.order_by("activity__phase", "activity__position", "activity", "position", "pk")
    return rules if member.is_implementation else rules.none()


def activities_visible_to(member: Membership) -> QuerySet[Activity]:
    """Return all activities for the implementation team, none for others, in order."""
    rows = Activity.objects.select_related("collaborative").order_by("phase", "position", "pk")
    return rows if member.is_implementation else rows.none()


def templates_visible_to(member: Membership) -> QuerySet[PlanTemplate]:
    """Return the organization's templates for the implementation team, none for others."""
    rows = PlanTemplate.objects.order_by("name", "pk")
    return rows if member.is_implementation else rows.none()


def counting_from(anchors: Anchors, rules: Iterable[TaskRule]) -> dict[str, int]:
    """Return how many open tasks count from each named point, also by way of another one.

    Needs ``open_tasks`` on the rules.
    """
    found: Counter[str] = Counter()
    for rule in rules:
        tasks = getattr(rule, "open_tasks", 0)
        used = {name for name in (rule.anchor, rule.since, rule.until) if name}
        for name in _all_below(used, anchors):
            found[name] += tasks
    return dict(found)


def _all_below(names: set[str], anchors: Anchors) -> set[str]:
    """Return the names and every point that they stand on; those with an event of their own too."""
    seen: set[str] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name in seen or name not in anchors:
            continue
        seen.add(name)
        other = anchors[name].get("otherwise")
        if other:
            left.append(other["anchor"])
    return seen
