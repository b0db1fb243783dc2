"""What the writers of agendas share: the lock, the order of a day, its clock, who and what."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.utils import timezone

from bsc.audit.services import record
from collaboratives.framework.models import SecondaryDriver
from collaboratives.models import Membership
from collaboratives.schedule.models import Event
from learning_sessions.models import Agenda, AgendaItem, AgendaItemDriver, AgendaItemLead


class ChangedMeanwhileError(Exception):
    """Somebody else saved first; ``standing`` is the row as it is now."""

    def __init__(self, standing: Agenda | AgendaItem) -> None:
        super().__init__(str(standing))
        self.standing = standing


def locked(event: Event) -> Agenda:
    """Return the event's agenda, made where there is none, for this transaction alone to change."""
    Agenda.objects.get_or_create(event=event, defaults={"collaborative": event.collaborative})
    return Agenda.objects.select_for_update().get(event=event)


def write(agenda: Agenda) -> None:
    """Save an agenda as its next revision."""
    agenda.revision += 1
    agenda.full_clean()
    agenda.save()


def siblings_of(event: Event, under: AgendaItem | None) -> list[AgendaItem]:
    """Return the items that stand side by side: of the day (None), or the breakouts of one item."""
    standing = AgendaItem.objects.filter(event=event, breakout_of=under, removed_at=None)
    return list(standing.order_by("day", "position", "pk"))


def renumber(items: list[AgendaItem]) -> None:
    """Number items 1, 2, 3 … in the order given."""
    for position, item in enumerate(items, start=1):
        if item.position != position:
            item.position = position
            item.save(update_fields=["position"])


def local_start(event: Event) -> dt.time:
    """Return the time of day at which an event begins, in the collaborative's zone."""
    local = timezone.localtime(event.starts_at, event.collaborative.zone)
    return local.time().replace(second=0, microsecond=0)


def starts_of(event: Event) -> dict[int, dt.time]:
    """Return when each day begins: its first item's time, which stays when items change places."""
    return {item.day: item.starts_at for item in reversed(siblings_of(event, None))}


def follow(event: Event, starts: Mapping[int, dt.time]) -> None:
    """Let every item begin where the one before ends, and breakouts share their item's time."""
    clock = {day: dt.datetime.combine(dt.date.min, start) for day, start in starts.items()}
    for item in siblings_of(event, None):
        start = clock[item.day].time()
        clock[item.day] += dt.timedelta(minutes=item.minutes)
        if item.starts_at != start:
            item.starts_at = start
            item.save(update_fields=["starts_at"])
        AgendaItem.objects.filter(breakout_of=item).update(
            starts_at=start, minutes=item.minutes, day=item.day
        )


def set_leads(item: AgendaItem, members: Iterable[Membership]) -> None:
    """Let these people lead the item, and nobody else."""
    wanted = {member.pk: member for member in members}
    standing = set(AgendaItemLead.objects.filter(item=item).values_list("membership", flat=True))
    AgendaItemLead.objects.filter(item=item).exclude(membership__in=wanted).delete()
    for pk, member in wanted.items():
        if pk not in standing:
            AgendaItemLead.objects.create(
                collaborative=item.collaborative, item=item, membership=member
            )


def set_drivers(item: AgendaItem, drivers: Iterable[SecondaryDriver]) -> None:
    """Let the item be about these drivers, and no others."""
    wanted = {driver.pk: driver for driver in drivers}
    standing = set(AgendaItemDriver.objects.filter(item=item).values_list("driver", flat=True))
    AgendaItemDriver.objects.filter(item=item).exclude(driver__in=wanted).delete()
    for pk, driver in wanted.items():
        if pk not in standing:
            AgendaItemDriver.objects.create(
                collaborative=item.collaborative, item=item, driver=driver
            )


def audit(action: str, event: Event, by: Membership | None, item: AgendaItem | None = None) -> None:
    """Write the audit trail of a change to an agenda or one of its items."""
    record(
        action=action,
        by=by.user if by else None,
        target=item or event,
        collaborative=event.collaborative,
        summary=item.title if item else event.title,
    )
