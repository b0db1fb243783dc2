"""Pre-Work Day and Learning Sessions as the wizard puts them into the calendar."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone, translation

from collaboratives.models import Collaborative, Membership
from collaboratives.schedule.enums import EventKind
from collaboratives.schedule.models import Event
from collaboratives.schedule.moving import EventWish
from collaboratives.schedule.rescheduling import reschedule
from collaboratives.schedule.services import create_event
from collaboratives.setup.queries import sessions_planned
from collaboratives.setup.rules import dates_are_free
from collaboratives.setup.services.calls import plan_standing_calls
from collaboratives.translations import MACHINE_DRAFT


@dataclass(frozen=True)
class SessionWish:
    """When one is held. ``number`` is None for the Pre-Work Day.

    ``starts`` and ``ends`` are times of day, by the collaborative's clock; on several days it ends
    at ``ends`` of the last one. None leaves those of a session that stands.
    """

    number: int | None
    day: dt.date
    days: int
    starts: dt.time | None
    ends: dt.time | None

    @property
    def kind(self) -> EventKind:
        """Whether it is the Pre-Work Day or a Learning Session."""
        return EventKind.PRE_WORK_DAY if self.number is None else EventKind.LEARNING_SESSION


@transaction.atomic
def plan_sessions(
    *, collaborative: Collaborative, sessions: Sequence[SessionWish], by: Membership
) -> list[EventWish]:
    """Put sessions into the calendar; one that is no longer wished for is cancelled.

    While it is being set up, those that stand move at once, and the calls that begin after the
    first one with it. Once it runs, new ones are made, and what concerns those that stand is
    returned as wishes: it has to be looked at before it moves. Idempotent.
    """
    standing = {(event.kind, event.number): event for event in sessions_planned(collaborative)}
    wishes: list[EventWish] = []
    for one in sessions:
        event = standing.pop((one.kind, one.number), None)
        if event is None:
            _make(collaborative, one, by)
        else:
            wishes += _moved(event, one, collaborative)
    wishes += [EventWish.cancelling(event.pk) for event in standing.values()]
    if not dates_are_free(collaborative):
        return wishes
    reschedule(collaborative=collaborative, wishes=wishes, by=by)
    plan_standing_calls(collaborative=collaborative, by=by)
    return []


def _make(collaborative: Collaborative, one: SessionWish, by: Membership) -> None:
    starts, ends = _instants(one, one.starts or dt.time(9), one.ends or dt.time(16), collaborative)
    with translation.override("en"):
        english = title_of(one)
    with translation.override("es"):
        spanish = {"es": {"title": title_of(one), "state": MACHINE_DRAFT}}
    create_event(
        collaborative=collaborative,
        by=by,
        kind=one.kind,
        number=one.number,
        title=english,
        translations=spanish,
        starts_at=starts,
        ends_at=ends,
        days=one.days,
    )


def title_of(one: SessionWish) -> str:
    """Return the title that a session gets until somebody finds a better one."""
    if one.number is None:
        return str(EventKind.PRE_WORK_DAY.label)
    return translation.gettext("Learning Session %(number)s") % {"number": one.number}


def _moved(event: Event, one: SessionWish, collaborative: Collaborative) -> Iterator[EventWish]:
    zone = collaborative.zone
    starts, ends = _instants(
        one,
        one.starts or timezone.localtime(event.starts_at, zone).time(),
        one.ends or timezone.localtime(event.ends_at, zone).time(),
        collaborative,
    )
    if (starts, ends, one.days) != (event.starts_at, event.ends_at, event.days):
        yield EventWish(event.pk, starts, ends, one.days)


def _instants(
    one: SessionWish, starts: dt.time, ends: dt.time, collaborative: Collaborative
) -> tuple[dt.datetime, dt.datetime]:
    last = one.day + dt.timedelta(days=one.days - 1)
    return (
        dt.datetime.combine(one.day, starts, tzinfo=collaborative.zone),
        dt.datetime.combine(last, ends, tzinfo=collaborative.zone),
    )
