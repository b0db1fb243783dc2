"""How an idea travels from team to team, and what came of it there.

Pure: keys and plain strings in, plain values out. A stop is one team's ramp; an idea's travels are
the stops that lead back to one origin. Names of stages and decisions are those of ``enums.py``.

What a stop counts as:

- *tried*: at least one of its cycles was begun;
- *adapted*: tried, and the team made it its own: a cycle ended in the decision to adjust, or a
  cycle says what is different from the one before;
- *kept*: tried, and its stage is implementing, spreading or sustained.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

KEPT_STAGES = frozenset({"implementing", "spreading", "sustained"})


@dataclass(frozen=True, slots=True)
class Trial:
    """What the travels need to know of one posted cycle."""

    is_begun: bool = True
    decision: str = ""
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """One team's ramp; ``team`` is None for the implementation team, which is no center.

    ``is_seen``: the reader may read something of it.
    """

    key: int
    source: int | None
    team: int | None
    stage: str = "testing"
    trials: tuple[Trial, ...] = ()
    is_seen: bool = True

    @property
    def last_decision(self) -> str:
        """Return the decision that was taken last, or nothing."""
        decisions = [trial.decision for trial in self.trials if trial.decision]
        return decisions[-1] if decisions else ""

    @property
    def is_tried(self) -> bool:
        """Whether somebody has begun a cycle of it."""
        return any(trial.is_begun for trial in self.trials)

    @property
    def is_adapted(self) -> bool:
        """Whether the team made it its own."""
        return self.is_tried and any(
            trial.decision == "adjust" or trial.is_changed for trial in self.trials
        )

    @property
    def is_kept(self) -> bool:
        """Whether it became how the team does things."""
        return self.is_tried and self.stage in KEPT_STAGES


@dataclass(frozen=True, slots=True)
class Branch:
    """A stop with those that took the idea from it.

    ``is_indirect``: it came by way of stops that the reader does not see.
    """

    stop: Stop
    depth: int = 0
    is_indirect: bool = False
    branches: tuple["Branch", ...] = ()

    def walk(self) -> Iterator["Branch"]:
        """Yield this branch, then all below it, each before its own."""
        yield self
        for branch in self.branches:
            yield from branch.walk()


@dataclass(frozen=True, slots=True)
class Travels:
    """What a reader sees of an idea's travels; ``others`` counts further centers, without names."""

    branches: tuple[Branch, ...] = field(default=())
    others: int = 0

    def walk(self) -> Iterator[Branch]:
        """Yield every branch that is seen, from the origin down."""
        for branch in self.branches:
            yield from branch.walk()


@dataclass(frozen=True, slots=True)
class Counts:
    """In how many centers an idea was tried, adapted and kept; each center counts once."""

    tried: int = 0
    adapted: int = 0
    kept: int = 0


def without_loops(sources: Mapping[int, int | None]) -> dict[int, int | None]:
    """Return the sources with every loop cut at its smallest key.

    A ramp names its source when it is begun, so there are no loops; damaged data must not make a
    page run for ever.
    """
    found = dict(sources)
    for key in sorted(found):
        passed = {key}
        above = found[key]
        while above is not None and above in found and above not in passed:
            passed.add(above)
            above = found[above]
        if above == key:
            found[key] = None
    return found


def origin_of(sources: Mapping[int, int | None], key: int) -> int:
    """Return where the idea of ``key`` began."""
    for above in _upward(without_loops(sources), key):
        key = above
    return key


def family_of(sources: Mapping[int, int | None], key: int) -> frozenset[int]:
    """Return every ramp whose idea has the same origin, ``key`` among them."""
    safe = without_loops(sources)
    origin = origin_of(safe, key)
    known = {*safe, *(source for source in safe.values() if source is not None), key}
    return frozenset(each for each in known if origin_of(safe, each) == origin)


def told_of(stops: Iterable[Stop], *, own: Container[int]) -> frozenset[int]:
    """Return the stops that somebody on the teams ``own`` may be told are there.

    Those that they see; and, because an idea's source learns how far it went, those that took it
    from their own team, by whatever way. That a hidden test is there is nobody else's to know.
    """
    by_key = {stop.key: stop for stop in stops}
    sources = without_loops({key: stop.source for key, stop in by_key.items()})
    theirs = {key for key, stop in by_key.items() if stop.team is not None and stop.team in own}
    return frozenset(
        key
        for key, stop in by_key.items()
        if stop.is_seen or not theirs.isdisjoint(_upward(sources, key))
    )


def travels_of(stops: Iterable[Stop], *, seen: Container[int], told: Container[int]) -> Travels:
    """Return the tree of the stops whose keys are ``seen``.

    A stop whose source is not seen hangs on the nearest one above that is. ``others`` counts the
    centers that only stops belong to which are ``told`` of and not seen.
    """
    all_stops = {stop.key: stop for stop in stops}
    sources = without_loops({key: stop.source for key, stop in all_stops.items()})
    shown = [key for key in sorted(all_stops) if key in seen]
    above = {
        key: next(
            (each for each in _upward(sources, key) if each in seen and each in all_stops), None
        )
        for key in shown
    }

    def grow(key: int, depth: int) -> Branch:
        is_indirect = above[key] is not None and above[key] != sources[key]
        below = tuple(grow(each, depth + 1) for each in shown if above[each] == key)
        return Branch(all_stops[key], depth, is_indirect, below)

    named = {all_stops[key].team for key in shown}
    hidden = {stop.team for key, stop in all_stops.items() if key in told and key not in seen}
    return Travels(
        branches=tuple(grow(key, 0) for key in shown if above[key] is None),
        others=len(hidden - named - {None}),
    )


def reached_from(
    stops: Iterable[Stop], key: int, *, home: int | None, told: Container[int]
) -> frozenset[int]:
    """Return the centers other than ``home`` that have the idea from ``key``, by whatever way.

    Only stops that are ``told`` of count. ``key`` itself need not be among the stops.
    """
    by_key = {stop.key: stop for stop in stops}
    sources = without_loops({each: stop.source for each, stop in by_key.items()})
    return frozenset(
        stop.team
        for each, stop in by_key.items()
        if each in told
        and stop.team is not None
        and stop.team != home
        and key in _upward(sources, each)
    )


def count(stops: Iterable[Stop]) -> Counts:
    """Count the centers in which these stops were tried, adapted and kept."""
    centers = [stop for stop in stops if stop.team is not None]
    return Counts(
        tried=len({stop.team for stop in centers if stop.is_tried}),
        adapted=len({stop.team for stop in centers if stop.is_adapted}),
        kept=len({stop.team for stop in centers if stop.is_kept}),
    )


def _upward(sources: Mapping[int, int | None], key: int) -> Iterator[int]:
    """Yield the sources above a key, the nearest first; ``sources`` must be without loops."""
    above = sources.get(key)
    while above is not None:
        yield above
        above = sources.get(above)
