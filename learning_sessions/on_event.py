"""The agenda's part of an event's page."""

from django.utils.translation import gettext as _

from collaboratives.framework.sections import Section
from collaboratives.models import Membership
from collaboratives.schedule.models import Event
from learning_sessions.enums import AGENDA_KINDS
from learning_sessions.models import AgendaItem
from learning_sessions.rules import may_build


def section(member: Membership, event: Event) -> Section | None:
    """Return the link to the agenda of a Learning Session or a Pre-Work Day."""
    if event.kind not in AGENDA_KINDS:
        return None
    count = AgendaItem.objects.filter(event=event, breakout_of=None, removed_at=None).count()
    if not count and not may_build(member):
        return None
    return Section(
        _("Agenda"),
        "learning_sessions/_on_event.html",
        {"event": event, "count": count, "may_build": may_build(member)},
    )
