"""The day as a whole: an outline copied into it, what it is about."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from collaboratives.framework.models import SecondaryDriver
from collaboratives.models import Membership
from collaboratives.schedule.models import Event
from collaboratives.translations import drafts
from learning_sessions.models import Agenda, AgendaItem
from learning_sessions.services.day import (
    ChangedMeanwhileError,
    audit,
    follow,
    local_start,
    locked,
    set_drivers,
    starts_of,
    write,
)

DATA = Path(__file__).resolve().parents[1] / "data"
Data = Mapping[str, Any]


class AgendaStandsAlreadyError(Exception):
    """The day has an agenda; its message can be shown to a person."""


@cache
def read_outline(name: str) -> dict[str, Any]:
    """Return an outline from ``data/<name>.yaml``; its shape stands at the top of each file."""
    data: dict[str, Any] = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return data


@transaction.atomic
def load_agenda(*, event: Event, data: Data, by: Membership | None) -> list[AgendaItem]:
    """Write an outline as the event's agenda, beginning when the event begins.

    Raises AgendaStandsAlreadyError where the event has items. Drivers that the collaborative's
    framework does not have are left out.
    """
    agenda = locked(event)
    if AgendaItem.objects.filter(event=event, removed_at=None).exists():
        raise AgendaStandsAlreadyError(_("This day has an agenda already. Change that one."))
    agenda.title = data["title"].strip()
    agenda.objectives = "\n".join(line.strip() for line in data["objectives"])
    agenda.translations = drafts(
        {**data, "objectives_es": "\n".join(data.get("objectives_es", []))}, "title", "objectives"
    )
    write(agenda)
    drivers = {driver.key: driver for driver in SecondaryDriver.objects.filter(retired_on=None)}
    written = []
    for position, line in enumerate(data["items"], start=1):
        item = _item_of(event, by, line, position)
        _put(item, drivers, line)
        for place, breakout in enumerate(line.get("breakouts", []), start=1):
            inside = _item_of(event, by, {**line, "talk_minutes": 0, **breakout}, place, item)
            _put(inside, drivers, breakout)
        written.append(item)
    follow(event, starts_of(event) | {1: local_start(event)})
    audit("agenda.loaded", event, by)
    return written


def _item_of(
    event: Event, by: Membership | None, line: Data, position: int, under: AgendaItem | None = None
) -> AgendaItem:
    return AgendaItem(
        collaborative=event.collaborative,
        event=event,
        breakout_of=under,
        position=position,
        starts_at=dt.time.fromisoformat(line["starts"]),
        minutes=line["minutes"],
        title=line["title"].strip(),
        translations=drafts(line, "title"),
        summary=line.get("summary", "").strip(),
        part=line["part"],
        talk_minutes=line["talk_minutes"],
        changed_by=by,
    )


def _put(item: AgendaItem, drivers: Mapping[str, SecondaryDriver], line: Data) -> None:
    item.full_clean()
    item.save()
    set_drivers(item, [drivers[key] for key in line.get("drivers", []) if key in drivers])


@transaction.atomic
def describe_day(
    *,
    event: Event,
    title: str,
    objectives: str,
    translations: Mapping[str, Mapping[str, str]],
    seen: int,
    by: Membership,
) -> Agenda:
    """Say what the day is about. Raises ChangedMeanwhileError when ``seen`` is an old revision."""
    agenda = locked(event)
    if agenda.revision != seen:
        raise ChangedMeanwhileError(agenda)
    agenda.title, agenda.objectives = title, objectives
    agenda.translations = {language: dict(texts) for language, texts in translations.items()}
    write(agenda)
    audit("agenda.described", event, by)
    return agenda
