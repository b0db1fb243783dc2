"""The method itself: days, a coach's questions, where an idea goes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdsa.enums import Decision, Scale, Stage
from pdsa.method import concerns, stage_after, suggest_day

TODAY = date(2026, 3, 12)
GOOD = {
    "number": 1,
    "scale": "one_teacher",
    "starts_on": TODAY + timedelta(days=5),
    "prediction": "They will answer.",
    "look_at": "Did they answer?",
    "today": TODAY,
}


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_the_suggested_day_is_a_tuesday_within_a_week(today):
    day = suggest_day(today)
    assert day.weekday() == 1
    assert timedelta(days=1) <= day - today <= timedelta(days=7)


def test_a_small_soon_and_guessed_plan_raises_no_question():
    assert concerns(**GOOD) == []


@pytest.mark.parametrize(
    ("change", "concern"),
    (
        ({"scale": "several_rooms"}, "too_big"),
        ({"scale": "center"}, "too_big"),
        ({"starts_on": None}, "no_date"),
        ({"starts_on": TODAY + timedelta(days=15)}, "too_far"),
        ({"prediction": "  "}, "no_prediction"),
        ({"look_at": ""}, "no_look"),
    ),
)
def test_what_a_coach_asks(change, concern):
    assert concerns(**(GOOD | change)) == [concern]


def test_two_weeks_to_the_day_are_soon_enough():
    assert concerns(**(GOOD | {"starts_on": TODAY + timedelta(days=14)})) == []


def test_only_the_first_cycle_should_be_small():
    assert concerns(**(GOOD | {"scale": "center", "number": 2})) == []


@pytest.mark.parametrize(
    ("stage", "was", "now", "after"),
    (
        ("testing", "", "expand", "testing"),
        ("testing", "", "adjust", "testing"),
        ("testing", "", "abandon", "abandoned"),
        ("testing", "", "ready", "implementing"),
        ("spreading", "", "expand", "spreading"),
        ("spreading", "", "ready", "spreading"),
        ("sustained", "", "abandon", "abandoned"),
        ("abandoned", "abandon", "adjust", "testing"),
        ("abandoned", "abandon", "ready", "implementing"),
        ("implementing", "ready", "adjust", "testing"),
        ("implementing", "", "adjust", "implementing"),
    ),
)
def test_where_an_idea_goes(stage, was, now, after):
    assert stage_after(stage, was=was, now=now) == after


def test_every_decision_leads_to_a_stage():
    assert {stage_after("testing", was="", now=decision) for decision in Decision} <= set(Stage)


def test_the_next_size_up():
    assert [scale.larger for scale in Scale] == [*list(Scale)[1:], Scale.CENTER]
