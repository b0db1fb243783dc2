"""The meeting's part of an event's page."""

from django.utils.translation import gettext as _

from collaboratives.framework.sections import Section
from collaboratives.models import Membership
from collaboratives.schedule.models import Event
from collaboratives.workplan.meeting_queries import KIND, details_of, points_of
from collaboratives.workplan.rules import may_meet


def section(member: Membership, event: Event) -> Section | None:
    """Return the way to the agenda and the minutes of a meeting of the team."""
    if event.kind != KIND or not may_meet(member):
        return None
    meeting = details_of(event)
    return Section(
        _("The meeting"),
        "workplan/meetings/_on_event.html",
        {
            "event": event,
            "closed": meeting is not None and meeting.closed_at is not None,
            "points": len(points_of(event)),
        },
    )
