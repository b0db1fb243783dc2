"""Places and numbers. Numbers follow the order of what is in use; what is retired comes after."""

from collections.abc import Iterable, Sequence
from typing import Any

from collaboratives.framework.models import (
    Aim,
    ChangeFramework,
    PrimaryDriver,
    SecondaryDriver,
)


def renumber(framework: ChangeFramework) -> None:
    """Write every number anew from the places; in a constant number of queries."""
    for model in (Aim, PrimaryDriver):
        _number_rows(model.objects.filter(framework=framework).order_by("number", "pk"))
    drivers = SecondaryDriver.objects.filter(primary__framework=framework)
    by_primary: dict[int, list[SecondaryDriver]] = {}
    for driver in drivers.select_related("primary").order_by("position", "pk"):
        by_primary.setdefault(driver.primary_id, []).append(driver)
    changed = []
    for siblings in by_primary.values():
        for place, driver in enumerate(_in_use_first(siblings), start=1):
            number = f"{driver.primary.number}.{place}"
            if driver.number != number:
                driver.number = number
                changed.append(driver)
    SecondaryDriver.objects.bulk_update(changed, ["number"])


def _number_rows(rows: Any) -> None:
    changed = []
    for number, row in enumerate(_in_use_first(list(rows)), start=1):
        if row.number != number:
            row.number = number
            changed.append(row)
    rows.model.objects.bulk_update(changed, ["number"])


def _in_use_first(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: row.retired_on is not None)


def put_in_order(rows: Sequence[Any], place: str) -> None:
    """Give the rows, in their new order, the places that they hold together."""
    places = sorted(getattr(row, place) for row in rows)
    if len(set(places)) < len(places):
        places = list(range(1, len(rows) + 1))
    changed = []
    for row, number in zip(rows, places, strict=True):
        if getattr(row, place) != number:
            setattr(row, place, number)
            changed.append(row)
    if changed:
        type(changed[0]).objects.bulk_update(changed, [place])
