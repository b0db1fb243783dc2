"""What may be shown: verdicts, limits, kinds of chart, and when a new phase is suggested."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.chart_gates import (
    Offer,
    Suggestion,
    basis_of,
    fitting_chart,
    judged,
    kinds_to_offer,
    limits_to_show,
    marked_to_show,
    rests,
    signal_to_show,
    suggest_rebase,
)
from metrics.runchart import analyse, usual_baseline

CALM = [30, 34, 29, 33, 31, 35, 28, 36, 30, 34, 31, 33]
SIZES = [40] * 12


def last(analysis):
    return analysis.phases[-1]


def standing(values, **options):
    analysis = analyse(values, **{"chart": "i", **options})
    return limits_to_show(analysis, last(analysis))


class TestResting:
    CEILING = (100, 100, 90, 100, 95, 100, 100, 80, 100, 100, 100, 90)

    def test_one_sided_runs_around_the_ceiling_are_no_signal(self):
        # 13 at the ceiling, 11 below it, mixed: the rule alone would see a run of 11.
        mixed = [100, 90] * 11 + [100, 100]
        analysis = analyse(mixed)
        assert (last(analysis).longest_run, analysis.signal) == (11, True)
        assert rests(analysis, last(analysis))
        assert not judged(analysis, last(analysis))
        assert not signal_to_show(analysis)
        assert marked_to_show(analysis) == frozenset()

    def test_a_fall_from_the_ceiling_is_still_seen(self):
        analysis = analyse([100] * 13 + [90] * 11)
        assert not rests(analysis, last(analysis))
        assert marked_to_show(analysis) == frozenset(range(13, 24))

    @pytest.mark.parametrize(
        ("values", "resting"),
        (
            (CEILING, True),
            ([100 - value for value in CEILING], True),
            ([40] * 12, True),
            ([100] * 5 + [90] * 4, False),  # nine points
            ([100] * 6 + [90] * 6, False),  # half is not more than half
            ([50] * 7 + [40, 60, 40, 60, 40], False),  # on both sides
            (CALM, False),
        ),
    )
    def test_more_than_half_on_the_line_and_the_rest_on_one_side(self, values, resting):
        analysis = analyse(values)
        assert rests(analysis, last(analysis)) is resting

    def test_excluded_points_do_not_count(self):
        analysis = analyse([*self.CEILING, 70, 70, 70, 70, 70], excluded=range(12, 17))
        assert rests(analysis, last(analysis))


class TestSignals:
    def test_rules_from_ten_useful_points(self):
        nine = analyse([1, 1, 1, 1, 5, 9, 9, 9, 9, 9], centre_line=5)
        assert (last(nine).useful, nine.signal) == (9, True)
        assert not signal_to_show(nine)
        assert signal_to_show(analyse([1, 1, 1, 1, 1, 9, 9, 9, 9, 9]))

    def test_a_shewhart_chart_without_limits_marks_no_runs(self):
        analysis = analyse([*CALM[:9], 90, *CALM[:1]], chart="i")
        assert signal_to_show(analysis)
        assert marked_to_show(analysis) == frozenset()

    def test_long_enough_without_a_signal_shows_none(self):
        assert not signal_to_show(analyse([1, 9] * 6))

    def test_outside_is_marked_only_with_limits(self):
        short, long = [*CALM[:9], 60], [*CALM, 60]
        assert analyse(short, chart="i").phases[0].outside == (9,)
        assert marked_to_show(analyse(short, chart="i")) == frozenset()
        assert marked_to_show(analyse(long, chart="i")) == {12}

    @given(st.lists(st.none() | st.integers(0, 9), max_size=40))
    def test_on_a_run_chart_only_long_runs_are_marked(self, values):
        analysis = analyse(values, baseline=usual_baseline(values))
        shown = marked_to_show(analysis)
        assert shown in (frozenset(), frozenset(i for p in analysis.phases for i in p.marked))


class TestLimits:
    @pytest.mark.parametrize(
        ("points", "shown"), ((11, "none"), (12, "trial"), (19, "trial"), (20, "firm"))
    )
    def test_trial_from_12_and_firm_from_20(self, points, shown):
        assert standing((CALM + CALM)[:points]) == shown

    def test_what_counts_is_what_they_are_made_from(self):
        frozen = analyse(CALM + CALM, chart="i", baseline=12)
        assert limits_to_show(frozen, last(frozen)) == "trial"
        assert basis_of(frozen, last(frozen)) == 12
        assert standing([*CALM, None, 30], excluded=[0]) == "trial"
        assert standing([*CALM, None], excluded=[0]) == "none"

    def test_never_on_a_run_chart(self):
        assert standing(CALM + CALM, chart="run") == "none"

    def test_never_where_nothing_varies(self):
        assert standing([7] * 24) == "none"
        assert standing([20] * 24, sizes=[20] * 24, chart="p") == "none"

    def test_never_where_the_run_chart_shows_a_change_or_rests(self):
        assert standing(CALM + [20 + value for value in CALM]) == "none"
        assert standing([100, 90] * 11 + [100, 100]) == "none"

    def test_each_phase_for_itself(self):
        analysis = analyse(CALM + CALM[:5], chart="i", splits=[12])
        assert [limits_to_show(analysis, phase) for phase in analysis.phases] == ["trial", "none"]

    def test_no_ranges_no_limits(self):
        assert standing([y for value in CALM for y in (value, None)]) == "none"


class TestKinds:
    def offers(self, values, *, measure="percent", counts=None, sizes=None, **options):
        return kinds_to_offer(
            analyse(values, **options), measure=measure,
            counts=counts or values, sizes=sizes or [100] * len(values),
        )  # fmt: skip

    def test_run_chart_first_and_always(self):
        assert self.offers([]) == (
            Offer("run"), Offer("i", "few_points"), Offer("p", "few_points", None)
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("values", "hindrance"),
        (
            (CALM[:11], "few_points"),
            (CALM, None),
            ([40] * 12, "no_variation"),
            ([100, 90] * 11 + [100, 100], "at_an_end"),
            (CALM + [20 + value for value in CALM], "signal"),
        ),
    )
    def test_what_stands_against_shewhart_charts(self, values, hindrance):
        run, *shewhart = self.offers(values)
        assert run.hindrance is None
        assert [one.hindrance for one in shewhart] == [hindrance] * 2

    @pytest.mark.parametrize(
        ("measure", "count", "hindrance"),
        (("percent", 50, "at_an_end"), ("percent", 0, "at_an_end"), ("rate", 50, None),
         ("rate", 0, "at_an_end"), ("percent", 20, None)),
    )  # fmt: skip
    def test_more_than_half_at_an_end_of_the_scale(self, measure, count, hindrance):
        counts = [count, 30] * 6 + [count, count]
        offers = self.offers(counts, measure=measure, sizes=[50] * 14, centre_line=(count + 30) / 2)
        assert offers[1].hindrance == hindrance

    def test_the_latest_phase_decides(self):
        shifted = CALM + [20 + value for value in CALM]
        assert self.offers(shifted, splits=[12])[1].hindrance is None
        assert self.offers([*shifted, 70], splits=[24])[1].hindrance == "few_points"

    @pytest.mark.parametrize(
        ("measure", "sizes", "chart"),
        (
            ("percent", [40], "p"),
            ("rate", [40], "u"),
            ("count", [1], "c"),
            ("count", [4], "u"),
            ("average", [40], None),
            ("percent", [5], None),  # more events than chances
        ),
    )
    def test_which_chart_fits_which_measure(self, measure, sizes, chart):
        assert fitting_chart(measure, CALM, sizes * 12) == chart

    def test_negative_numbers_are_no_counts(self):
        assert fitting_chart("rate", [-1, 2], [3, 3]) is None

    def test_missing_numbers_are_passed_over(self):
        assert fitting_chart("count", [3, None, 0, 4], [1, 1, 0, None]) == "c"

    @pytest.mark.parametrize(
        ("measure", "counts", "sizes", "advice"),
        (
            ("percent", 5, 10, None),
            ("percent", 4, 10, "few_either_way"),
            ("percent", 6, 10, "few_either_way"),
            ("rate", 5, 2, None),
            ("rate", 4, 2, "few_events"),
            ("count", 4, 1, "few_events"),
        ),
    )
    def test_few_events_are_advice(self, measure, counts, sizes, advice):
        offers = self.offers(CALM, measure=measure, counts=[counts] * 12, sizes=[sizes] * 12)
        assert (offers[2].hindrance, offers[2].advice) == (None, advice)

    def test_advice_looks_at_the_latest_phase_only(self):
        values = CALM + [20 + value for value in CALM]
        counts = [2] * 12 + [20] * 12
        assert self.offers(values, counts=counts, splits=[12])[2].advice is None
        assert self.offers(values, counts=counts)[2].advice is None  # 11 on average
        assert self.offers(values, counts=[2] * 24)[2].advice == "few_either_way"


class TestRebasing:
    def suggested(self, values, better="up", **options):
        options = {"baseline": 12, **options} if "splits" not in options else options
        return suggest_rebase(analyse(values, **options), better)

    def test_before_the_first_point_of_the_run(self):
        # The last value of the baseline, 33, is above its median of 32 and so begins the run.
        assert self.suggested([*CALM, *[50] * 9]) == Suggestion(11, 10, above=True)

    def test_needs_eight_useful_points_after_its_start(self):
        lower = [*CALM[:11], 20]
        assert self.suggested([*lower, *[50] * 8]) is None
        assert self.suggested([*lower, *[50] * 9]) == Suggestion(12, 9, above=True)
        assert self.suggested([*lower, *[50] * 8, None, 31, 50]) == Suggestion(12, 9, above=True)

    def test_only_for_the_better(self):
        assert self.suggested([*CALM, *[50] * 9], better="down") is None
        assert self.suggested([*CALM, *[50] * 9], better="neither") is None
        assert self.suggested([*CALM, *[5] * 9], better="down") == Suggestion(12, 9, above=False)

    def test_only_while_it_holds(self):
        assert self.suggested([*CALM, *[50] * 9, 20]) is None
        assert self.suggested([*CALM, *[50] * 9, 32]) is not None  # on the line

    def test_not_where_a_phase_begins_already(self):
        values = [*CALM, *[50] * 9, *[10] * 4]
        assert self.suggested(values, splits=[12], better="up") is None
        assert suggest_rebase(analyse([9] * 13 + [1] * 12), "down") == Suggestion(13, 12, False)
        assert suggest_rebase(analyse([9] * 12, centre_line=5), "up") is None

    def test_only_in_the_latest_phase(self):
        values = CALM + [value + 20 for value in CALM]
        assert suggest_rebase(analyse(values + CALM, splits=[24]), "up") is None

    def test_nothing_to_judge(self):
        assert suggest_rebase(analyse([]), "up") is None
        assert suggest_rebase(analyse([1, 1, 1, 1, 9, 9, 9, 9]), "up") is None
        assert suggest_rebase(analyse([90, 100] * 11 + [100, 100]), "down") is None

    @given(st.lists(st.none() | st.integers(0, 9), max_size=48), st.sampled_from(("up", "down")))
    def test_once_split_it_is_not_suggested_again(self, values, better):
        analysis = analyse(values, baseline=usual_baseline(values))
        found = suggest_rebase(analysis, better)
        if found:
            again = suggest_rebase(analyse(values, splits=[found.position]), better)
            assert again is None or again.position > found.position
