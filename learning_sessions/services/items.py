"""One item of an agenda: added, changed, moved, taken out and put back."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboratives.framework.models import SecondaryDriver
from collaboratives.models import Membership
from collaboratives.schedule.models import Event
from learning_sessions.models import AgendaItem
from learning_sessions.services.day import (
    ChangedMeanwhileError,
    audit,
    follow,
    local_start,
    locked,
    renumber,
    set_drivers,
    set_leads,
    siblings_of,
    starts_of,
)

Data = Mapping[str, Any]


@transaction.atomic
def add_item(
    *,
    event: Event,
    by: Membership,
    token: uuid.UUID,
    values: Data,
    after: AgendaItem | None = None,
    breakout_of: AgendaItem | None = None,
    leads: Iterable[Membership] = (),
    drivers: Iterable[SecondaryDriver] = (),
) -> AgendaItem:
    """Add an item after another one (None: at the end), or a breakout under one.

    Idempotent by ``token``. ``values`` holds fields of AgendaItem; its start follows from its
    place, except that the very first item may bring one.
    """
    locked(event)
    standing = AgendaItem.objects.filter(event=event, token=token).first()
    if standing is not None:
        return standing
    starts = starts_of(event)
    siblings = siblings_of(event, breakout_of)
    time: dict[str, Any] = {"starts_at": local_start(event)}
    if breakout_of:
        time = {name: getattr(breakout_of, name) for name in ("starts_at", "minutes", "part")}
    item = AgendaItem(
        collaborative=event.collaborative,
        event=event,
        breakout_of=breakout_of,
        day=_day_for(siblings, after, breakout_of),
        position=len(siblings) + 1,
        token=token,
        changed_by=by,
        **time | dict(values),
    )
    item.full_clean()
    item.save()
    place = siblings.index(after) + 1 if after in siblings else len(siblings)
    renumber([*siblings[:place], item, *siblings[place:]])
    set_leads(item, leads)
    set_drivers(item, drivers)
    follow(event, {item.day: item.starts_at} | starts)
    item.refresh_from_db()
    audit("agenda.item_added", event, by, item)
    return item


def _day_for(
    siblings: list[AgendaItem], after: AgendaItem | None, breakout_of: AgendaItem | None
) -> int:
    beside = breakout_of or after or (siblings[-1] if siblings else None)
    return beside.day if beside else 1


@transaction.atomic
def change_item(
    *,
    item: AgendaItem,
    by: Membership,
    seen: int,
    values: Data,
    leads: Iterable[Membership] | None = None,
    drivers: Iterable[SecondaryDriver] | None = None,
) -> AgendaItem:
    """Change an item's fields; the times of what comes later follow.

    Raises ChangedMeanwhileError when somebody saved it after revision ``seen``; nothing is
    written then. A new start is taken for the first item of a day only.
    """
    event = item.event
    locked(event)
    standing = AgendaItem.objects.select_related("event", "changed_by__user").get(pk=item.pk)
    if standing.revision != seen:
        raise ChangedMeanwhileError(standing)
    starts = starts_of(event)
    for name, value in values.items():
        setattr(standing, name, value)
    standing.changed_by = by
    standing.revision += 1
    standing.full_clean()
    standing.save()
    if leads is not None:
        set_leads(standing, leads)
    if drivers is not None:
        set_drivers(standing, drivers)
    day = siblings_of(event, None)
    first = {each.day: each for each in reversed(day)}
    if "starts_at" in values and standing == first.get(standing.day):
        starts[standing.day] = values["starts_at"]
    renumber(sorted(day, key=lambda each: (each.day, each.position, each.pk)))
    follow(event, {standing.day: standing.starts_at} | starts)
    standing.refresh_from_db()
    audit("agenda.item_changed", event, by, standing)
    return standing


@transaction.atomic
def move_item(
    *, item: AgendaItem, to: Literal["up", "down"], at: int, by: Membership
) -> AgendaItem:
    """Let an item change places with its neighbour; at a day's edge it goes to the other day.

    ``at`` is the position that the button was drawn for: pressed twice, it moves once.
    """
    event = item.event
    locked(event)
    standing = AgendaItem.objects.get(pk=item.pk)
    siblings = siblings_of(event, standing.breakout_of)
    if standing.position != at or standing not in siblings:
        return standing
    starts = starts_of(event)
    place = siblings.index(standing)
    beside = place - 1 if to == "up" else place + 1
    if not 0 <= beside < len(siblings):
        return standing
    moving, other = siblings[place], siblings[beside]
    if moving.day == other.day:
        siblings[place], siblings[beside] = other, moving
    else:
        moving.day = other.day
        moving.save(update_fields=["day"])
    renumber(siblings)
    follow(event, starts)
    audit("agenda.item_moved", event, by, moving)
    moving.refresh_from_db()
    return moving


@transaction.atomic
def remove_item(*, item: AgendaItem, by: Membership) -> AgendaItem:
    """Take an item out, with its breakouts; ``restore_item`` puts it back. Idempotent."""
    return _set_removed(item, by, timezone.now(), "agenda.item_removed")


@transaction.atomic
def restore_item(*, item: AgendaItem, by: Membership) -> AgendaItem:
    """Put an item back where it was. Idempotent."""
    return _set_removed(item, by, None, "agenda.item_restored")


def _set_removed(
    item: AgendaItem, by: Membership, when: dt.datetime | None, action: str
) -> AgendaItem:
    event = item.event
    locked(event)
    standing = AgendaItem.objects.select_related("event", "breakout_of").get(pk=item.pk)
    if (standing.removed_at is None) == (when is None):
        return standing
    if when is None and standing.breakout_of and standing.breakout_of.removed_at:
        raise ValidationError(_("Put the item back that this breakout was part of first."))
    starts = starts_of(event)
    standing.removed_at = when
    standing.save(update_fields=["removed_at"])
    follow(event, {standing.day: standing.starts_at} | starts)
    audit(action, event, by, standing)
    return standing
