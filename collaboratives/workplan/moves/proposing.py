"""What the calendar calls when somebody wants to move something (schedule.moving)."""

from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboratives.http import url_in
from collaboratives.models import Collaborative, Membership
from collaboratives.schedule.models import Event
from collaboratives.schedule.moving import CANCEL, RESTORE, EventWish, Wish
from collaboratives.workplan.models import PlanChange
from collaboratives.workplan.moves.applying import draft_move
from collaboratives.workplan.moves.asked import Asked, asked_from_json


def propose_move(
    *, collaborative: Collaborative, by: Membership, wishes: Sequence[Wish], title: str = ""
) -> str:
    """Keep a draft of the move and return the address of its preview."""
    change = draft_move(
        collaborative=collaborative, by=by, wishes=wishes, title=title or title_of_move(wishes)
    )
    return url_in(collaborative, "workplan:move", pk=change.pk)


def name_again(change: PlanChange, before: PlanChange) -> None:
    """Call a draft by what it moves now; one that was given a name of its own keeps it."""
    was, now = (_wishes(asked_from_json(one.asked)) for one in (before, change))
    events = _events([*was[:1], *now[:1]])
    if was != now and change.title == _title(was, events)[:300]:
        change.title = _title(now, events)[:300]
        change.save(update_fields=["title"])


def _wishes(asked: Asked) -> list[Wish]:
    return [*([asked.span] if asked.span else []), *asked.events.values()]


def title_of_move(wishes: Sequence[Wish]) -> str:
    """Return what a move is about in a few words: its first wish, and how many more."""
    return _title(wishes, _events(wishes[:1]))


def _events(wishes: Sequence[Wish]) -> dict[int, Event]:
    keys = [wish.event for wish in wishes if isinstance(wish, EventWish)]
    return Event.objects.select_related("collaborative").in_bulk(keys) if keys else {}


def _title(wishes: Sequence[Wish], events: Mapping[int, Event]) -> str:
    if not wishes:
        return _("A move")
    first, more = wishes[0], len(wishes) - 1
    said = _("The collaborative's own dates")
    if isinstance(first, EventWish):
        said = _first(first, events[first.event])
    if not more:
        return said
    text = ngettext("%(first)s and %(count)s more", "%(first)s and %(count)s more", more)
    return text % {"first": said, "count": more}


def _first(wish: EventWish, event: Event) -> str:
    if wish.status == CANCEL:
        return _("Cancel %(title)s") % {"title": event.title}
    if wish.status == RESTORE:
        return _("Hold %(title)s after all") % {"title": event.title}
    zone = event.collaborative.zone
    instants = (event.starts_at, wish.starts_at or event.starts_at)
    days = [date_format(timezone.localdate(one, zone), "SHORT_DATE_FORMAT") for one in instants]
    return _("%(title)s: %(before)s → %(after)s") % {
        "title": event.title,
        "before": days[0],
        "after": days[1],
    }
