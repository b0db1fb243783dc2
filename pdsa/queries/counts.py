"""Counting tests, where the numbers are all that is shown."""

import datetime as dt

from django.db.models import Count, Q, QuerySet

from pdsa.enums import Status, Visibility
from pdsa.models import Cycle


def counted_for_observers() -> QuerySet[Cycle]:
    """Return the cycles whose numbers, and nothing else, an observer may see: the shared ones."""
    return Cycle.objects.exclude(status=Status.DRAFT).filter(visibility=Visibility.COLLABORATIVE)


def counted_in_groups(cycles: QuerySet[Cycle], today: dt.date) -> dict[str, int]:
    """Return how many of these posted cycles are planned, being tried, and learned from."""
    has_come = Q(status=Status.PLANNED, starts_on__lte=today)
    return cycles.aggregate(
        planned=Count("pk", filter=Q(status=Status.PLANNED) & ~has_come),
        trying=Count("pk", filter=Q(status=Status.DOING) | has_come),
        learned=Count("pk", filter=Q(status=Status.DONE)),
    )


def cycles_per_driver(cycles: QuerySet[Cycle]) -> dict[int, int]:
    """Return how many of these cycles stand under each secondary driver, by its pk."""
    return {driver: number for (driver, _key), number in cycles_per_driver_key(cycles).items()}


def cycles_per_driver_key(cycles: QuerySet[Cycle]) -> dict[tuple[int, str], int]:
    """Return how many of these cycles stand under each secondary driver, by its pk and its key."""
    rows = (
        cycles.exclude(status=Status.DRAFT)
        .filter(ramp__secondary_driver__isnull=False)
        .order_by()
        .values_list("ramp__secondary_driver", "ramp__secondary_driver__key")
        .annotate(number=Count("pk"))
    )
    return {(driver, key): number for driver, key, number in rows}


def cycles_per_decision(cycles: QuerySet[Cycle]) -> dict[str, int]:
    """Return how many of these cycles ended in each decision; one that nobody took is absent."""
    rows = cycles.filter(status=Status.DONE).exclude(decision="").order_by()
    return dict(rows.values_list("decision").annotate(number=Count("pk")))
