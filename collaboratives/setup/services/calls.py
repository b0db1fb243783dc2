"""The standing times of calls: made from words, and made again while it is being set up."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from bsc.audit.services import record
from collaboratives.models import Collaborative, Membership
from collaboratives.schedule.models import AffinityGroup, Event
from collaboratives.schedule.moving import CANCEL, RESTORE, EventWish
from collaboratives.schedule.patterns import instants, parse
from collaboratives.schedule.rescheduling import reschedule
from collaboratives.schedule.services import create_event, create_series
from collaboratives.setup.rules import dates_are_free
from collaboratives.setup.slots import SLOTS, Slot, Standing, span_of, standing_in
from collaboratives.translations import MACHINE_DRAFT

Times = tuple[dt.datetime, dt.datetime]


@transaction.atomic
def plan_calls(
    *, collaborative: Collaborative, words: Mapping[str, str], by: Membership
) -> list[str]:
    """Make or change the calls of each slot; returns the labels of those that changed. Idempotent.

    ``words`` holds patterns by the slot's key; "" means no calls. While it is being set up, calls
    that stand take the new times, those too many are cancelled, and cancelled ones come back.
    Once it runs only empty slots are filled, from today on: what stands is moved in the calendar.
    Raises ValidationError by slot where no day fits.
    """
    standing = standing_in(collaborative)
    changed = []
    for slot in SLOTS:
        wanted, there = words.get(slot.key, ""), standing.get(slot.key)
        if there is None:
            if wanted:
                _make(slot, collaborative, wanted, by)
                changed.append(str(slot.label))
        elif dates_are_free(collaborative) and _remake(slot, collaborative, there, wanted, by):
            changed.append(str(slot.label))
    return changed


def plan_standing_calls(*, collaborative: Collaborative, by: Membership) -> list[str]:
    """Let the calls that stand follow other dates of the collaborative or its first session."""
    standing = standing_in(collaborative)
    return plan_calls(
        collaborative=collaborative,
        words={key: one.words for key, one in standing.items()},
        by=by,
    )


def times_of(
    slot: Slot, collaborative: Collaborative, words: str, first_session: dt.date | None = None
) -> list[Times]:
    """Return when the calls of a slot would be; raises ValidationError where there is no day.

    ``first_session`` as in ``slots.span_of``.
    """
    first, last = span_of(slot, collaborative, first_session)
    times = list(instants(parse(words), collaborative.zone, first, last))
    if not times:
        raise ValidationError({slot.key: gettext("There is no such day in the collaborative.")})
    return times


def _make(slot: Slot, collaborative: Collaborative, words: str, by: Membership) -> None:
    times = times_of(slot, collaborative, words)
    _first, last = span_of(slot, collaborative)
    create_series(
        collaborative=collaborative,
        by=by,
        pattern=words,
        first=times[0][0].date(),
        last=last,
        **_details(slot, collaborative),
    )


def _details(slot: Slot, collaborative: Collaborative) -> dict[str, Any]:
    """Return what every call of a slot has in common."""
    with _in_english():
        english = _title(slot)
    with translation.override("es"):
        spanish = {"es": {"title": _title(slot), "state": MACHINE_DRAFT}}
    return {
        "kind": slot.kind,
        "title": english,
        "translations": spanish,
        "audience": slot.audience,
        "group": _group(slot, collaborative) if slot.is_of_a_group else None,
    }


def _title(slot: Slot) -> str:
    kind = str(slot.kind.label)
    return f"{kind}: {slot.label}" if slot.is_of_a_group else kind


def _group(slot: Slot, collaborative: Collaborative) -> AffinityGroup:
    """Return the group of a slot's roles; it is made with its first calls."""
    for group in AffinityGroup.objects.filter(collaborative=collaborative):
        if set(group.roles) == set(slot.roles):
            return group
    with _in_english():
        english = str(slot.label)
    with translation.override("es"):
        spanish = {"es": {"name": str(slot.label), "state": MACHINE_DRAFT}}
    group = AffinityGroup(
        collaborative=collaborative,
        key=slot.key,
        name=english,
        roles=list(slot.roles),
        translations=spanish,
    )
    group.full_clean()
    group.save()
    return group


@contextmanager
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def _remake(
    slot: Slot, collaborative: Collaborative, there: Standing, words: str, by: Membership
) -> bool:
    """Give the calls that stand their new times; return whether anything changed.

    Where neither words nor dates changed, a call that somebody moved by itself stays there.
    """
    series = there.series
    wanted = times_of(slot, collaborative, words) if words else []
    begins = wanted[0][0].date() if wanted else series.starts_on
    _first, last = span_of(slot, collaborative)
    said = (words or series.pattern, begins, last)
    before = (series.pattern, series.starts_on, series.ends_on)
    if words == there.words and (said == before or not words):
        return False
    kept = {
        (event.starts_at, event.ends_at)
        for event in there.events
        if not event.is_cancelled and (event.starts_at, event.ends_at) in set(wanted)
    }
    missing = [times for times in wanted if times not in kept]
    free = [event for event in there.events if _times(event) not in kept or event.is_cancelled]
    # Those that stand are moved before cancelled ones are brought back.
    free.sort(key=lambda event: event.is_cancelled)
    wishes = list(_wishes(free, missing))
    changed = reschedule(collaborative=collaborative, wishes=wishes, by=by)
    for starts, ends in missing[len(free) :]:
        create_event(
            collaborative=collaborative,
            by=by,
            series=series,
            starts_at=starts,
            ends_at=ends,
            **_details(slot, collaborative),
        )
    series.pattern, series.starts_on, series.ends_on = said
    series.revision += 1
    series.full_clean()
    series.save()
    record(
        action="series.changed",
        by=by.user,
        target=series,
        collaborative=collaborative,
        summary=f"{series.title}: {before[0]} → {words}",
    )
    return bool(changed) or len(missing) > len(free)


def _times(event: Event) -> Times:
    return event.starts_at, event.ends_at


def _wishes(free: Sequence[Event], missing: Sequence[Times]) -> Iterator[EventWish]:
    for place, event in enumerate(free):
        if place < len(missing):
            status = RESTORE if event.is_cancelled else ""
            yield EventWish(event.pk, *missing[place], days=1, status=status)
        elif not event.is_cancelled:
            yield EventWish(event.pk, status=CANCEL)
