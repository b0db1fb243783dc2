"""What only Shewhart charts say: what the limits rest on, what lies outside, what the goal may hope.

Each function yields whole sentences; `metrics.chart_words` puts them in order.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from metrics.chart_gates import (
    POINTS_FOR_FIRM_LIMITS,
    POINTS_FOR_LIMITS,
    Standing,
    basis_of,
    limits_to_show,
)
from metrics.chart_levels import clipped_limits
from metrics.chart_reading import Reading
from metrics.limit_phrases import LimitPhrases
from metrics.runchart import Phase

_TOLERANCE = 1e-9
_POINTS_TOLD = 3


@dataclass(frozen=True)
class Limits:
    """The limits of a reading's last phase, as they are shown."""

    reading: Reading
    say: LimitPhrases

    @cached_property
    def standing(self) -> Standing:
        """Whether there are any, and how firm they are."""
        return limits_to_show(self.reading.analysis, self.reading.phase)

    @property
    def outside(self) -> tuple[int, ...]:
        """The positions of the last phase beyond its limits, where those are shown."""
        return () if self.standing == "none" else self.reading.phase.outside

    @cached_property
    def shown(self) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
        """Lower and upper limits of the last phase, clipped as they are drawn."""
        reading = self.reading
        return clipped_limits(reading.analysis, reading.phase, percent=reading.unit == "%")

    @cached_property
    def latest(self) -> tuple[float, float]:
        """The limits at the last position that has any."""
        lower, upper = self.shown
        return next(
            ((low, high) for low, high in zip(reversed(lower), reversed(upper), strict=True)
             if low is not None and high is not None),
            (0.0, 0.0),
        )  # fmt: skip

    def is_above(self, position: int) -> bool:
        """Whether a point outside lies above the upper limit, not below the lower one."""
        value = self.reading.analysis.values[position] or 0.0
        return value > (self.reading.phase.centre_line or 0.0)


def basis(limits: Limits) -> Iterator[str]:
    """Is there enough: how many values the limits rest on, or why there are none."""
    reading, say, phase = limits.reading, limits.say, limits.reading.phase
    if limits.standing == "trial":
        known = {"count": basis_of(reading.analysis, phase), "needed": POINTS_FOR_FIRM_LIMITS}
        yield say.trial % known
    elif limits.standing == "firm":
        yield say.firm % {"count": basis_of(reading.analysis, phase)}
    elif phase.points > 1 and not phase.useful:
        yield str(say.none_without_variation)
    elif phase.points < POINTS_FOR_LIMITS:
        known = {"count": phase.points, "needed": POINTS_FOR_LIMITS}
        yield reading.say.so_far % known
    else:
        yield str(say.none_of_a_shift)


def outside(limits: Limits) -> Iterator[str]:
    """Which values lie outside, the latest first; or that none does."""
    reading, say = limits.reading, limits.say
    if limits.standing == "none":
        return
    if not limits.outside:
        lower, upper = limits.latest
        known = {"lower": reading.number(lower), "upper": reading.number(upper)}
        steps = any(len({y for y in side if y is not None}) > 1 for side in limits.shown)
        yield (say.within_steps if steps else say.within) % known
    yield from _points(limits, limits.outside, reading.phase)


def outside_before(limits: Limits) -> Iterator[str]:
    """Which values of earlier phases lie outside of theirs."""
    analysis = limits.reading.analysis
    for phase in analysis.phases[:-1]:
        if phase.outside and limits_to_show(analysis, phase) != "none":
            yield from _points(limits, phase.outside, phase)


def _points(limits: Limits, positions: tuple[int, ...], phase: Phase) -> Iterator[str]:
    reading, say = limits.reading, limits.say
    lower, upper = clipped_limits(reading.analysis, phase, percent=reading.unit == "%")
    for position in positions[: -_POINTS_TOLD - 1 : -1]:
        value = reading.analysis.values[position] or 0.0
        is_above = value > (phase.centre_line or 0.0)
        limit = (upper if is_above else lower)[position - phase.first]
        yield (say.above if is_above else say.below) % {
            "label": reading.labels[position],
            "value": reading.number(value),
            "limit": reading.number(limit or 0.0),
        }
    if len(positions) > _POINTS_TOLD:
        yield say.more_outside % {"count": len(positions) - _POINTS_TOLD}


def assurance(limits: Limits) -> Iterator[str]:
    """What the limits let the goal hope for; a goal on a limit counts as within."""
    reading, say = limits.reading, limits.say
    if limits.standing == "none" or reading.goal is None or reading.better == "neither":
        return
    (lower, upper), goal = limits.latest, reading.goal
    margin = _TOLERANCE * max(1.0, abs(goal))
    up, known = reading.better == "up", {"goal": reading.number(goal)}
    if goal < lower - margin:
        known["limit"] = reading.number(lower)
        yield (say.goal_passed_up if up else say.goal_missed_down) % known
    elif goal > upper + margin:
        known["limit"] = reading.number(upper)
        yield (say.goal_missed_up if up else say.goal_passed_down) % known
    else:
        yield say.goal_within % known
