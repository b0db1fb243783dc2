"""The rules of run charts and Shewhart charts, held against a slow second reading of them."""

import math
from decimal import Decimal
from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.chart_gates import signal_to_show
from metrics.runchart import (
    CHARTS,
    Run,
    analyse,
    crossings_limit,
    enough_for_median,
    enough_for_rules,
    longest_run_limit,
    may_freeze,
    usual_baseline,
)

# Useful points from 10 to 60: the longest usual run, the fewest usual crossings (published by
# Anhøj, recomputed with R).
RUN_MAX = dict(zip(range(10, 61), [6] * 2 + [7] * 11 + [8] * 23 + [9] * 15, strict=True))
CROSS_MIN = dict(
    zip(
        range(10, 61),
        (
            *(2, 2, 3, 3, 4, 4, 4, 5, 5, 6, 6, 6, 7, 7, 8, 8, 8),
            *(9, 9, 10, 10, 11, 11, 11, 12, 12, 13, 13, 14, 14, 14, 15, 15, 16),
            *(16, 17, 17, 17, 18, 18, 19, 19, 20, 20, 21, 21, 21, 22, 22, 23, 23),
        ),
        strict=True,
    )
)

# Quarters are exact in binary, so shifting and mirroring them changes no comparison.
QUARTERS = st.integers(-400, 400).map(lambda n: n / 4)
SERIES = st.lists(QUARTERS, min_size=1, max_size=60)
FEW_LEVELS = st.lists(st.integers(0, 4).map(float), min_size=1, max_size=60)
WITH_GAPS = st.lists(st.none() | QUARTERS, min_size=1, max_size=60)


def phase_of(values, **options):
    phases = analyse(values, **options).phases
    assert len(phases) == 1
    return phases[0]


def verdict(phase):
    return (
        phase.useful,
        phase.longest_run,
        phase.longest_run_limit,
        phase.crossings,
        phase.crossings_limit,
        phase.runs_signal,
    )


def slow_verdict(values):
    """The rules again, from their definitions, in fractions and by brute force."""
    exact = [Fraction(value) for value in values if value is not None]
    if not exact:
        return 0, None, None, None, None, False
    centre = median(exact)
    sides = [value > centre for value in exact if value != centre]
    n = len(sides)
    if not n:
        return 0, None, None, None, None, False
    longest = max(
        length
        for start in range(n)
        for length in range(1, n - start + 1)
        if len(set(sides[start : start + length])) == 1
    )
    crossings = sum(sides[i] != sides[i + 1] for i in range(n - 1))
    run_limit = round(math.log2(n)) + 3
    chances, cumulated, fewest = n - 1, Fraction(0), -1
    while cumulated < Fraction(1, 20):
        fewest += 1
        cumulated += Fraction(math.comb(chances, fewest), 2**chances)
    return n, longest, run_limit, crossings, fewest, longest > run_limit or crossings < fewest


class TestLimits:
    @pytest.mark.parametrize("useful", range(10, 61))
    def test_published_table(self, useful):
        assert longest_run_limit(useful) == RUN_MAX[useful]
        assert crossings_limit(useful) == CROSS_MIN[useful]

    @pytest.mark.parametrize(
        ("first", "last", "limit"),
        ((3, 5, 5), (6, 11, 6), (12, 22, 7), (23, 45, 8), (46, 90, 9), (91, 181, 10)),
    )
    def test_run_limit_changes_where_the_logarithm_rounds(self, first, last, limit):
        assert {longest_run_limit(n) for n in range(first, last + 1)} == {limit}
        assert longest_run_limit(last + 1) == limit + 1

    def test_one_useful_point_has_no_crossings_to_expect(self):
        assert crossings_limit(1) == 0

    @pytest.mark.parametrize("useful", (1, 2, 7, 61, 100, 181, 182))
    def test_quantile_is_the_smallest_that_reaches_five_percent(self, useful):
        chances, limit = useful - 1, crossings_limit(useful)
        at_limit = sum(math.comb(chances, k) for k in range(limit + 1))
        assert Fraction(at_limit, 2**chances) >= Fraction(1, 20)
        assert Fraction(at_limit - math.comb(chances, limit), 2**chances) < Fraction(1, 20)


class TestRunChart:
    def test_a_shift_seen_by_hand(self):
        low = [30, 33, 28, 31, 35, 29, 34, 27, 32, 30]
        high = [44, 47, 43, 45, 49, 46, 48, 44, 45, 50]
        phase = phase_of(low + high)
        assert phase.centre_line == 39
        assert verdict(phase) == (20, 10, 7, 1, 6, True)
        assert phase.long_runs == (
            Run(first=0, last=9, length=10, above=False, current=False),
            Run(first=10, last=19, length=10, above=True, current=True),
        )
        assert phase.marked == tuple(range(20))
        assert phase.outside == ()
        assert phase.lower == (None,) * 20

    def test_as_long_as_usual_is_no_signal(self):
        # 6 of 11 useful on one side is the longest usual run; 7 of 11 is one more.
        usual = phase_of([9, 9, 9, 9, 9, 9, 1, 1, 9, 1, 1], centre_line=5)
        assert (usual.longest_run, usual.crossings, usual.runs_signal) == (6, 3, False)
        unusual = phase_of([9, 9, 9, 9, 9, 9, 9, 1, 9, 1, 1], centre_line=5)
        assert (unusual.longest_run, unusual.crossings, unusual.runs_signal) == (7, 3, True)
        assert unusual.marked == tuple(range(7))

    def test_as_few_crossings_as_usual_is_no_signal(self):
        # Ten useful points: at least two crossings.
        two = phase_of([1, 1, 1, 1, 9, 9, 9, 1, 1, 1], centre_line=5)
        assert (two.longest_run, two.crossings, two.runs_signal) == (4, 2, False)
        one = phase_of([1, 1, 1, 1, 1, 9, 9, 9, 9, 9], centre_line=5)
        assert (one.longest_run, one.crossings, one.runs_signal) == (5, 1, True)
        assert one.marked == ()

    def test_zigzag_is_no_signal(self):
        assert not phase_of([1, 9] * 15).runs_signal

    def test_points_on_the_line_are_not_useful(self):
        phase = phase_of([5, 9, 5, 9, 9, 5, 1, 5, 1, 1])
        assert phase.centre_line == 5
        assert (phase.useful, phase.points) == (6, 10)
        assert (phase.longest_run, phase.crossings) == (3, 1)

    def test_even_number_takes_the_middle_of_two(self):
        assert phase_of([4, 1, 3, 10]).centre_line == 3.5

    @pytest.mark.parametrize("values", ([7] * 12, [None] * 4, [0] * 3, [2.5]))
    def test_no_useful_point_means_no_counts_and_no_signal(self, values):
        assert verdict(phase_of(values)) == (0, None, None, None, None, False)

    def test_nothing_at_all(self):
        analysis = analyse([])
        assert (analysis.phases, analysis.signal, analysis.values) == ((), False, ())

    def test_result_cannot_be_changed(self):
        analysis = analyse([1, 2, 3])
        with pytest.raises(AttributeError):
            analysis.signal = True
        with pytest.raises(AttributeError):
            analysis.phases[0].useful = 0


class TestTies:
    def test_mean_of_tenths_lies_on_them(self):
        assert sum([0.1] * 24) / 24 != 0.1
        phase = phase_of([0.1] * 24, chart="i")
        assert (phase.useful, phase.outside, phase.runs_signal) == (0, (), False)

    @pytest.mark.parametrize("value", (0.003, 0.173))
    def test_equal_values_are_on_their_limits_too(self, value):
        assert sum([value] * 3) / 3 != value
        assert phase_of([value] * 3, chart="i").outside == ()

    def test_median_of_decimals_lies_on_a_typed_value(self):
        assert (0.2 + 0.4) / 2 != 0.3
        phase = phase_of([0.2, 0.4, 0.3, 0.2, 0.4, 0.3], baseline=2)
        assert phase.useful == 4

    def test_tolerance_grows_with_the_line(self):
        assert phase_of([3e9, 3e9 + 1, 3e9 - 1], centre_line=3e9).useful == 0
        assert phase_of([3e9, 3e9 + 9, 3e9 - 9], centre_line=3e9).useful == 2
        assert phase_of([0.0, 2e-9, -2e-9], centre_line=0).useful == 2
        assert phase_of([0.0, 5e-10, -5e-10], centre_line=0).useful == 0

    def test_decimals_and_whole_numbers_are_taken_as_they_come(self):
        assert analyse([Decimal("0.1"), 2, 3.5]).values == (0.1, 2.0, 3.5)


class TestSizes:
    def test_ratio_is_scaled_last(self):
        analysis = analyse([3, 5, None, 0], sizes=[10, 10, 10, 0], multiply=100)
        assert analysis.values == (30, 50, None, None)
        assert analysis.phases[0].centre_line == 40
        assert analysis.phases[0].points == 2

    def test_size_missing_drops_the_point(self):
        assert analyse([3, 4], sizes=[None, 8]).values == (None, 0.5)

    def test_given_centre_line_is_scaled_too(self):
        assert phase_of([1, 3], sizes=[10, 10], centre_line=0.2, multiply=100).centre_line == 20

    @pytest.mark.parametrize(
        ("values", "options"),
        (
            ([1], {"sizes": [0]}),
            ([1], {"sizes": [-1]}),
            ([1, 2], {"sizes": [3]}),
            ([float("nan")], {}),
            ([1], {"sizes": [float("inf")]}),
            ([1], {"chart": "pareto"}),
            ([1], {"chart": "p"}),
            ([1], {"chart": "u"}),
            ([1], {"chart": "c", "sizes": [1]}),
            ([3], {"chart": "p", "sizes": [2]}),
            ([-1], {"chart": "c"}),
            ([-1], {"chart": "u", "sizes": [2]}),
            ([1], {"baseline": 0}),
            ([1], {"centre_line": float("inf")}),
            ([1], {"chart": "c", "centre_line": -1}),
            ([1], {"chart": "p", "sizes": [2], "centre_line": 1.1}),
        ),
    )
    def test_the_impossible_is_refused(self, values, options):
        with pytest.raises(ValueError, match=r"\.$"):
            analyse(values, **options)

    def test_ratio_above_one_is_only_refused_for_proportions(self):
        assert analyse([3], sizes=[2]).values == (1.5,)


class TestBaseline:
    SERIES = (4, None, 6, 5, 9, 9, 9, 9)

    def test_missing_positions_count(self):
        phase = phase_of(self.SERIES, baseline=3)
        assert (phase.centre_line, phase.baseline) == (5, (0, 2))
        # Runs are counted over the whole series against the frozen line: 4, 6, (5), 9, 9, 9, 9.
        assert (phase.useful, phase.longest_run, phase.crossings) == (6, 5, 1)

    def test_not_frozen_beyond_the_end_or_without_a_usable_point(self):
        whole = phase_of(self.SERIES)
        assert whole.baseline == (0, 7)
        assert phase_of(self.SERIES, baseline=9) == whole
        assert phase_of([None, None, 3, 4], baseline=2).centre_line == 3.5

    def test_ignored_where_the_series_is_split(self):
        assert analyse(self.SERIES, baseline=3, splits=[4]) == analyse(self.SERIES, splits=[4])

    def test_given_line_stands_above_it(self):
        phase = phase_of(self.SERIES, baseline=3, centre_line=8)
        assert (phase.centre_line, phase.baseline) == (8, None)

    def test_excluded_points_do_not_fix_the_line(self):
        assert phase_of([1, 100, 3, 9, 9], baseline=3, excluded=[1]).centre_line == 2

    def test_fit_to_freeze(self):
        calm = [3, 5, 4, 6, 2, 5, 3, 6, 4, 2, 5, 3]
        assert may_freeze(calm, 12)
        assert may_freeze(calm, 10)
        assert not may_freeze(calm, 9)
        assert not may_freeze([1] * 6 + [9] * 6, 12)
        assert not may_freeze([None, *calm[:10]], 10)
        assert not may_freeze(calm[:10], 10, excluded=[2])
        assert not may_freeze([], 12)
        assert not may_freeze(calm, 0)

    def test_on_a_shewhart_chart_nothing_may_lie_outside(self):
        counts, sizes = [9, 11, 10, 12, 8, 30, 10, 9, 11, 12], [40] * 10
        assert may_freeze(counts, 10)
        assert not may_freeze(counts, 10, sizes=sizes, chart="p")
        assert may_freeze([*counts[:5], 10, *counts[6:]], 10, sizes=sizes, chart="p")

    def test_usual_baseline_reaches_to_the_twelfth_plotted_point(self):
        calm = [3, 5, 4, 6, 2, 5, 3, 6, 4, 2, 5, 3]
        assert usual_baseline(calm) == 12
        assert usual_baseline([None, *calm, 9, 9]) == 13
        assert usual_baseline(calm[:11]) is None
        assert usual_baseline([*calm, 4], excluded=[0]) == 13
        assert usual_baseline([1] * 6 + [9] * 7) is None


class TestPhases:
    def test_split_starts_the_second_phase_at_that_position(self):
        analysis = analyse([1, 2, 3, 7, 8, 9], splits=[3])
        assert [(p.first, p.last, p.centre_line) for p in analysis.phases] == [(0, 2, 2), (3, 5, 8)]
        assert [p.baseline for p in analysis.phases] == [(0, 2), (3, 5)]

    def test_no_run_crosses_a_split(self):
        values = [1, 9] * 4 + [9] * 7 + [1, 1, 9, 1, 1, 1]
        assert analyse(values, centre_line=5).runs_signal
        assert not analyse(values, centre_line=5, splits=[11]).runs_signal

    def test_splits_are_sorted_and_edges_split_nothing(self):
        assert analyse([1, 2, 3, 4], splits=[3, 1, 1, 0, 4]) == analyse([1, 2, 3, 4], splits=[1, 3])

    def test_a_signal_in_one_phase_is_a_signal(self):
        shifted = [1] * 10 + [9] * 10
        analysis = analyse([*shifted, *[1, 9] * 5], splits=[20])
        assert [phase.runs_signal for phase in analysis.phases] == [True, False]
        assert (analysis.signal, analysis.runs_signal, analysis.sigma_signal) == (True, True, False)


class TestExcluded:
    def test_left_out_of_line_and_runs_but_still_plotted(self):
        analysis = analyse([1, 9, 100, 1, 9], excluded=[2])
        assert analysis.values[2] == 100
        assert analysis.excluded == {2}
        assert analysis.phases[0].centre_line == 5
        assert (analysis.phases[0].points, analysis.phases[0].crossings) == (4, 3)

    def test_positions_beyond_the_series_exclude_nothing(self):
        assert analyse([1, 9, 3], excluded=[-1, 3]) == analyse([1, 9, 3])

    def test_never_marked(self):
        values = [1, 2] * 5 + [9] * 10
        assert 12 not in phase_of(values, excluded=[12]).marked
        assert 12 in phase_of(values).marked


class TestGates:
    def test_median_from_five_points(self):
        assert not enough_for_median(phase_of([1, 2, 3, 4]))
        assert enough_for_median(phase_of([1, 2, 3, 4, 5]))
        assert not enough_for_median(phase_of([1, 2, 3, 4, None]))
        assert not enough_for_median(phase_of([1, 2, 3, 4, 5], excluded=[0]))

    def test_rules_from_ten_useful_points(self):
        nine = analyse([1, 1, 1, 1, 5, 9, 9, 9, 9, 9], centre_line=5)
        assert (nine.phases[0].useful, nine.signal) == (9, True)
        assert not enough_for_rules(nine.phases[0])
        assert not signal_to_show(nine)
        ten = analyse([1, 1, 1, 1, 1, 9, 9, 9, 9, 9])
        assert enough_for_rules(ten.phases[0])
        assert signal_to_show(ten)

    def test_long_enough_without_a_signal_shows_none(self):
        assert not signal_to_show(analyse([1, 9] * 6))


class TestShewhart:
    def test_individuals(self):
        # Mean 10; moving ranges 2, 3, 1, 3, 2, mean 2.2.
        phase = phase_of([10, 12, 9, 10, 13, 11, 5], chart="i", baseline=6)
        half = 3 * 2.2 / 1.128
        assert phase.centre_line == pytest.approx(65 / 6)
        assert phase.upper == (pytest.approx(65 / 6 + half),) * 7
        assert phase.lower == (pytest.approx(65 / 6 - half),) * 7
        assert phase.outside == ()
        assert phase_of([10, 12, 9, 10, 13, 11, 4], chart="i", baseline=6).outside == (6,)

    def test_missing_breaks_the_ranges_and_excluded_is_bridged(self):
        gap = phase_of([10, 12, None, 10, 11], chart="i")
        assert gap.upper[0] == pytest.approx(10.75 + 3 * 1.5 / 1.128)
        assert len(gap.upper) == 5
        bridged = phase_of([10, 12, 99, 10, 11], chart="i", excluded=[2])
        assert bridged.upper[0] == pytest.approx(10.75 + 3 * (5 / 3) / 1.128)
        assert bridged.outside == ()

    def test_ranges_are_screened_once(self):
        values = [10, 11, 10, 11, 10, 11, 10, 11, 10, 30]
        screened = phase_of(values, chart="i")
        assert screened.upper[0] == pytest.approx(12.4 + 3 / 1.128)
        assert screened.outside == (9,)
        kept = phase_of(values, chart="i", screen_moving_ranges=False)
        assert kept.upper[0] == pytest.approx(12.4 + 3 * (28 / 9) / 1.128)

    def test_screening_that_leaves_nothing_is_not_used(self):
        jump = phase_of([10] * 11 + [20], chart="i")
        assert jump.upper[0] == pytest.approx(130 / 12 + 3 * (10 / 11) / 1.128)
        assert jump.outside == (11,)

    def test_ranges_of_mere_rounding_are_no_ranges(self):
        tenths = [0.3, 0.1 + 0.2] * 5 + [0.3, 0.9]
        assert tenths[0] != tenths[1]
        jump = phase_of(tenths, chart="i")
        assert jump.upper[0] == pytest.approx(0.35 + 3 * (0.6 / 11) / 1.128)
        assert jump.outside == (11,)

    def test_a_third_of_the_ranges_is_never_screened_away(self):
        # Two of six ranges are as far above the average as they can be: 3 times, not 3.267.
        phase = phase_of([0, 0, 0, 0, 9, 9, 0], chart="i")
        assert phase.upper[0] == pytest.approx(18 / 7 + 3 * 3 / 1.128)

    def test_one_point_or_a_given_line_has_no_individual_limits(self):
        assert phase_of([4], chart="i").upper == (None,)
        assert phase_of([4, 5, 6], chart="i", centre_line=5).lower == (None,) * 3

    def test_proportions(self):
        phase = phase_of([5, None, 1, 20], sizes=[20, 20, 4, 20], chart="p", multiply=100)
        centre = 26 / 44
        sigma = math.sqrt(centre * (1 - centre) / 20)
        assert phase.centre_line == pytest.approx(100 * centre)
        assert phase.lower[0] == pytest.approx(100 * (centre - 3 * sigma))
        assert phase.lower[1] == phase.lower[0]
        assert (phase.lower[2], phase.upper[2]) == (0, 100)
        assert phase.outside == (0, 3)

    @pytest.mark.parametrize("counts", ([0] * 12, [20] * 12))
    def test_all_or_none_has_no_signal(self, counts):
        analysis = analyse(counts, sizes=[20] * 12, chart="p")
        assert analysis.phases[0].lower == analysis.phases[0].upper
        assert not analysis.signal

    def test_counts(self):
        phase = phase_of([4, 3, 5, 4, 11], chart="c", baseline=4)
        assert (phase.lower[0], phase.upper[0]) == (0, 10)
        assert (phase.outside, phase.marked) == ((4,), (4,))

    def test_rates_with_equal_sizes_equal_counts(self):
        counts = [14, 13, 25, 14, 31]
        rates = phase_of(counts, sizes=[2] * 5, chart="u", multiply=2)
        assert rates.upper == pytest.approx(phase_of(counts, chart="c").upper)
        assert rates.lower == pytest.approx(phase_of(counts, chart="c").lower)

    def test_rate_without_a_size_has_no_limit(self):
        assert phase_of([4, None], sizes=[2, None], chart="u").upper[1] is None

    def test_an_excluded_point_is_not_outside(self):
        assert phase_of([4, 3, 5, 4, 40], chart="c", excluded=[4]).outside == ()


def series_of(chart, pairs):
    """The arguments of `analyse` for one kind of chart, from (part, of how many) or None."""
    counts = [None if pair is None else min(pair) for pair in pairs]
    if chart == "c":
        return {"values": counts, "chart": "c"}
    sizes = [None if pair is None else max(pair) for pair in pairs]
    return {"values": counts, "sizes": sizes, "chart": chart}


PAIRS = st.tuples(st.integers(0, 30), st.integers(1, 30))
COUNTED = st.lists(st.none() | PAIRS, min_size=1, max_size=40)
KINDS = st.sampled_from(CHARTS)


class TestPropertiesOfAllKinds:
    """What must hold whatever the chart; in whole numbers, so that no rounding gets between."""

    @given(KINDS, COUNTED)
    def test_freezing_all_is_not_freezing(self, chart, pairs):
        series = series_of(chart, pairs)
        assert analyse(**series, baseline=len(pairs)) == analyse(**series)

    @given(KINDS, COUNTED)
    def test_backwards(self, chart, pairs):
        forth, back = (phase_of(**series_of(chart, one)) for one in (pairs, pairs[::-1]))
        assert verdict(forth) == verdict(back)
        last = len(pairs) - 1
        assert forth.outside == tuple(sorted(last - i for i in back.outside))
        assert forth.upper == pytest.approx(back.upper[::-1])

    @given(KINDS, COUNTED, st.lists(st.integers(0, 40), max_size=15))
    def test_missing_never_changes_which_points_are_useful(self, chart, pairs, places):
        gappy = list(pairs)
        for place in places:
            gappy.insert(min(place, len(gappy)), None)
        whole, holed = (phase_of(**series_of(chart, one)) for one in (pairs, gappy))
        assert verdict(holed) == verdict(whole)
        assert holed.centre_line == whole.centre_line

    @given(KINDS, COUNTED, st.sampled_from((2, 8, 100, 0.5)))
    def test_multiplied_last(self, chart, pairs, factor):
        plain = phase_of(**series_of(chart, pairs))
        scaled = phase_of(**series_of(chart, pairs), multiply=factor)
        assert verdict(scaled) == verdict(plain)
        assert (scaled.marked, scaled.outside) == (plain.marked, plain.outside)
        for before, after in zip(plain.upper, scaled.upper, strict=True):
            assert after == (None if before is None else pytest.approx(before * factor))

    @given(st.sampled_from(("run", "i")), WITH_GAPS, QUARTERS, st.sampled_from((0.5, 2, 8)))
    def test_shifted_and_scaled(self, chart, values, constant, factor):
        moved = [None if y is None else factor * y + constant for y in values]
        before, after = phase_of(values, chart=chart), phase_of(moved, chart=chart)
        assert (verdict(after), after.marked) == (verdict(before), before.marked)

    @given(st.sampled_from(("run", "i")), WITH_GAPS, st.sampled_from((-0.5, -2, -8)))
    def test_mirrored(self, chart, values, factor):
        turned = [None if y is None else factor * y for y in values]
        before, after = phase_of(values, chart=chart), phase_of(turned, chart=chart)
        assert (verdict(after), after.marked) == (verdict(before), before.marked)
        assert [run.above for run in after.long_runs] == [not r.above for r in before.long_runs]
        for low, high in zip(before.lower, after.upper, strict=True):
            assert high == (None if low is None else pytest.approx(factor * low, abs=1e-9))

    @given(COUNTED, st.sampled_from((2, 4, 60)))
    def test_the_unit_of_exposure_changes_no_rate_chart(self, pairs, factor):
        hours = series_of("u", pairs)
        minutes = {**hours, "sizes": [s and s * factor for s in hours["sizes"]]}
        before, after = phase_of(**hours), phase_of(**minutes)
        assert verdict(after) == verdict(before)
        assert after.outside == before.outside

    @given(KINDS, COUNTED, st.sets(st.integers(0, 39)))
    def test_excluded_never_decides(self, chart, pairs, positions):
        phase = phase_of(**series_of(chart, pairs), excluded=positions)
        assert not positions & set(phase.marked)
        without = [None if i in positions else pair for i, pair in enumerate(pairs)]
        assert verdict(phase) == verdict(phase_of(**series_of(chart, without)))

    @given(KINDS, st.integers(0, 30), st.integers(1, 30))
    def test_all_equal_is_no_signal(self, chart, count, size):
        analysis = analyse(**series_of(chart, [(count, size)] * 24))
        assert (analysis.signal, analysis.phases[0].useful) == (False, 0)

    @given(KINDS, COUNTED, st.integers(1, 39))
    def test_phases_are_judged_by_themselves(self, chart, pairs, cut):
        split = analyse(**series_of(chart, pairs), splits=[cut])
        parts = [part for part in (pairs[:cut], pairs[cut:]) if part]
        alone = [phase_of(**series_of(chart, part)) for part in parts]
        assert [verdict(phase) for phase in split.phases] == [verdict(phase) for phase in alone]
        assert [phase.upper for phase in split.phases] == [phase.upper for phase in alone]


class TestProperties:
    @given(st.one_of(SERIES, FEW_LEVELS, WITH_GAPS))
    def test_agrees_with_the_slow_reading(self, values):
        assert verdict(phase_of(values)) == slow_verdict(values)

    @given(st.one_of(SERIES, FEW_LEVELS))
    def test_mirror(self, values):
        up, down = phase_of(values), phase_of([-value for value in values])
        assert verdict(up) == verdict(down)
        assert up.marked == down.marked
        assert [run.above for run in up.long_runs] == [not run.above for run in down.long_runs]

    @given(st.one_of(SERIES, FEW_LEVELS))
    def test_backwards(self, values):
        assert verdict(phase_of(values)) == verdict(phase_of(values[::-1]))

    @given(SERIES, QUARTERS, st.sampled_from((0.5, 2, 8)))
    def test_shifted_and_scaled(self, values, constant, factor):
        assert verdict(phase_of([factor * value + constant for value in values])) == verdict(
            phase_of(values)
        )

    @given(FEW_LEVELS, st.lists(st.integers(0, 60), max_size=20))
    def test_missing_values_only_move_positions(self, values, places):
        gappy = list(values)
        for place in places:
            gappy.insert(min(place, len(gappy)), None)
        kept = [i for i, value in enumerate(gappy) if value is not None]
        whole, holed = phase_of(values), phase_of(gappy)
        assert verdict(holed) == verdict(whole)
        assert holed.centre_line == whole.centre_line
        assert holed.marked == tuple(kept[i] for i in whole.marked)

    @given(FEW_LEVELS, st.integers(0, 60))
    def test_a_point_on_the_line_neither_breaks_nor_extends(self, values, place):
        without = phase_of(values, centre_line=2)
        with_one = phase_of([*values[:place], 2, *values[place:]], centre_line=2)
        assert verdict(with_one) == verdict(without)

    @given(WITH_GAPS)
    def test_freezing_all_is_not_freezing(self, values):
        assert analyse(values, baseline=len(values)) == analyse(values)

    @given(WITH_GAPS, st.sets(st.integers(0, 59)))
    def test_excluding_is_judging_as_if_missing(self, values, positions):
        missing = [None if i in positions else value for i, value in enumerate(values)]
        assert phase_of(values, excluded=positions) == phase_of(missing)

    @given(st.lists(st.none() | QUARTERS, min_size=2, max_size=40), st.data())
    def test_phases_are_judged_by_themselves(self, values, data):
        cut = data.draw(st.integers(1, len(values) - 1))
        split = analyse(values, splits=[cut])
        alone = [phase_of(values[:cut]), phase_of(values[cut:])]
        assert [verdict(phase) for phase in split.phases] == [verdict(phase) for phase in alone]
