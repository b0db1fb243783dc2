"""What may be shown of an analysis: which verdicts, limits and kinds of chart, and when to re-base.

Pure, like `metrics.runchart`, which computes for any series; here stand the minimum numbers and
the other conditions under which people see what it computed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, SupportsFloat

from metrics.runchart import Analysis, Chart, Phase, Run, analyse, enough_for_rules

POINTS_FOR_LIMITS = 12
POINTS_FOR_FIRM_LIMITS = 20
EVENTS_A_POINT = 5
POINTS_BEFORE_RESTING = 10
USEFUL_AFTER_START = 8

Better = Literal["up", "down", "neither"]
Measure = Literal["percent", "count", "rate", "average"]
Standing = Literal["none", "trial", "firm"]
Hindrance = Literal["few_points", "signal", "at_an_end", "no_variation"]
Advice = Literal["few_events", "few_either_way"]


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind of chart for a measure: what stands against it now, and what to bear in mind."""

    chart: Chart
    hindrance: Hindrance | None = None
    advice: Advice | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A new phase might start at `position`, the first point of a run of `length`."""

    position: int
    length: int
    above: bool


def rests(analysis: Analysis, phase: Phase) -> bool:
    """Whether the values of a phase rest at one end, so that the runs rules say nothing.

    More than half of at least ten points lie on the centre line and all others to one side of
    it: the line is the highest (or lowest) value there is, and every run is one-sided by
    construction. A long run that is not broken by a point on the line still tells something.
    """
    if phase.points < POINTS_BEFORE_RESTING or 2 * phase.useful >= phase.points:
        return False
    return not phase.crossings and not any(_is_unbroken(analysis, run) for run in phase.long_runs)


def _is_unbroken(analysis: Analysis, run: Run) -> bool:
    inside = range(run.first, run.last + 1)
    return run.length == sum(
        analysis.values[i] is not None and i not in analysis.excluded for i in inside
    )


def judged(analysis: Analysis, phase: Phase) -> bool:
    """Whether the runs rules of a phase may be shown: ten useful points, not resting at an end."""
    return enough_for_rules(phase) and not rests(analysis, phase)


def signal_to_show(analysis: Analysis) -> bool:
    """Whether some phase that may be judged shows a signal by the runs rules."""
    return any(phase.runs_signal and judged(analysis, phase) for phase in analysis.phases)


def limits_to_show(analysis: Analysis, phase: Phase) -> Standing:
    """Whether a phase shows control limits: from 12 points as a trial, from 20 firmly.

    What counts are the points the limits are made from. There are none on a run chart, none
    where nothing varies, and none where the run chart of the phase shows a signal or rests at
    an end: limits of a process that is shifting mean nothing.
    """
    if analysis.chart == "run" or not phase.useful or set(phase.upper) == {None}:
        return "none"
    basis = basis_of(analysis, phase)
    if basis < POINTS_FOR_LIMITS or _shifts(analysis, phase):
        return "none"
    return "firm" if basis >= POINTS_FOR_FIRM_LIMITS else "trial"


def basis_of(analysis: Analysis, phase: Phase) -> int:
    """How many points the centre line and limits of a phase are made from."""
    first, last = phase.baseline or (phase.first, phase.last)
    return sum(
        analysis.values[i] is not None and i not in analysis.excluded
        for i in range(first, last + 1)
    )


def _shifts(analysis: Analysis, phase: Phase) -> bool:
    run = analyse(
        analysis.values[phase.first : phase.last + 1],
        excluded=[i - phase.first for i in analysis.excluded],
    )
    return signal_to_show(run) or rests(run, run.phases[0])


def marked_to_show(analysis: Analysis) -> frozenset[int]:
    """The positions to draw as signals: long runs that may be judged, points outside limits.

    A Shewhart chart shows neither in a phase without limits.
    """
    shown: set[int] = set()
    for phase in analysis.phases:
        if not phase.marked:
            continue
        if analysis.chart != "run":
            if limits_to_show(analysis, phase) == "none":
                continue
            shown.update(phase.outside)
        if judged(analysis, phase):
            for run in phase.long_runs:
                shown.update(i for i in phase.marked if run.first <= i <= run.last)
    return frozenset(shown)


def fitting_chart(
    measure: Measure,
    counts: Sequence[SupportsFloat | None],
    sizes: Sequence[SupportsFloat | None],
) -> Chart | None:
    """The chart made for counts of this kind: p for a share, u for a rate, c for a plain count.

    A count over other sizes than 1, as when weeks or teams are summed, needs a u chart. None for
    an average, and for numbers that are no such counts: negative ones, more events than chances.
    """
    pairs = list(_pairs(counts, sizes).values())
    if measure == "average" or any(count < 0 for count, _size in pairs):
        return None
    if measure == "percent":
        return None if any(count > size for count, size in pairs) else "p"
    if measure == "count" and all(size == 1 for _count, size in pairs):
        return "c"
    return "u"


def _pairs(
    counts: Sequence[SupportsFloat | None], sizes: Sequence[SupportsFloat | None]
) -> dict[int, tuple[float, float]]:
    return {
        position: (float(count), float(size))
        for position, (count, size) in enumerate(zip(counts, sizes, strict=True))
        if count is not None and size is not None and float(size) > 0
    }


def kinds_to_offer(
    run: Analysis,
    *,
    measure: Measure,
    counts: Sequence[SupportsFloat | None],
    sizes: Sequence[SupportsFloat | None],
) -> tuple[Offer, ...]:
    """The kinds of chart for a measure, the run chart first; `run` is its run chart.

    An i chart is always possible, and there may be one made for counts of this kind. All of them
    wait until the last phase of the run chart has 12 points that vary and shows no signal. Few
    events are advice, no obstacle.
    """
    start = run.phases[-1].first if run.phases else 0
    pairs = _pairs(counts, sizes).items()
    now = [pair for i, pair in pairs if i >= start and i not in run.excluded]
    hindrance = _hindrance(run, at_an_end=_at_an_end(measure, now))
    kinds = [Offer("run"), Offer("i", hindrance)]
    chart = fitting_chart(measure, counts, sizes)
    if chart is not None:
        kinds.append(Offer(chart, hindrance, _advice(chart, now)))
    return tuple(kinds)


def _at_an_end(measure: Measure, pairs: Sequence[tuple[float, float]]) -> bool:
    """Whether more than half of the points are at 0, or a share at 100 %."""
    nothing = sum([count == 0 for count, _size in pairs])
    everything = sum([count == size for count, size in pairs]) if measure == "percent" else 0
    return 2 * max(nothing, everything) > len(pairs)


def _hindrance(run: Analysis, *, at_an_end: bool) -> Hindrance | None:
    phase = run.phases[-1] if run.phases else None
    if phase is None or phase.points < POINTS_FOR_LIMITS:
        return "few_points"
    if not phase.useful:
        return "no_variation"
    if phase.runs_signal and judged(run, phase):
        return "signal"
    return "at_an_end" if at_an_end or rests(run, phase) else None


def _advice(chart: Chart, pairs: Sequence[tuple[float, float]]) -> Advice | None:
    events = sum([count for count, _size in pairs])
    others = sum([size - count for count, size in pairs])
    enough = EVENTS_A_POINT * len(pairs)
    if chart == "p":
        return "few_either_way" if min(events, others) < enough else None
    return "few_events" if events < enough else None


def suggest_rebase(analysis: Analysis, better: Better) -> Suggestion | None:
    """Where a new phase might start: before the first point of a lasting change for the better.

    That is an unusually long run of the last phase in the better direction, still holding at the
    last useful point, with at least 8 useful points after its start, and not where that phase
    starts already. Only a suggestion: a person decides, with a reason.
    """
    phase = analysis.phases[-1] if analysis.phases else None
    if phase is None or better == "neither" or not judged(analysis, phase) or not phase.long_runs:
        return None
    run = phase.long_runs[-1]
    lasting = run.current and run.length > USEFUL_AFTER_START and run.first > phase.first
    if not lasting or run.above != (better == "up"):
        return None
    return Suggestion(run.first, run.length, run.above)
