"""What a phone says: taps, watches and sizes of grids, and how they are written as JSON."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

LARGEST_BATCH = 500
LONGEST_WATCH = 12 * 3600
LARGEST_GRID = 200

Said = TypeVar("Said")


@dataclass(frozen=True)
class TapSaid:
    """A tap, or that it was taken back: on a number of the grid, or in a watch; exactly one."""

    uuid: UUID
    measure: str
    day: dt.date
    slot: int | None = None
    observation: UUID | None = None
    undone: bool = False


@dataclass(frozen=True)
class WatchSaid:
    """How far a timed watch has come; ``seconds`` are those really watched until now."""

    uuid: UUID
    measure: str
    day: dt.date
    seconds: int = 0
    over: bool = False
    discarded: bool = False


@dataclass(frozen=True)
class GridSaid:
    """How many families are in the room in the week that starts on this Monday."""

    measure: str
    week: dt.date
    size: int


@dataclass(frozen=True)
class Batch:
    """What could be read; ``refused`` are items that could not be, with the reason.

    An item without an id of its own cannot be named in the answer, so it is left out of it.
    """

    taps: list[TapSaid] = field(default_factory=list)
    observations: list[WatchSaid] = field(default_factory=list)
    grids: list[GridSaid] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def read_batch(data: Any) -> Batch:
    """Return what a request's JSON says; TypeError when it is no batch, ValueError when it is too large.

    One item that cannot be read does not stop the others.
    """
    if not isinstance(data, Mapping):
        raise TypeError("A batch is an object.")
    taps, observations, grids = (_list(data, name) for name in ("taps", "observations", "grids"))
    if len(taps) + len(observations) + len(grids) > LARGEST_BATCH:
        raise ValueError("The batch is too large.")
    batch = Batch()
    _read(taps, _tap, batch.taps, batch)
    _read(observations, _watch, batch.observations, batch)
    _read(grids, _grid, batch.grids, batch)
    return batch


def _list(data: Mapping[str, Any], name: str) -> list[Any]:
    items = data.get(name, [])
    if not isinstance(items, list):
        raise TypeError("A batch has lists.")
    return items


def _read(
    items: list[Any], read: Callable[[Mapping[str, Any]], Said], into: list[Said], batch: Batch
) -> None:
    for item in items:
        if not isinstance(item, Mapping):
            continue
        try:
            into.append(read(item))
        except (KeyError, TypeError, ValueError):
            if isinstance(item.get("uuid"), str):
                batch.refused.append((item["uuid"][:60], _("This could not be read.")))


def _tap(item: Mapping[str, Any]) -> TapSaid:
    slot, observation = item.get("slot"), item.get("observation")
    if (slot is None) == (observation is None):
        raise ValueError
    return TapSaid(
        uuid=_uuid(item["uuid"]),
        measure=_text(item["measure"]),
        day=_day(item["day"]),
        slot=None if slot is None else _number(slot, LARGEST_GRID),
        observation=None if observation is None else _uuid(observation),
        undone=_flag(item.get("undone", False)),
    )


def _watch(item: Mapping[str, Any]) -> WatchSaid:
    return WatchSaid(
        uuid=_uuid(item["uuid"]),
        measure=_text(item["measure"]),
        day=_day(item["day"]),
        seconds=_number(item.get("seconds", 0), LONGEST_WATCH),
        over=_flag(item.get("over", False)),
        discarded=_flag(item.get("discarded", False)),
    )


def _grid(item: Mapping[str, Any]) -> GridSaid:
    return GridSaid(
        measure=_text(item["measure"]),
        week=_day(item["week"]),
        size=_number(item["size"], LARGEST_GRID),
    )


def _uuid(value: Any) -> UUID:
    return UUID(_text(value))


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise TypeError
    return value


def _day(value: Any) -> dt.date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", _text(value), re.ASCII):
        raise ValueError
    return dt.date.fromisoformat(value)


def _number(value: Any, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise ValueError
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value
