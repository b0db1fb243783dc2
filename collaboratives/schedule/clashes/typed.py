"""What would clash with an event that somebody is entering or changing, before it is saved."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from collaboratives.models import Collaborative
from collaboratives.schedule.clashes.drafts import is_draft
from collaboratives.schedule.clashes.finding import Clash, find_clashes
from collaboratives.schedule.clashes.sources import registered_clashes
from collaboratives.schedule.clashes.standing import planned_since_monday
from collaboratives.schedule.clashes.words import sentence_of
from collaboratives.schedule.holidays import named_days_off
from collaboratives.schedule.models import Event
from collaboratives.schedule.queries import Crowd

SEEN = "clashes_seen"  # the hidden field that says which clashes were shown


@dataclass(frozen=True)
class Check:
    """The clashes of what is being entered. A form warns of them once and never refuses."""

    clashes: tuple[Clash, ...] = ()

    @cached_property
    def mark(self) -> str:
        """Return a short text that is another one as soon as other clashes are found."""
        keys = repr(sorted(clash.key for clash in self.clashes))
        return hashlib.sha256(keys.encode()).hexdigest()[:16]

    @property
    def sentences(self) -> list[str]:
        """Return one sentence a clash."""
        return [sentence_of(clash) for clash in self.clashes]

    def asks_again(self, sent: Mapping[str, str]) -> bool:
        """Whether there is something that the sender has not been shown yet."""
        return bool(self.clashes) and sent.get(SEEN) != self.mark


def check_typed(collaborative: Collaborative, typed: Sequence[Event]) -> Check:
    """Return the clashes that concern these events in memory; nothing typed, nothing asked.

    New ones are drafts (``clashes.drafts``); a changed one keeps its key and takes the place of
    what stands in the calendar.
    """
    if not typed:
        return Check()
    keys = {event.pk for event in typed}
    others = [event for event in planned_since_monday(collaborative) if event.pk not in keys]
    found = find_clashes(
        [*others, *typed],
        crowd=Crowd(),
        days_off=named_days_off(collaborative),
        zone=collaborative.zone,
    )
    concerning = [
        clash
        for clash in found
        if clash.first.pk in keys or (clash.second and clash.second.pk in keys)
    ]
    new = [event for event in typed if is_draft(event)]
    return Check((*concerning, *registered_clashes(collaborative, new)))
