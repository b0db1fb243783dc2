"""Which clashes lie ahead, and which of them somebody has accepted."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple

from collaboratives.models import Collaborative, Membership
from collaboratives.schedule.clashes.finding import Clash, Key, find_clashes
from collaboratives.schedule.clashes.sources import registered_clashes
from collaboratives.schedule.enums import EventStatus
from collaboratives.schedule.holidays import named_days_off
from collaboratives.schedule.models import AcceptedClash, Event
from collaboratives.schedule.queries import Crowd


class Standing(NamedTuple):
    """What lies ahead, in order of time: what is open, and what is all right and why."""

    open: list[Clash]
    accepted: list[tuple[Clash, AcceptedClash]]


def planned_since_monday(collaborative: Collaborative) -> list[Event]:
    """Return the events planned from this week on, as ``find_clashes`` needs them."""
    today = collaborative.today()
    monday = today - timedelta(days=today.weekday())
    since = datetime.combine(monday, time(), tzinfo=collaborative.zone)
    return list(
        Event.objects.filter(
            collaborative=collaborative, status=EventStatus.PLANNED, ends_at__gte=since
        )
        .select_related("group", "team")
        .prefetch_related("leaders")
        .order_by("starts_at", "pk")
    )


def standing_clashes(collaborative: Collaborative) -> Standing:
    """Return the clashes that are not over, in a constant number of queries."""
    events = planned_since_monday(collaborative)
    found = [
        *find_clashes(
            events,
            crowd=Crowd(names_only=True),
            days_off=named_days_off(collaborative),
            zone=collaborative.zone,
        ),
        *registered_clashes(collaborative, events),
    ]
    today = collaborative.today()
    ahead = [clash for clash in found if max(clash.days) >= today]
    ahead.sort(key=lambda clash: clash.days[0])
    rows = _accepted()
    return Standing(
        open=[clash for clash in ahead if clash.key not in rows],
        accepted=[(clash, rows[clash.key]) for clash in ahead if clash.key in rows],
    )


def open_clashes(member: Membership) -> list[Clash]:
    """Return the clashes that lie ahead and nobody accepted; the implementation team's to see."""
    if not member.is_implementation:
        return []
    return standing_clashes(member.collaborative).open


def without_accepted(clashes: Sequence[Clash]) -> list[Clash]:
    """Return the clashes that nobody accepted as they stand."""
    rows = _accepted()
    return [clash for clash in clashes if clash.key not in rows]


def _accepted() -> dict[Key, AcceptedClash]:
    rows = AcceptedClash.objects.select_related("by__user")
    return {(row.kind, row.first_id, row.second_id, row.stands_on): row for row in rows}
