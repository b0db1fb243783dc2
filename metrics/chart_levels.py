"""The level lines of a chart, as people may see them: centre lines, control limits, the goal.

Gated and clipped, with no words and no drawing: a limit below 0, or above 100 %, is shown there
where values never are beyond it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from metrics.chart_gates import judged, limits_to_show
from metrics.runchart import Analysis, Phase, enough_for_median

Kind = Literal["centre", "upper", "lower", "goal"]
Look = Literal["firm", "early", "seldom", "trial"]


@dataclass(frozen=True, slots=True)
class Level:
    """One level line from position `first` on; `values` has one height per position.

    A centre line looks "early" where its phase is too short to be judged and "seldom" where it
    was crossed too seldom; limits are "trial" or "firm". `phase` is None for the goal.
    """

    kind: Kind
    look: Look
    first: int
    values: tuple[float | None, ...]
    phase: Phase | None = None

    @property
    def last(self) -> int:
        """The last position of the line."""
        return self.first + len(self.values) - 1

    @property
    def latest(self) -> float | None:
        """The height at its end, or at the last position that has one."""
        return next((value for value in reversed(self.values) if value is not None), None)


def levels_of(analysis: Analysis, goal: float | None, *, percent: bool) -> list[Level]:
    """Every line to draw, phase by phase, then the goal."""
    found: list[Level] = []
    for phase in analysis.phases:
        found.extend(_of_phase(analysis, phase, percent=percent))
    if goal is not None:
        found.append(Level("goal", "firm", 0, (goal,) * max(len(analysis.values), 1)))
    return found


def _of_phase(analysis: Analysis, phase: Phase, *, percent: bool) -> Iterator[Level]:
    if phase.centre_line is None or not enough_for_median(phase):
        return
    standing = limits_to_show(analysis, phase)
    ready = judged(analysis, phase) if analysis.chart == "run" else standing != "none"
    seldom = judged(analysis, phase) and ready and phase.runs_signal and not phase.long_runs
    look: Look = "seldom" if seldom else "firm" if ready else "early"
    heights: tuple[float | None, ...] = (phase.centre_line,) * (phase.last - phase.first + 1)
    yield Level("centre", look, phase.first, heights, phase)
    if standing == "none":
        return
    lower, upper = clipped_limits(analysis, phase, percent=percent)
    yield Level("upper", standing, phase.first, upper, phase)
    yield Level("lower", standing, phase.first, lower, phase)


def clipped_limits(
    analysis: Analysis, phase: Phase, *, percent: bool
) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """Lower and upper limits of a phase as they are shown, one per position."""
    plotted = [value for value in analysis.values if value is not None]
    lowest = 0.0 if min(plotted, default=0.0) >= 0 else float("-inf")
    highest = 100.0 if percent and max(plotted, default=0.0) <= 100 else float("inf")
    return (
        tuple([None if y is None else max(y, lowest) for y in phase.lower]),
        tuple([None if y is None else min(y, highest) for y in phase.upper]),
    )


def pieces(level: Level) -> Iterator[list[tuple[int, int, float]]]:
    """The line as connected pieces of steps (first position, last position, height)."""
    steps: list[tuple[int, int, float]] = []
    position = level.first
    for height, group in groupby(level.values):
        count = len(list(group))
        if height is not None:
            steps.append((position, position + count - 1, height))
        elif steps:
            yield steps
            steps = []
        position += count
    if steps:
        yield steps
