"""Reading agendas. Whoever sees the event sees its agenda."""

from django.db.models import Prefetch, QuerySet

from collaboratives.models import Membership
from collaboratives.schedule.models import Event
from collaboratives.schedule.queries import events_visible_to
from learning_sessions.enums import AGENDA_KINDS
from learning_sessions.models import Agenda, AgendaItem, AgendaItemDriver, AgendaItemLead


def sessions_visible_to(member: Membership) -> QuerySet[Event]:
    """Return the Learning Sessions and Pre-Work Days somebody may see."""
    return events_visible_to(member).filter(kind__in=AGENDA_KINDS)


def items_visible_to(member: Membership) -> QuerySet[AgendaItem]:
    """Return the agenda items of those events, removed ones too."""
    return _loaded(AgendaItem.objects.filter(event__in=sessions_visible_to(member).values("pk")))


def about(event: Event) -> Agenda | None:
    """Return what the day is about, if somebody has said so."""
    return Agenda.objects.filter(event=event).first()


def agenda_of(event: Event) -> list[AgendaItem]:
    """Return the items of a day in their order, each with its breakouts, leads and drivers."""
    breakouts = _loaded(AgendaItem.objects.filter(removed_at=None)).order_by("position", "pk")
    return list(
        _loaded(AgendaItem.objects.filter(event=event, breakout_of=None, removed_at=None))
        .prefetch_related(Prefetch("breakout_rows", queryset=breakouts, to_attr="breakouts"))
        .order_by("day", "position", "pk")
    )


def removed_from(event: Event) -> QuerySet[AgendaItem]:
    """Return what was taken out of an agenda and can be put back, the latest first."""
    return AgendaItem.objects.filter(event=event, removed_at__isnull=False).order_by(
        "-removed_at", "-pk"
    )


def _loaded(items: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    return items.select_related("event", "changed_by__user", "breakout_of").prefetch_related(
        Prefetch("leads", queryset=AgendaItemLead.objects.select_related("membership__user")),
        Prefetch(
            "driver_rows",
            queryset=AgendaItemDriver.objects.select_related("driver").order_by(
                "driver__primary__number", "driver__position"
            ),
        ),
    )
