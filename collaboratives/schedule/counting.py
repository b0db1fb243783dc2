"""How many people an event is for and what they have answered, for many events at once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from collaboratives.schedule.clashes.guests import Guests
from collaboratives.schedule.enums import Answer
from collaboratives.schedule.models import Event, Rsvp
from collaboratives.schedule.queries import Crowd


class Counts(NamedTuple):
    """Answers to an event as it stands; who answered for an older date counts as silent."""

    yes: int
    no: int
    unsure: int
    silent: int

    @property
    def total(self) -> int:
        """Return how many people the event is for."""
        return self.yes + self.no + self.unsure + self.silent

    @property
    def answered(self) -> int:
        """Return how many have said anything."""
        return self.yes + self.no + self.unsure


def counts_of(events: Sequence[Event]) -> dict[int, Counts]:
    """Return the counts by event; the events need their leaders. A constant number of queries."""
    guests = Guests(Crowd())
    said = _answers(events)
    found = {}
    for event in events:
        people = guests.of(event)
        kinds = Counter(said.get((event.pk, event.revision, person), "") for person in people)
        found[event.pk] = Counts(
            kinds[Answer.YES], kinds[Answer.NO], kinds[Answer.UNSURE], kinds[""]
        )
    return found


def people_who_answered(events: Iterable[Event]) -> int:
    """Return how many different people have answered to one of these events as it stands."""
    return len({person for _, _, person in _answers(list(events))})


def _answers(events: Sequence[Event]) -> dict[tuple[int, int, int], str]:
    standing = {(event.pk, event.revision) for event in events}
    rows = Rsvp.objects.filter(event__in=[event.pk for event in events])
    return {
        (event, revision, person): answer
        for event, revision, person, answer in rows.values_list(
            "event", "revision", "membership", "answer"
        )
        if (event, revision) in standing
    }
