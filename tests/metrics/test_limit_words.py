"""What Shewhart charts say, and run charts never: limits, special causes, what a goal may hope."""

import re
from itertools import product

import pytest
from django.utils import translation
from textstat import textstat

from metrics.chart_words import describe
from metrics.runchart import analyse
from tests.metrics.test_chart_words import CALM, MONTHS

TWENTY = CALM + CALM[:8]
SIZES = [40, 60] * 10


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def words(values, *, unit="%", better="up", voice="staff", goal=None, chart="i", **options):
    analysis = analyse(values, chart=chart, **options)
    labels = MONTHS[: len(values)]
    return describe(analysis, labels, unit=unit, better=better, voice=voice, goal=goal)


class TestStaff:
    def test_common_cause(self):
        said = words(TWENTY, goal=60)
        assert said.headline == "No special cause: the values vary as they usually do."
        assert said.details == (
            "The limits rest on 20 values.",
            "All values lie within the limits of 20% and 44%.",
            "The values go up and down around the average of 32%.",
            "The average is that of all values shown.",
            "The latest value is 36% (August 2026); the goal is 60%.",
            (
                "The goal of 60% lies above the upper limit of 44%: as things are, "
                "no value can be expected to reach it."
            ),
            "Single values need no explanation: to move the average, change how the work is done.",
        )

    def test_trial_limits_say_so(self):
        assert words(CALM).details[0] == (
            "The limits are on trial: they rest on 12 values and are firm from 20."
        )

    def test_too_few_for_limits(self):
        said = words(CALM[:11])
        assert (said.verdict, said.details[0]) == (
            "too_early", "There are 11 values so far; limits take at least 12."
        )  # fmt: skip
        assert "limits of" not in said.text

    @pytest.mark.parametrize(
        ("latest", "better", "verdict"),
        (
            (70, "up", "improved"),
            (70, "down", "worsened"),
            (2, "down", "improved"),
            (2, "up", "worsened"),
            (70, "neither", "changed"),
        ),
    )
    def test_the_latest_value_outside(self, latest, better, verdict):
        said = words([*TWENTY, latest], better=better)
        assert said.verdict == verdict
        assert said.headline.startswith("A special cause")
        side = "above the upper" if latest > 32 else "below the lower"
        assert f"The value for September 2026, {latest}%, lies {side} limit of" in said.details[1]
        assert said.details[-1].startswith("Find out what was different")

    def test_an_earlier_value_outside_is_past(self):
        said = words([*TWENTY[:10], 70, *TWENTY[10:]])
        assert said.headline == "A special cause, now past."
        assert "The value for November 2025, 70%, lies above the upper limit" in said.text

    def test_many_outside_are_not_all_named(self):
        counts = [10, 11, 9, 10, 12, 40, 10, 9, 11, 10, 40, 9, 10, 12, 40, 9, 11, 10, 40, 10]
        said = words(counts, chart="c", unit="incidents")
        assert said.text.count("The value for") == 3
        assert "1 more value lies outside the limits." in said.details
        named = [detail for detail in said.details if detail.startswith("The value for")]
        assert [label in named[0] for label in ("July 2026", "June 2025")] == [True, False]

    def test_stepped_limits(self):
        varied = [18, 31, 22, 28, 20, 33, 21, 29, 19, 30] * 2
        assert words(varied, chart="p", sizes=SIZES, multiply=100).details[1] == (
            "All values lie within their limits, which differ with the size of each count; "
            "the latest are 30.8% and 69.6%."
        )

    def test_limits_are_told_as_they_are_drawn(self):
        small = [3, 5, 1, 4, 2, 6, 3, 2, 5, 4, 1, 3]
        assert (
            "All values lie within the limits of 0 and 8.66"
            in words(small, chart="c", unit="incidents").text
        )

    def test_no_variation(self):
        said = words([40] * 12)
        assert said.headline == "Every value is the same."
        assert said.details[0] == "There is no variation, so there are no limits."

    def test_a_shift_has_no_limits(self):
        said = words(CALM + [20 + value for value in CALM])
        assert said.headline == "This chart cannot show a change yet."
        assert said.details[0].startswith("No limits are drawn: the run chart of this phase")
        assert "special cause" not in said.text

    def test_frozen_limits_name_their_months(self):
        assert (
            "Average and limits come from January 2025 to December 2025 and have been kept since."
            in words(TWENTY, baseline=12).details
        )

    def test_phases_each_with_their_average(self):
        said = words([*CALM[:6], 70, *CALM[6:], *[60 + v for v in CALM]], splits=[13])
        assert "The value for July 2025, 70%, lies above the upper limit" in said.text
        assert "A new phase, with an average of its own, begins with February 2026." in said.details
        assert "The average was 34.9% before and is 92% since." in said.details


class TestAssurance:
    """The limits lie 12.04 from 32: 2.66 times the mean range of 86 / 19."""

    @pytest.mark.parametrize(
        ("goal", "better", "expected"),
        (
            (45, "up", "no value can be expected to reach it"),
            (45, "down", "every value can be expected to reach it"),
            (19, "up", "every value can be expected to reach it"),
            (19, "down", "no value can be expected to reach it"),
            (30, "up", "reached at some times and missed at others"),
            (30, "down", "reached at some times and missed at others"),
        ),
    )
    def test_goal_against_the_limits(self, goal, better, expected):
        assert expected in words(TWENTY, goal=goal, better=better).text

    def test_a_goal_on_a_limit_is_within(self):
        limit = analyse(TWENTY, chart="i").phases[0].upper[0]
        assert "lies within the limits" in words(TWENTY, goal=limit).text

    @pytest.mark.parametrize(
        ("values", "options"),
        (
            (CALM[:11], {}),
            (TWENTY, {"better": "neither"}),
            (TWENTY, {"chart": "run"}),
            (CALM + [20 + value for value in CALM], {}),
        ),
    )
    def test_only_where_limits_and_a_direction_say_it(self, values, options):
        assert "as things are" not in words(values, goal=60, **options).text


CASES = (
    (CALM[:5], {}),
    (TWENTY, {"goal": 60}),
    (TWENTY, {"goal": 30}),
    (TWENTY, {"goal": 10}),
    (CALM, {"goal": 60, "better": "down"}),
    ([*TWENTY, 70], {}),
    ([*TWENTY, 2], {"better": "down"}),
    ([*TWENTY[:10], 70, *TWENTY[10:]], {}),
    ([40] * 12, {}),
    (CALM + [20 + value for value in CALM], {}),
    (CALM + [60 + value for value in CALM], {"splits": [12], "goal": 90}),
    ([18, 31, 22, 28, 20, 33, 21, 29, 19, 30] * 2, {"chart": "p", "sizes": SIZES, "multiply": 100}),
    ([100] * 14 + [90] * 4, {"goal": 95}),
)


class TestFamily:
    def test_usual_range(self):
        said = words(TWENTY, voice="family", goal=60)
        assert said.text == (
            "No clear change yet. The usual range comes from 20 numbers. "
            "All our numbers are in the usual range, 20% to 44%. "
            "The numbers go up and down around the average, 32%. That is normal. "
            "The last number is 36% (August 2026). Our goal is 60%. "
            "Our goal of 60% is above that range. To get there, we need a new way. "
            "Let us keep trying new things."
        )

    def test_reads_at_grade_six(self):
        texts = [words(values, voice="family", **options).text for values, options in CASES]
        assert textstat.flesch_kincaid_grade(" ".join(texts)) <= 6

    def test_short_sentences_without_jargon(self):
        jargon = re.compile("special cause|common cause|limit|variation|baseline", re.IGNORECASE)
        for values, options in CASES:
            text = words(values, voice="family", **options).text
            assert not jargon.search(text)
            assert max(len(one.split()) for one in re.split(r"(?<=[.?!])\s", text)) <= 25


@pytest.mark.parametrize(("case", "voice"), tuple(product(CASES, ("staff", "family"))))
def test_whole_sentences_that_claim_no_cause(case, voice):
    values, options = case
    text = words(values, voice=voice, **options).text
    assert "%(" not in text
    told = re.sub(r"\b(special|common) cause", "", text, flags=re.IGNORECASE)
    assert not re.search(
        r"\b(significan|trend|caus|becaus|stable|success|prove)", told, re.IGNORECASE
    )


@pytest.mark.parametrize("values", tuple(case[0] for case in CASES if "sizes" not in case[1]))
def test_run_charts_know_no_special_cause(values):
    text = words(values, chart="run").text
    assert not re.search("special cause|common cause|limit|average|variation", text)
