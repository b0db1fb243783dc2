"""What the workplan says about moving an event (schedule.dependents)."""

from collections.abc import Sequence

from django.utils.translation import ngettext

from collaboratives.schedule.models import Event
from collaboratives.workplan.enums import LIVE
from collaboratives.workplan.models import Task


def describe_tasks(events: Sequence[Event]) -> list[str]:
    """Return how many tasks move with events, and how many stay because they are pinned."""
    hanging = Task.objects.filter(event__in=[event.pk for event in events])
    live = hanging.filter(withdrawn=False, status__in=LIVE)
    pinned = live.filter(pinned=True).count()
    moving = live.count() - pinned
    said = []
    if moving:
        text = ngettext(
            "%(count)s open task of the workplan moves with it.",
            "%(count)s open tasks of the workplan move with it.",
            moving,
        )
        said.append(text % {"count": moving})
    if pinned:
        text = ngettext(
            "%(count)s task stays, because its date is pinned.",
            "%(count)s tasks stay, because their dates are pinned.",
            pinned,
        )
        said.append(text % {"count": pinned})
    return said
