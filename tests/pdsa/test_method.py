"""The method itself: days, a coach's questions, where an idea goes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdsa.enums import Decision, Scale, Stage
from pdsa.method import concerns, several_changes, stage_after, suggest_day

TODAY = date(2026, 3, 12)
GOOD = {
    "number": 1,
    "what": "Tell two families one good thing.",
    "scale": "one_teacher",
    "starts_on": TODAY + timedelta(days=5),
    "prediction": "They will answer.",
    "look_at": "Did they answer?",
    "measures": 0,
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
        ({"what": "Send a note, hold a meeting and change the schedule"}, "several"),
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


@pytest.mark.parametrize(
    "text",
    (
        "- A song at the door\n- A wave at the window",
        "1. Say hello\n2. Ask one question",
        "Send a note home, hold a meeting and change the schedule.",
        "We will send a note, invite the grandparents and open a corner.",
        "Say hello by name. Also start a reading corner.",
        "New outdoor schedule for all rooms, color lines on the floor, walking feet signs.",
        "Mandar una nota, invitar a las familias y abrir un rincón.",
        "Vamos a mandar una nota y también cambiar el horario.",
        "Mandamos una nota. Además, abrimos un rincón.",
        "Nuevo horario para todos, líneas en el piso y letreros.",
    ),
)
def test_a_plan_that_reads_like_several_changes(text):
    assert several_changes(text)


@pytest.mark.parametrize(
    "text",
    (
        "",
        "Greet each family by name and ask one question.",
        "At pick-up, tell two families one good thing. Then stop talking and wait.",
        "Make a book with the children. They draw what they did. Then they make new words.",
        "Song, stones, same order.",
        "A new assistant, on her second day, learns it from the teacher next door, not from a binder.",
        "Keep everything as it was.",
        "Llamar a una familia y luego escribir lo que dijo.",
        "Me paro en la entrada y saludo en español a las familias nuevas.",
        "Un rincón con un cojín, un espejo y cuatro caras. Ayer lo vio mi mujer.",
    ),
)
def test_a_plan_that_reads_like_one_change(text):
    assert not several_changes(text)


@given(st.text())
def test_whatever_somebody_types_is_read(text):
    assert several_changes(text) in {True, False}


def test_a_linked_measure_is_a_way_to_know():
    assert concerns(**(GOOD | {"look_at": "", "measures": 1})) == []
