"""What a reader sees of an idea's travels: where it came from, where it went, what came of it."""

import datetime as dt
from dataclasses import dataclass

from collaboratives.models import Membership
from pdsa import queries
from pdsa.enums import Status
from pdsa.lineage import (
    Branch,
    Counts,
    Stop,
    Travels,
    Trial,
    count,
    family_of,
    origin_of,
    reached_from,
    told_of,
    travels_of,
)
from pdsa.models import Ramp
from pdsa.words import Voice, team_name


@dataclass(frozen=True)
class Source:
    """Whose idea it was; without ``ramp`` the reader may not see it, and ``team`` is not named."""

    team: str = ""
    ramp: Ramp | None = None


@dataclass(frozen=True)
class Credit:
    """Whom an idea was borrowed from, and where it began when that is somewhere else."""

    source: Source
    origin: Source | None = None


@dataclass(frozen=True)
class Journey:
    """An idea's travels as a page shows them: the tree, its ramps by key, and the counts."""

    travels: Travels
    ramps: dict[int, Ramp]
    counts: Counts

    @property
    def places(self) -> list[tuple[Branch, Ramp]]:
        """Return every branch with its ramp, from the origin down."""
        return [(branch, self.ramps[branch.stop.key]) for branch in self.travels.walk()]


def credit_of(ramp: Ramp, member: Membership, voice: Voice) -> Credit | None:
    """Return whom a ramp's idea is owed to; None where it was not borrowed. Two queries at most."""
    if ramp.borrowed_from_id is None:
        return None
    sources = {stop.key: stop.source for stop in queries.borrowings(member)}
    # A plan that is still a draft has not travelled, but its writer reads whom to thank.
    sources[ramp.pk] = ramp.borrowed_from_id
    origin = origin_of(sources, ramp.pk)
    seen = queries.ramps_visible_to(member).select_related("team")
    found = {each.pk: each for each in seen.filter(pk__in={ramp.borrowed_from_id, origin})}

    def named(key: int) -> Source:
        shown = found.get(key)
        return Source(team_name(shown, voice), shown) if shown else Source()

    return Credit(
        source=named(ramp.borrowed_from_id),
        origin=named(origin) if origin != ramp.borrowed_from_id else None,
    )


def journey_of(ramp: Ramp, member: Membership, today: dt.date) -> Journey:
    """Return the travels of a ramp's idea from its origin on, as far as the reader may see them.

    Stages and decisions are those of cycles that they may read. Four queries.
    """
    borrowings = queries.borrowings(member)
    keys = family_of({stop.key: stop.source for stop in borrowings}, ramp.pk)
    told = told_of(borrowings, own=member.team_ids)
    posted = queries.with_steps(queries.ramps_visible_to(member), member).filter(pk__in=keys)
    ramps = {each.pk: each for each in posted if each.steps}
    stops = [
        _stop_of(ramps[stop.key], today) if stop.key in ramps else stop
        for stop in queries.stops(keys)
    ]
    seen = [stop for stop in stops if stop.key in ramps]
    return Journey(travels_of(stops, seen=ramps, told=told), ramps, count(seen))


def centers_reached(ramp: Ramp, member: Membership) -> int:
    """Return to how many other centers this ramp's idea went, as far as the reader may be told.

    One query.
    """
    borrowings = queries.borrowings(member)
    told = told_of(borrowings, own=member.team_ids)
    return len(reached_from(borrowings, ramp.pk, home=ramp.team_id, told=told))


def _stop_of(ramp: Ramp, today: dt.date) -> Stop:
    trials = tuple(
        Trial(
            is_begun=cycle.stands(today) in {Status.DOING, Status.DONE},
            decision=cycle.decision if cycle.is_done else "",
            is_changed=bool(cycle.what_is_different.strip()),
        )
        for cycle in ramp.steps
    )
    return Stop(
        key=ramp.pk,
        source=ramp.borrowed_from_id,
        team=ramp.team_id,
        stage=ramp.seen_stage,
        trials=trials,
    )
