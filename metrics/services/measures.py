"""Making measures."""

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from collaboratives.framework.models import SecondaryDriver
from collaboratives.models import Collaborative
from collaboratives.translations import drafts
from metrics import periods
from metrics.definitions import TRANSLATED
from metrics.models import Metric, MetricDefinition, MetricDriver


@transaction.atomic
def load_measures(
    *,
    collaborative: Collaborative,
    data: Mapping[str, Any],
    from_month: dt.date | None = None,
    only: Collection[str] | None = None,
) -> list[Metric]:
    """Make the measures of a framework file (its ``measures``) that are not there yet.

    They are counted from ``from_month``, by default the month in which the collaborative starts.
    ``only`` names the keys that are wanted; None: all. A measure stands for those of its drivers
    that the collaborative has. Idempotent by key: a measure that stands is left as people have
    changed it.
    """
    month = periods.first_of(from_month or collaborative.starts_on)
    drivers = {driver.key: driver for driver in SecondaryDriver.objects.all()}
    standing = {metric.key: metric for metric in Metric.objects.all()}
    found = []
    for order, measure in enumerate(data["measures"], 1):
        key = measure["key"]
        if only is not None and key not in only:
            continue
        if key not in standing:
            standing[key] = _make_measure(collaborative, measure, order, month, drivers)
        found.append(standing[key])
    return found


def _make_measure(
    collaborative: Collaborative,
    measure: Mapping[str, Any],
    order: int,
    month: dt.date,
    drivers: Mapping[str, SecondaryDriver],
) -> Metric:
    metric = Metric(
        collaborative=collaborative,
        key=measure["key"],
        name=measure["name"].strip(),
        plain_name=measure["plain_name"].strip(),
        translations=drafts(measure, "plain_name"),
        order=order,
    )
    metric.full_clean()
    metric.save()
    goal = measure.get("goal")
    definition = MetricDefinition(
        collaborative=collaborative,
        metric=metric,
        from_month=month,
        goal=None if goal is None else Decimal(str(goal)),
        multiplier=Decimal(str(measure.get("multiplier", 1))),
        by_room=bool(measure.get("by_room")),
        translations=drafts(measure, *TRANSLATED),
        **{
            field: str(measure.get(field, "")).strip()
            for field in (
                "why", "how_to_count", "example", "kind", "numerator_label", "denominator_label",
                "unit", "better", "sampling", "tally",
            )
        },
    )  # fmt: skip
    definition.full_clean()
    definition.save()
    for key in measure.get("drivers", []):
        if key in drivers:
            MetricDriver.objects.create(
                collaborative=collaborative, metric=metric, driver=drivers[key]
            )
    return metric
