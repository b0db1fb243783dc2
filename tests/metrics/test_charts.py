"""From a series to a chart: kinds on offer, people's decisions, the table and the lists."""

from datetime import date
from decimal import Decimal

import pytest

from metrics.chart_story import Exclusion, Note, Split, Story
from metrics.charts import analysis_of, chart_of, kind_to_show, kinds_of
from metrics.enums import Better, Kind
from metrics.periods import WEEK, add_months
from metrics.queries import Series, metrics_in_use
from metrics.series import Count, Point
from tests.factories.metrics import MetricDefinitionFactory, MetricFactory
from tests.metrics.helpers import MAY, inside

pytestmark = pytest.mark.django_db

CALM = (30, 34, 29, 33, 31, 35, 28, 36, 30, 34, 31, 33)
BETTER = tuple(value + 20 for value in CALM)


@pytest.fixture
def series(cast):
    """Makes a series of some measure from plain numbers; None is a week without."""

    def make(counts, sizes=50, *, grain="week", start=MAY, changed=None, **definition):
        metric = MetricFactory(collaborative=cast.collaborative, definition=False)
        MetricDefinitionFactory(metric=metric, **definition)
        if changed:
            MetricDefinitionFactory(
                metric=metric, from_month=changed, changed_because="Wider", **definition
            )
        sizes = [sizes] * len(counts) if isinstance(sizes, int) else sizes
        points = tuple(
            Point(
                start + WEEK * i if grain == "week" else add_months(start, i),
                None if count is None else Count(Decimal(count), Decimal(size)),
            )
            for i, (count, size) in enumerate(zip(counts, sizes, strict=True))
        )
        with inside(cast.team):
            metric = metrics_in_use().get(pk=metric.pk)
        return Series(metric, None, grain, points)

    return make


def week(position):
    """A day in the middle of that week of a series."""
    return MAY + WEEK * position + (WEEK / 7) * 3


class TestKinds:
    @pytest.mark.parametrize(
        ("kind", "sizes", "expected"),
        (
            (Kind.PERCENT, 50, ["run", "i", "p"]),
            (Kind.RATE, 2, ["run", "i", "u"]),
            (Kind.COUNT, 1, ["run", "i", "c"]),
            (Kind.COUNT, [4, 5] * 6, ["run", "i", "u"]),
            (Kind.AVERAGE, 8, ["run", "i"]),
        ),
    )
    def test_offered_by_what_is_counted(self, series, kind, sizes, expected):
        kinds = kinds_of(series(CALM, sizes, kind=kind, multiplier=1))
        assert [one.kind for one in kinds] == expected
        assert all(one.offered and not one.why_not for one in kinds)
        assert len({one.label for one in kinds}) == len(kinds)

    @pytest.mark.parametrize(
        ("counts", "reason"),
        (
            (CALM[:11], "at least 12 values"),
            ((25,) * 12, "Every value is the same"),
            ((50, 45) * 11 + (50, 50), "rest at one end"),
            ((*CALM[:11], 28, *(value - 20 for value in CALM)), "shows a change"),
        ),
    )
    def test_not_offered_says_why(self, series, counts, reason):
        kinds = kinds_of(series(counts))
        assert kinds[0].offered
        assert [reason in one.why_not for one in kinds[1:]] == [True, True]

    def test_few_events_are_advised_against(self, series):
        kinds = kinds_of(series([1, 2, 3] * 4, 20))
        assert kinds[2].offered
        assert "fewer than 5" in kinds[2].advice
        assert kinds[1].advice == ""

    def test_what_is_not_offered_is_not_shown(self, series):
        few, many = kinds_of(series(CALM[:5])), kinds_of(series(CALM))
        assert [kind_to_show(asked, many) for asked in ("p", "i", "u", "", None, "x")] == [
            "p", "i", "run", "run", "run", "run",
        ]  # fmt: skip
        assert kind_to_show("p", few) == "run"

    def test_a_new_phase_decides_anew(self, series):
        changed = series((*CALM[:11], 28, *(value + 14 for value in CALM)))
        story = Story(splits=(Split(week(12), "A reason"),))
        assert [one.offered for one in kinds_of(changed)] == [True, False, False]
        assert [one.offered for one in kinds_of(changed, story)] == [True, True, True]


class TestAnalysis:
    def test_limits_of_shares_are_in_per_cent(self, series):
        analysis = analysis_of(series(CALM), "p")
        assert analysis.chart == "p"
        assert analysis.phases[0].centre_line == pytest.approx(64)
        assert analysis.phases[0].upper[0] == pytest.approx(
            64 + 100 * 3 * (0.64 * 0.36 / 50) ** 0.5
        )

    def test_plain_counts_have_a_c_chart_and_summed_ones_a_u_chart(self, series):
        options = {"kind": Kind.COUNT, "multiplier": 1}
        plain = analysis_of(series(CALM, 1, **options), "c")
        summed = analysis_of(series(CALM, [4, 5] * 6, **options), "c")
        assert (plain.chart, summed.chart) == ("c", "u")
        assert plain.phases[0].upper[0] == pytest.approx(32 + 3 * 32**0.5)

    @pytest.mark.parametrize(
        ("kind", "counts", "sizes"), ((Kind.AVERAGE, CALM, 8), (Kind.PERCENT, (60,) * 12, 50))
    )
    def test_what_fits_no_such_chart_is_a_run_chart(self, series, kind, counts, sizes):
        assert analysis_of(series(counts, sizes, kind=kind), "p").chart == "run"

    def test_frozen_on_a_run_chart_only_and_not_beside_a_split(self, series):
        twice = series(CALM + BETTER[:4])
        split = Story(splits=(Split(week(12)),))
        assert analysis_of(twice).phases[0].baseline == (0, 11)
        assert analysis_of(twice, "i").phases[0].baseline == (0, 15)
        assert [phase.baseline for phase in analysis_of(twice, "run", split).phases] == [
            (0, 11), (12, 15),
        ]  # fmt: skip

    def test_left_out_moves_the_baseline_on(self, series):
        story = Story(exclusions=(Exclusion(week(2), "Snow"),))
        analysis = analysis_of(series(CALM + BETTER[:4]), "run", story)
        assert (analysis.excluded, analysis.phases[0].baseline) == ({2}, (0, 12))


class TestStory:
    STORY = Story(
        splits=(Split(week(12), "Notes at the door", "Rosa", key=7),),
        notes=(Note(week(20), "Later", key=2), Note(week(3), "Earlier", "Ana", key=1)),
        exclusions=(Exclusion(week(5), "Snow", "Rosa", key=3), Exclusion(week(99), "Never")),
    )

    def test_the_lists_under_the_chart(self, series):
        chart = chart_of(series(CALM + BETTER), name="Talks", uid="t", story=self.STORY)
        assert [(n.sign, n.when, n.text, n.by, n.key) for n in chart.notes] == [
            ("a", "May 25, 2026", "Earlier", "Ana", 1),
            ("b", "Sep 21, 2026", "Later", "", 2),
        ]
        assert [(s.when, s.text, s.by, s.key) for s in chart.splits] == [
            ("Jul 27, 2026", "Notes at the door", "Rosa", 7)
        ]
        assert [(one.when, one.text) for one in chart.exclusions] == [("Jun 8, 2026", "Snow")]
        assert chart.changes == ()

    def test_words_drawings_and_table_tell_the_same_story(self, series):
        chart = chart_of(series(CALM + BETTER), name="Talks", uid="t", story=self.STORY)
        assert "The reason given: Notes at the door. Decided by Rosa." in chart.words.text
        assert chart.drawings.count(">New phase<") == 2
        assert chart.drawings.count(">a<") == 2
        rows = chart.rows[::-1]
        assert [row.remark for row in (rows[12], rows[3], rows[5], rows[0])] == [
            "New phase: Notes at the door", "a: Earlier", "Left out: Snow", "",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("grain", "start", "expected"),
        # August 2026 begins on a Saturday: its first week is that of the Thursday after.
        (("week", MAY, ("Aug 3, 2026", 13)), ("month", date(2026, 1, 1), ("August 2026", 7))),
    )
    def test_a_changed_definition_is_marked_at_its_first_period(
        self, series, grain, start, expected
    ):
        changed = series(CALM + BETTER, grain=grain, start=start, changed=date(2026, 8, 1))
        chart = chart_of(changed, name="Talks", uid="t")
        assert [(one.when, one.text) for one in chart.changes] == [(expected[0], "Wider")]
        assert chart.story.changes[0][0] == expected[1]
        assert "it is counted in another way" in chart.words.text
        assert chart.rows[::-1][expected[1]].remark == "Counted anew: Wider"

    def test_a_definition_older_than_the_series_changes_nothing(self, series):
        older = series(CALM, changed=date(2026, 4, 1))
        assert chart_of(older, name="Talks", uid="t").changes == ()


class TestTable:
    def test_limits_and_signals_stand_in_it(self, series):
        chart = chart_of(series([*CALM, 49]), name="Talks", uid="t", kind="p")
        rows = chart.rows[::-1]
        assert rows[0].limits == "46.6% to 86.6%"
        assert [row.signal for row in rows] == [False] * 12 + [True]
        assert chart.kind == "p"
        assert ">Average 66" in chart.wide.replace("</text>", ">")

    def test_a_run_chart_has_none(self, series):
        assert {row.limits for row in chart_of(series(CALM), name="x", uid="x").rows} == {""}


class TestSuggestion:
    def test_asks_a_person_where_a_new_phase_might_begin(self, series):
        chart = chart_of(series([*CALM[:11], 28, *BETTER]), name="Talks", uid="t")
        assert chart.suggestion.position == 12
        assert chart.suggestion_day == MAY + WEEK * 12
        assert chart.suggestion_text == (
            "Since the week of July 27, 12 values in a row lie on the better side of the median. "
            "Should a new phase begin there?"
        )

    def test_none_once_split_nor_the_wrong_way_nor_with_limits(self, series):
        changed = [*CALM[:11], 28, *BETTER]
        split = Story(splits=(Split(week(12), "x"),))
        for chart in (
            chart_of(series(changed), name="x", uid="x", story=split),
            chart_of(series(changed, better=Better.DOWN), name="x", uid="x"),
            chart_of(series(changed), name="x", uid="x", kind="i"),
        ):
            assert (chart.suggestion, chart.suggestion_day, chart.suggestion_text) == (
                None, None, "",
            )  # fmt: skip
