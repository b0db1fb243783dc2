"""What a chart says: the right sentence for each case, and never a word too much."""

import re
from decimal import Decimal
from itertools import product

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from textstat import textstat

from metrics.chart_words import alternative, describe, number_text
from metrics.runchart import analyse, usual_baseline

CALM = [30, 34, 29, 33, 31, 35, 28, 36, 30, 34, 31, 33]
MONTHS = [
    f"{name} {year}"
    for year in (2025, 2026, 2027)
    for name in (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    )
]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def words(values, *, unit="%", better="up", voice="staff", goal=None, **options):
    analysis = analyse(values, **options)
    labels = MONTHS[: len(values)]
    return describe(analysis, labels, unit=unit, better=better, voice=voice, goal=goal)


class TestStaff:
    def test_nothing_reported(self):
        said = words([None, None])
        assert (said.headline, said.details) == ("No numbers yet.", ())

    def test_too_early(self):
        said = words([30, None, 50], goal=60)
        assert said.headline == "Too early to tell."
        assert said.details == (
            "There are 2 values so far; it takes at least 10 to judge.",
            "The latest value is 50% (March 2025); the goal is 60%.",
            "1 value was not reported and leaves a gap.",
        )

    def test_one_value_is_counted_as_one(self):
        assert words([30]).details[0] == "There is 1 value so far; it takes at least 10 to judge."

    def test_every_value_the_same(self):
        said = words([40] * 12)
        assert said.headline == "Every value is the same."
        assert said.details == ("The latest value is 40% (December 2025).",)

    def test_enough_points_but_too_few_off_the_line(self):
        said = words([100] * 8 + [90, 100, 95, 100])
        assert said.headline == "This chart cannot show a change yet."
        assert said.details[0] == (
            "Only 2 values differ from the median of 100%; it takes at least 10 to judge."
        )

    def test_no_signal(self):
        said = words(CALM, goal=60)
        assert said.headline == "No sign of change yet."
        assert said.details == (
            "The values go up and down around the median of 32%, as they would by chance.",
            "The median is that of all values shown.",
            "The latest value is 33% (December 2025); the goal is 60%.",
            "Single values need no explanation: to move the line, change how the work is done.",
        )

    def test_better_than_the_frozen_start(self):
        said = words([*CALM, 41, 46, 44, 52, 55, 58, 57, 60], baseline=12, goal=60)
        assert said.headline == "Something changed for the better."
        assert said.details == (
            "Since December 2025, 9 values in a row have been above the median of 32%.",
            "That median is taken from January 2025 to December 2025.",
            "The latest value, 60% (August 2026), reaches the goal of 60%.",
            "Find out what was different, so that it can be kept.",
        )

    def test_both_halves_are_told_the_present_first(self):
        said = words([1] * 10 + [9] * 10, unit="", better="down", goal=4)
        assert said.headline == "Something changed, and not in the direction hoped for."
        assert said.details == (
            "Since November 2025, 10 values in a row have been above the median of 5.",
            "From January 2025 to October 2025, 10 values in a row were below the median of 5.",
            "The median is that of all values shown.",
            "The latest value is 9 (August 2026); the goal is 4.",
            "Find out what was different.",
        )

    def test_a_run_that_did_not_last(self):
        said = words([*CALM, *[50] * 9, 20], baseline=12)
        assert said.headline == "Something changed for a while."
        assert said.details[0] == (
            "From December 2025 to September 2026, 10 values in a row were above the median of 32%."
        )

    def test_few_crossings_have_no_place(self):
        said = words([1, 1, 1, 1, 1, 9, 9, 9, 9, 9], unit="")
        assert said.headline == "Something changed."
        assert said.details[0] == (
            "The values crossed the median (5) only 1 time; "
            "by chance alone one would expect at least 2."
        )

    def test_new_phase_is_judged_by_itself_and_the_past_stays_told(self):
        said = words([1] * 10 + [9] * 10 + [20, 30, 25], unit="", splits=[20])
        assert said.headline == "Too early to tell."
        assert said.details == (
            "There are 3 values so far; it takes at least 10 to judge.",
            "From January 2025 to October 2025, 10 values in a row were below the median of 5.",
            "From November 2025 to August 2026, 10 values in a row were above the median of 5.",
            "The latest value is 25 (November 2026).",
        )
        assert (
            "The median was set anew from November 2025 on."
            in words(CALM[:10] + CALM[:10], splits=[10]).details
        )

    def test_excluded_is_neither_latest_nor_counted(self):
        said = words([*CALM, 99], excluded=[12])
        assert "The latest value is 33% (December 2025)." in said.details
        assert "1 value, drawn hollow, is left out of the count." in said.details

    def test_long_unit_is_said_once(self):
        said = words(CALM, unit="incidents per session", better="down", goal=10)
        assert said.text.count("incidents per session") == 1

    def test_neither_direction_claims_no_gain(self):
        said = words([1] * 10 + [9] * 10, better="neither", goal=5)
        assert said.headline == "Something changed."
        assert "The latest value is 9% (August 2026); the goal is 5%." in said.details


class TestGoal:
    @pytest.mark.parametrize(
        ("better", "latest", "reached"),
        (
            ("up", 60, True),
            ("up", 59.9, False),
            ("up", 59.96, True),
            ("up", Decimal("60.0"), True),
            ("down", 60, True),
            ("down", 60.1, False),
            ("neither", 60, False),
        ),
    )
    def test_reached_as_shown(self, better, latest, reached):
        said = words([*CALM, latest], better=better, goal=Decimal(60))
        assert ("reaches the goal of 60%" in said.text) is reached


class TestFamily:
    def test_change(self):
        said = words([*CALM, *[50] * 8], baseline=12, goal=45, voice="family")
        assert said.text == (
            "Something changed for the better. Since December 2025, 9 numbers in a row are above "
            "the middle one (the median), 32%. The middle comes from where we started: "
            "January 2025 to December 2025. The last number is 50% (August 2026). "
            "That meets our goal of 45%. What was new? Let us keep it."
        )

    def test_too_early(self):
        assert words([1, 2], voice="family").text.startswith(
            "Too early to tell. Keep going. We have 2 numbers so far."
        )

    def test_reads_at_grade_six(self):
        texts = [words(values, voice="family", **options).text for values, options in CASES]
        assert textstat.flesch_kincaid_grade(" ".join(texts)) <= 6

    def test_no_jargon(self):
        banned = re.compile(
            "pdsa|metric|driver|cohort|implementation|stakeholder|baseline|run chart|submit"
            "|dashboard|onboarding",
            re.IGNORECASE,
        )
        for values, options in CASES:
            assert not banned.search(words(values, voice="family", **options).text)


CASES = (
    ([None], {}),
    ([5], {}),
    ([5, 6, 7, 8, 9], {"goal": 9}),
    ([4] * 12, {}),
    ([100] * 11 + [90], {}),
    (CALM, {"goal": 60}),
    (CALM, {"excluded": [3], "better": "neither"}),
    ([*CALM, *[50] * 9], {"baseline": 12, "goal": 45}),
    ([*CALM, *[50] * 9], {"baseline": 12, "better": "down"}),
    ([*CALM, *[10] * 9, 50], {"baseline": 12}),
    ([1] * 10 + [9] * 10 + [20, None, 25], {"splits": [20]}),
    (CALM[:10] + CALM, {"splits": [10]}),
    ([1, 1, 1, 1, 1, 9, 9, 9, 9, 9], {}),
)
NEVER = re.compile(r"\b(significan|trend|caus|becaus|stable|unstable|success|prove)", re.IGNORECASE)


class TestRestraint:
    @pytest.mark.parametrize(("case", "voice"), tuple(product(CASES, ("staff", "family"))))
    def test_never_claims_too_much(self, case, voice):
        values, options = case
        text = words(values, voice=voice, **options).text
        assert not NEVER.search(text)
        assert "%(" not in text

    @given(st.lists(st.none() | st.integers(0, 20), min_size=1, max_size=36))
    def test_nothing_is_judged_below_ten(self, values):
        analysis = analyse(values, baseline=usual_baseline(values))
        said = describe(analysis, MONTHS[: len(values)])
        points = sum(value is not None for value in values)
        changed = said.headline.startswith("Something changed")
        assert not (changed and analysis.phases[-1].useful < 10)
        assert (said.headline == "No numbers yet.") is (points == 0)
        if 0 < points < 10:
            assert said.headline in {"Too early to tell.", "Every value is the same."}

    def test_other_charts_are_refused(self):
        with pytest.raises(ValueError, match="run charts"):
            describe(analyse([1, 2], chart="i"), ["a", "b"])

    def test_labels_must_fit(self):
        with pytest.raises(ValueError, match="label"):
            describe(analyse([1, 2]), ["a"])


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "unit", "text"),
        (
            (58, "%", "58%"),
            (33.333, "%", "33.3%"),
            (0.44, "%", "0.4%"),
            (1234.5, "", "1,234"),
            (12.25, "hours", "12.2 hours"),
            (3.456, "", "3.46"),
            (0.0214, "", "0.021"),
            (-0.0001, "", "0"),
            (7.0, "", "7"),
        ),
    )
    def test_rounded_to_what_people_read(self, value, unit, text):
        assert number_text(value, unit) == text

    def test_in_the_active_language(self):
        with translation.override("es"):
            assert number_text(33.3).replace("\xa0", " ") == "33,3"

    def test_alternative_names_the_measure(self):
        said = words([30, 40])
        assert alternative("Two-way talks.", said) == f"Two-way talks. {said.text}"
        assert str(said) == said.text
