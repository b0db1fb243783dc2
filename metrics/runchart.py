"""Analysis of run charts and Shewhart charts, by the rules of Anhøj and of Nelson.

Pure: standard library only, no Django, nothing is stored. Positions count from 0. `analyse`
computes for a series of any length; whether there is enough of it to be shown or judged is a
separate question, answered by the gates at the end of this module and in `metrics.chart_gates`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import comb, fsum, isfinite, sqrt
from typing import Literal, SupportsFloat

Chart = Literal["run", "i", "p", "c", "u"]

CHARTS: tuple[Chart, ...] = ("run", "i", "p", "c", "u")
POINTS_FOR_MEDIAN = 5
USEFUL_FOR_RULES = 10
POINTS_IN_BASELINE = 12
SHORTEST_BASELINE = 10

_TOLERANCE = 1e-9
_SIGMA_PER_RANGE = 1 / 1.128
_SCREEN_RANGES_ABOVE = 3.267


@dataclass(frozen=True, slots=True)
class Run:
    """An unusually long stretch of useful points on one side of the centre line.

    `first` and `last` are positions, `length` counts useful points only, and `current` says
    that no later useful point lies on the other side.
    """

    first: int
    last: int
    length: int
    above: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Phase:
    """One stretch of the series with a centre line of its own; `first` and `last` inclusive.

    `points` counts plotted points that are not excluded, `useful` those of them off the centre
    line. The four counts are None when no point is useful. `lower` and `upper` have one entry
    per position, None where the chart has no limit. `baseline` holds the first and last position
    of the stretch that the centre line was estimated from, None where nothing was. `marked` are
    the positions to draw as signals.
    """

    first: int
    last: int
    centre_line: float | None
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    useful: int
    longest_run: int | None
    longest_run_limit: int | None
    crossings: int | None
    crossings_limit: int | None
    runs_signal: bool
    outside: tuple[int, ...]
    marked: tuple[int, ...]
    points: int
    long_runs: tuple[Run, ...]
    baseline: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """The verdict on a series: `values` as plotted, None where nothing was reported."""

    phases: tuple[Phase, ...]
    signal: bool
    runs_signal: bool
    sigma_signal: bool
    chart: Chart
    values: tuple[float | None, ...]
    excluded: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Series:
    """What the estimates of a phase are made from, before `multiply`."""

    chart: Chart
    plotted: list[float | None]
    counts: list[float | None]
    sizes: list[float | None]
    excluded: frozenset[int]
    screen: bool

    def used(self, first: int, stop: int) -> list[int]:
        """Positions from `first` up to `stop` with a value that is not excluded."""
        plotted, excluded = self.plotted, self.excluded
        return [i for i in range(first, stop) if plotted[i] is not None and i not in excluded]


def analyse(
    values: Sequence[SupportsFloat | None],
    *,
    sizes: Sequence[SupportsFloat | None] | None = None,
    chart: Chart = "run",
    baseline: int | None = None,
    splits: Iterable[int] = (),
    excluded: Iterable[int] = (),
    centre_line: float | None = None,
    screen_moving_ranges: bool = True,
    multiply: float = 1,
) -> Analysis:
    """Apply the Anhøj rules, and on a Shewhart chart the 3 sigma limits, to one series.

    `values` are plotted values, or numerators where `sizes` gives the denominators (required by
    "p" and "u", refused by "c"); None is missing, and so is 0 out of 0. `baseline` freezes the
    centre line, and the limits, on the first so many positions, missing ones included; it is
    ignored beyond the end of the series, where `splits` start new phases, and where none of
    those positions can be used. `splits` = [12] starts the second phase at position 12. A given
    `centre_line` (before `multiply`) replaces every estimate, so an "i" chart then has no limits.
    `multiply` scales values, centre line and limits alike, last of all.

    Raises ValueError for an impossible series: sizes of another length, a size below 0, a count
    out of nothing, a value that is not finite; on "p", "c" and "u" a count below 0; on "p" a
    count above its size.
    """
    left_out = frozenset(excluded).intersection(range(len(values)))
    series = _read(chart, values, sizes, left_out, screen_moving_ranges)
    if baseline is not None and baseline < 1:
        raise ValueError("A baseline needs at least one position.")
    if centre_line is not None:
        _check_centre_line(chart, centre_line)
    length = len(series.plotted)
    cuts = sorted({cut for cut in splits if 0 < cut < length})
    if cuts or (baseline is not None and baseline > length):
        baseline = None
    phases = tuple(
        _phase(series, first, stop, baseline, centre_line, multiply)
        for first, stop in zip([0, *cuts], [*cuts, length], strict=True)
        if first < stop
    )
    runs_signal = any(phase.runs_signal for phase in phases)
    sigma_signal = any(phase.outside for phase in phases)
    plotted = series.plotted
    if multiply != 1:
        plotted = [None if y is None else y * multiply for y in plotted]
    return Analysis(
        phases=phases,
        signal=runs_signal or sigma_signal,
        runs_signal=runs_signal,
        sigma_signal=sigma_signal,
        chart=chart,
        values=tuple(plotted),
        excluded=series.excluded,
    )


@lru_cache(maxsize=1024)
def longest_run_limit(useful: int) -> int:
    """The longest run that chance alone makes usual: round(log2(useful)) + 3, exactly."""
    whole = useful.bit_length() - 1
    return whole + 3 + (useful * useful > 1 << (2 * whole + 1))


@lru_cache(maxsize=1024)
def crossings_limit(useful: int) -> int:
    """The fewest usual crossings: the 5 % quantile of the binomial (useful - 1, one half)."""
    chances = useful - 1
    below = 0
    for fewest in range(chances + 1):
        below += comb(chances, fewest)
        if 20 * below >= 1 << chances:
            return fewest
    return 0


def _read(
    chart: Chart,
    values: Sequence[SupportsFloat | None],
    sizes: Sequence[SupportsFloat | None] | None,
    excluded: frozenset[int],
    screen: bool,
) -> _Series:
    if chart not in CHARTS:
        raise ValueError(f"Unknown kind of chart: {chart!r}.")
    counts = _floats(values)
    if chart in {"p", "c", "u"} and any(y is not None and y < 0 for y in counts):
        raise ValueError("A count cannot be below 0.")
    if sizes is None:
        if chart in {"p", "u"}:
            raise ValueError(f"A {chart} chart needs sizes.")
        return _Series(chart, counts, counts, counts, excluded, screen)
    if chart == "c":
        raise ValueError("A c chart has no sizes; a u chart has.")
    if len(sizes) != len(counts):
        raise ValueError("There must be one size for each value.")
    amounts = _floats(sizes)
    ratios = [_ratio(count, size) for count, size in zip(counts, amounts, strict=True)]
    if chart == "p" and any(y is not None and y > 1 for y in ratios):
        raise ValueError("A count cannot be above its size.")
    return _Series(chart, ratios, counts, amounts, excluded, screen)


def _floats(values: Sequence[SupportsFloat | None]) -> list[float | None]:
    numbers = [None if value is None else float(value) for value in values]
    if not all(isfinite(number) for number in numbers if number is not None):
        raise ValueError("Values must be finite numbers.")
    return numbers


def _ratio(count: float | None, size: float | None) -> float | None:
    if size is not None and size < 0:
        raise ValueError("A size cannot be below 0.")
    if count is None or size is None:
        return None
    if size == 0:
        if count:
            raise ValueError("There cannot be a count out of nothing.")
        return None
    return count / size


def _check_centre_line(chart: Chart, centre_line: float) -> None:
    if not isfinite(centre_line):
        raise ValueError("The centre line must be a finite number.")
    if chart in {"p", "c", "u"} and centre_line < 0:
        raise ValueError("The centre line of counts cannot be below 0.")
    if chart == "p" and centre_line > 1:
        raise ValueError("The centre line of proportions cannot be above 1.")


def _phase(
    series: _Series,
    first: int,
    stop: int,
    baseline: int | None,
    given: float | None,
    multiply: float,
) -> Phase:
    used = series.used(first, stop)
    basis, basis_stop = used, stop
    if baseline is not None and (early := series.used(first, first + baseline)):
        basis, basis_stop = early, first + baseline
    centre = _centre(series, basis) if given is None else given
    limits: list[tuple[float, float] | None] = [None] * (stop - first)
    outside: list[int] = []
    if centre is not None and series.chart != "run":
        sigma = _moving_range_sigma(series, first, basis_stop) if given is None else None
        limits = [_limits(series, i, centre, sigma) for i in range(first, stop)]
        outside = [i for i in used if _is_outside(series.plotted[i], limits[i - first], centre)]
    stretches = _stretches(series.plotted, used, centre)
    useful = sum([len(stretch) for _, stretch in stretches])
    longest = most = crossings = fewest = None
    long: list[tuple[bool, list[int]]] = []
    signal = False
    if useful:
        longest = max([len(stretch) for _, stretch in stretches])
        most = longest_run_limit(useful)
        crossings = len(stretches) - 1
        fewest = crossings_limit(useful)
        signal = longest > most or crossings < fewest
        if longest > most:
            long = [(above, stretch) for above, stretch in stretches if len(stretch) > most]
    return Phase(
        first=first,
        last=stop - 1,
        centre_line=_scaled(centre, multiply),
        lower=tuple([limit and _scaled(limit[0], multiply) for limit in limits]),
        upper=tuple([limit and _scaled(limit[1], multiply) for limit in limits]),
        useful=useful,
        longest_run=longest,
        longest_run_limit=most,
        crossings=crossings,
        crossings_limit=fewest,
        runs_signal=signal,
        outside=tuple(outside),
        marked=tuple(sorted({*outside, *[i for _, stretch in long for i in stretch]})),
        points=len(used),
        long_runs=tuple(
            [
                Run(stretch[0], stretch[-1], len(stretch), above, stretch is stretches[-1][1])
                for above, stretch in long
            ]
        ),
        baseline=(first, basis_stop - 1) if basis and given is None else None,
    )


def _scaled(number: float | None, multiply: float) -> float | None:
    return number if number is None or multiply == 1 else number * multiply


def _margin(centre: float) -> float:
    """How near to a line counts as on it: means and medians of decimals carry rounding."""
    return _TOLERANCE * max(1.0, abs(centre))


def _stretches(
    plotted: Sequence[float | None], used: Sequence[int], centre: float | None
) -> list[tuple[bool, list[int]]]:
    """The useful points as runs: (above the line?, positions), in order."""
    if centre is None:
        return []
    margin = _margin(centre)
    stretches: list[tuple[bool, list[int]]] = []
    side: bool | None = None
    for position in used:
        gap = plotted[position] - centre  # type: ignore[operator]  # used points have values
        if -margin <= gap <= margin:
            continue
        if (gap > 0) is not side:
            side = gap > 0
            stretches.append((side, []))
        stretches[-1][1].append(position)
    return stretches


def _centre(series: _Series, basis: Sequence[int]) -> float | None:
    if not basis:
        return None
    if series.chart in {"p", "u"}:
        total = _total(series.sizes, basis)
        return _total(series.counts, basis) / total
    if series.chart != "run":
        return _total(series.plotted, basis) / len(basis)
    ordered = sorted([series.plotted[i] for i in basis])  # type: ignore[type-var]
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2  # type: ignore[operator]


def _total(numbers: Sequence[float | None], positions: Sequence[int]) -> float:
    return fsum([number for i in positions if (number := numbers[i]) is not None])


def _moving_range_sigma(series: _Series, first: int, stop: int) -> float | None:
    """Sigma of an i chart from its moving ranges; None on other charts and without ranges.

    A missing point takes both its ranges with it; an excluded one is bridged.
    """
    if series.chart != "i":
        return None
    ranges: list[float] = []
    before: float | None = None
    for position in range(first, stop):
        y = series.plotted[position]
        if y is not None and position in series.excluded:
            continue
        if y is not None and before is not None:
            ranges.append(abs(y - before))
        before = y
    if not ranges:
        return None
    average = fsum(ranges) / len(ranges)
    kept = [r for r in ranges if r < _SCREEN_RANGES_ABOVE * average]
    # Limits of no width would flag every point. Screening never takes as much as a third of the
    # ranges: so many at 3.267 times the average would lift the average itself.
    if series.screen and fsum(kept) > _margin(average) * len(kept):
        average = fsum(kept) / len(kept)
    return average * _SIGMA_PER_RANGE


def _limits(
    series: _Series, position: int, centre: float, sigma: float | None
) -> tuple[float, float] | None:
    if series.chart == "i":
        return None if sigma is None else (centre - 3 * sigma, centre + 3 * sigma)
    if series.chart == "c":
        reach = 3 * sqrt(centre)
        return max(0.0, centre - reach), centre + reach
    size = series.sizes[position]
    if not size:
        return None
    if series.chart == "u":
        reach = 3 * sqrt(centre / size)
        return max(0.0, centre - reach), centre + reach
    reach = 3 * sqrt(centre * (1 - centre) / size)
    return max(0.0, centre - reach), min(1.0, centre + reach)


def _is_outside(y: float | None, limit: tuple[float, float] | None, centre: float) -> bool:
    if y is None or limit is None:
        return False
    margin = _margin(centre)
    return y > limit[1] + margin or y < limit[0] - margin


def enough_for_median(phase: Phase) -> bool:
    """Whether the centre line may be drawn: from 5 points (a judgement)."""
    return phase.points >= POINTS_FOR_MEDIAN


def enough_for_rules(phase: Phase) -> bool:
    """Whether the Anhøj rules may be shown: they are tabulated from 10 useful points."""
    return phase.useful >= USEFUL_FOR_RULES


def may_freeze(
    values: Sequence[SupportsFloat | None],
    baseline: int,
    *,
    sizes: Sequence[SupportsFloat | None] | None = None,
    chart: Chart = "run",
    excluded: Collection[int] = (),
) -> bool:
    """Whether the first `baseline` positions are fit to fix the centre line (and the limits).

    They need ten points and no signal among themselves: no runs, and on a Shewhart chart nothing
    outside the limits. `values` and `sizes` are those of `analyse`.
    """
    if baseline < 1:
        return False
    early = analyse(
        values[:baseline],
        sizes=None if sizes is None else sizes[:baseline],
        chart=chart,
        excluded=excluded,
    )
    return bool(early.phases) and early.phases[0].points >= SHORTEST_BASELINE and not early.signal


def usual_baseline(
    values: Sequence[SupportsFloat | None], *, excluded: Collection[int] = ()
) -> int | None:
    """The `baseline` to use where nobody chose one: up to the twelfth plotted point.

    None while there are fewer points, or when those twelve show a signal.
    """
    plotted = [i for i, y in enumerate(values) if y is not None and i not in excluded]
    if len(plotted) < POINTS_IN_BASELINE:
        return None
    baseline = plotted[POINTS_IN_BASELINE - 1] + 1
    return baseline if may_freeze(values, baseline, excluded=excluded) else None
