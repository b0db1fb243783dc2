"""What a chart says: the right sentence for each case, and never a word too much."""

import re
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from textstat import textstat

from metrics.chart_story import Change, Exclusion, Note, Placed, Split
from metrics.chart_words import alternative, describe, number_text
from metrics.runchart import analyse, usual_baseline

DAY = date(2026, 1, 1)
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


def words(values, *, unit="%", better="up", voice="staff", goal=None, story=None, **options):
    analysis = analyse(values, **options)
    labels = MONTHS[: len(values)]
    return describe(analysis, labels, unit=unit, better=better, voice=voice, goal=goal, story=story)


class TestStaff:
    def test_nothing_reported(self):
        said = words([None, None])
        assert (said.headline, said.details) == ("No numbers yet.", ())

    def test_too_early(self):
        said = words([30, None, 50], goal=60)
        assert said.headline == "Too early to tell."
        assert said.details == (
            "There are 2 values so far; it takes at least 10 to judge.",
            "1 value was not reported and leaves a gap.",
            "The latest value is 50% (March 2025); the goal is 60%.",
        )

    def test_one_value_is_counted_as_one(self):
        assert words([30]).details[0] == "There is 1 value so far; it takes at least 10 to judge."

    def test_every_value_the_same(self):
        said = words([40] * 12)
        assert said.headline == "Every value is the same."
        assert said.details == ("The latest value is 40% (December 2025).",)

    def test_enough_points_but_too_few_off_the_line(self):
        said = words([60] * 3 + [50, 70, 60, 40, 80, 60, 50, 70, 60])
        assert said.headline == "This chart cannot show a change yet."
        assert said.details[0] == (
            "Only 6 values differ from the median of 60%; it takes at least 10 to judge."
        )

    def test_no_signal(self):
        said = words(CALM, goal=60)
        assert said.headline == "No sign of change yet."
        assert said.details == (
            "12 values are enough to judge.",
            "The values go up and down around the median of 32%, as they would by chance.",
            "The median is that of all values shown.",
            "The latest value is 33% (December 2025); the goal is 60%.",
            "Single values need no explanation: to move the line, change how the work is done.",
        )

    def test_better_than_the_frozen_start(self):
        said = words([*CALM, 41, 46, 44, 52, 55, 58, 57, 60], baseline=12, goal=60)
        assert said.headline == "Something changed for the better."
        assert said.details == (
            "20 values are enough to judge.",
            (
                "Since December 2025, 9 values in a row have been above the median of 32%; "
                "by chance it would be 7 at most."
            ),
            "It still holds at the latest value.",
            "The median comes from January 2025 to December 2025 and has been kept since.",
            "The latest value, 60% (August 2026), reaches the goal of 60%.",
            "Find out what was different, so that it can be kept.",
        )

    def test_both_halves_are_told_the_present_first(self):
        said = words([1] * 10 + [9] * 10, unit="", better="down", goal=4)
        assert said.headline == "Something changed, and not in the direction hoped for."
        assert said.details == (
            "20 values are enough to judge.",
            (
                "Since November 2025, 10 values in a row have been above the median of 5; "
                "by chance it would be 7 at most."
            ),
            "It still holds at the latest value.",
            "From January 2025 to October 2025, 10 values in a row were below the median of 5.",
            "The median is that of all values shown.",
            "The latest value is 9 (August 2026); the goal is 4.",
            "Find out what was different.",
        )

    def test_a_run_that_did_not_last(self):
        said = words([*CALM, *[50] * 9, 20], baseline=12)
        assert said.headline == "Something changed for a while."
        assert said.details[1:3] == (
            "From December 2025 to September 2026, 10 values in a row were above the median of 32%.",
            "It did not last: a later value lies on the other side.",
        )

    def test_few_crossings_have_no_place(self):
        said = words([1, 1, 1, 1, 1, 9, 9, 9, 9, 9], unit="")
        assert said.headline == "Something changed."
        assert said.details[1] == (
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
            "A new phase, with a median of its own, begins with September 2026.",
            "The latest value is 25 (November 2026).",
        )

    def test_an_early_phase_too_short_to_judge(self):
        said = words(CALM[:6] + [60 + value for value in CALM], splits=[6])
        assert (
            "From January 2025 to June 2025 there are 6 values: too early to judge that phase."
            in said.details
        )
        assert "The median was 32% before and is 92% since." in said.details

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


class TestEnds:
    CEILING = (100, 100, 90, 100, 95, 100, 100, 80, 100, 100, 100, 90)

    def test_at_the_ceiling(self):
        said = words(self.CEILING, goal=95)
        assert said.headline == "At the ceiling: a run chart cannot show more."
        assert said.details == (
            "More than half of the values are 100%.",
            "The latest value is 90% (December 2025); the goal is 95%.",
        )

    def test_at_the_floor(self):
        said = words([0, 0, 3, 0, 1, 0, 0, 2, 0, 0, 0, 1], unit="incidents", better="up")
        assert said.headline == "At the floor: a run chart cannot show more."
        assert said.details[0] == "More than half of the values are 0."
        assert said.details[-1].startswith("Single values need no explanation")

    def test_only_percentages_have_a_ceiling(self):
        said = words(self.CEILING, unit="minutes")
        assert said.headline == "This chart cannot show a change yet."
        assert said.details[0] == "More than half of the values are 100."

    def test_one_sided_runs_are_not_called_a_change(self):
        assert words([100, 90] * 11 + [100, 100]).verdict == "at_ceiling"

    def test_a_frozen_line_beside_the_ceiling_does_not_hide_it(self):
        said = words([100, 90] * 6 + [100, 100] + [90, 100] * 5, baseline=12)
        assert said.verdict == "at_ceiling"
        assert "95%" not in said.details[0]

    def test_a_change_that_ends_at_the_ceiling_is_told_as_one(self):
        said = words([*CALM, *[100] * 13], baseline=12)
        assert said.headline == "Something changed for the better."
        assert (
            "More than half of the values are 100% now, where the scale ends: "
            "the chart can hardly show more."
        ) in said.details

    def test_families(self):
        said = words(self.CEILING, voice="family")
        assert said.text.startswith(
            "We are at the top. This chart cannot show more. More than half of our numbers are 100%."
        )


class TestStory:
    STORY = Placed(
        splits=((12, Split(DAY, "Notes at the door. ", "Rosa Delgado", date(2026, 5, 4))),),
        exclusions=((3, Exclusion(DAY, "Snow", "Ana")),),
        changes=((6, Change(DAY, "Wider")),),
        notes=((1, Note(DAY, "Nobody reads this aloud")),),
    )

    def told(self, story=STORY, **options):
        values = CALM + [40 + value for value in CALM]
        return words(values, splits=story.cuts, excluded=story.left_out, story=story, **options)

    def test_splits_with_reason_person_and_date(self):
        assert self.told().details[2:8] == (
            "A new phase, with a median of its own, begins with January 2026.",
            "The reason given: Notes at the door.",
            "Decided by Rosa Delgado on May 4, 2026.",
            "The median was 31% before and is 72% since.",
            "From July 2025 on it is counted in another way; compare before and after with care.",
            "Drawn hollow and left out: April 2025 (Snow).",
        )
        assert "Nobody reads" not in self.told().text

    def test_what_is_not_known_is_not_said(self):
        text = self.told(Placed(splits=((12, Split(DAY, by="Ana")),))).text
        assert "Decided by Ana. " in text
        assert "reason" not in text
        assert "Decided" not in self.told(Placed(splits=((12, Split(DAY)),))).text

    def test_many_exclusions_are_counted(self):
        few = Placed(exclusions=tuple((i, Exclusion(DAY, f"Reason {i}")) for i in range(3)))
        assert self.told(few).text.count("Drawn hollow and left out") == 3
        many = Placed(exclusions=tuple((i, Exclusion(DAY, f"Reason {i}")) for i in range(4)))
        assert "4 values, drawn hollow, are left out of the count." in self.told(many).details

    def test_an_excluded_gap_is_only_a_gap(self):
        story = Placed(exclusions=((2, Exclusion(DAY, "Snow")),))
        said = words([30, 34, None, 31], excluded=[2], story=story)
        assert "Snow" not in said.text
        assert "1 value was not reported and leaves a gap." in said.details

    def test_families(self):
        text = self.told(voice="family").text
        assert (
            "A new middle line starts with January 2026. Here is why: Notes at the door. "
            "Rosa Delgado chose this on May 4, 2026. "
            "The line was at 31% before. Now it is at 72%. "
            "From July 2025 on, we count in a new way. "
            "This hollow dot does not count: April 2025 (Snow)."
        ) in text


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
            "Something changed for the better. We have 20 numbers. That is enough to see a change. "
            "Since December 2025, 9 numbers in a row are above the middle one (the median), 32%. "
            "By chance it would be 7 or less. It is still so. "
            "The middle line comes from January 2025 to December 2025. "
            "The last number is 50% (August 2026). That meets our goal of 45%. "
            "What was new? Let us keep it."
        )

    def test_too_early(self):
        assert words([1, 2], voice="family").text.startswith(
            "Too early to tell. Keep going. We have 2 numbers so far."
        )

    def test_reads_at_grade_six(self):
        texts = [words(values, voice="family", **options).text for values, options in CASES]
        assert textstat.flesch_kincaid_grade(" ".join(texts)) <= 6

    def test_sentences_stay_short_by_week(self):
        weeks = [f"the week of September {day}" for day in range(40)]
        for values, options in CASES:
            settings = {key: options[key] for key in ("baseline", "splits") if key in options}
            said = describe(analyse(values, **settings), weeks[: len(values)], voice="family")
            sentences = re.split(r"(?<=[.?!])\s", said.text)
            assert max(len(sentence.split()) for sentence in sentences) <= 25

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
    (TestEnds.CEILING, {"goal": 95}),
    ([0] * 11 + [3], {}),
    ([*CALM, *[100] * 13], {"baseline": 12}),
    (CALM + CALM, {"story": TestStory.STORY, "splits": [12], "excluded": [3]}),
    (CALM[:6] + CALM, {"splits": [6]}),
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
        if said.verdict == "at_floor":
            assert 2 * values.count(0) > points
        if 0 < points < 10:
            assert said.headline in {"Too early to tell.", "Every value is the same."}

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
