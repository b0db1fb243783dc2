"""Events that somebody is entering: they take part in a search for clashes before they are saved.

``find_clashes`` asks an event for its key and its leaders, so a draft has a negative key and a
list of leaders that counts as loaded.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from collaboratives.models import Membership
from collaboratives.schedule.models import Event, EventLeader


def draft(number: int, leaders: Iterable[Membership] = (), **fields: Any) -> Event:
    """Return an event that is not saved; drafts looked at together differ by ``number``, from 1."""
    event = Event(pk=-number, **fields)
    return led_by(event, leaders)


def led_by(event: Event, leaders: Iterable[Membership]) -> Event:
    """Let an event in memory be led by others; nothing is written."""
    rows: QuerySet[EventLeader] = QuerySet(EventLeader)
    loaded = [EventLeader(event=event, membership=one) for one in leaders]
    rows._result_cache = loaded  # noqa: SLF001 -- as a prefetch leaves it
    vars(event).setdefault("_prefetched_objects_cache", {})["leaders"] = rows
    return event


def is_draft(event: Event) -> bool:
    """Whether it is not in the calendar yet."""
    return event.pk < 0
