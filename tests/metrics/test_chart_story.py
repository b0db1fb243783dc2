"""Days become positions; what lies outside, or divides nothing, is left away."""

from datetime import date, timedelta

import pytest

from metrics.chart_story import Change, Exclusion, Note, Placed, Split, Story, letter, place

FIRST = date(2026, 1, 1)


def position_of(day):
    position = (day - FIRST).days
    return position if 0 <= position < 10 else None


def day(position):
    return FIRST + timedelta(days=position)


def test_everything_finds_its_position_in_order():
    story = Story(
        splits=(Split(day(6), "Second"), Split(day(3), "First")),
        notes=(Note(day(9), "c"), Note(day(0), "a"), Note(day(0), "b")),
        exclusions=(Exclusion(day(0), "Snow"),),
    )
    placed = place(story, [Change(day(5), "Wider")], position_of)
    assert placed.cuts == (3, 6)
    assert [(p, note.text) for p, note in placed.notes] == [(0, "a"), (0, "b"), (9, "c")]
    assert placed.left_out == (0,)
    assert placed.changes == ((5, Change(day(5), "Wider")),)
    assert placed.split_at(6).reason == "Second"
    assert placed.split_at(5) is None


def test_outside_the_series_nothing_stands():
    story = Story((Split(day(12)),), (Note(day(-1), "x"),), (Exclusion(day(10)),))
    assert place(story, [Change(day(20))], position_of) == Placed()


def test_a_break_before_the_first_point_divides_nothing():
    assert place(Story(splits=(Split(day(0)),)), [Change(day(0))], position_of) == Placed()


def test_of_two_breaks_at_one_position_the_later_stands():
    placed = place(Story(splits=(Split(day(4), "a"), Split(day(4), "b"))), [], position_of)
    assert [split.reason for _position, split in placed.splits] == ["b"]


@pytest.mark.parametrize(
    ("number", "sign"), ((1, "a"), (26, "z"), (27, "aa"), (52, "az"), (53, "ba"), (703, "aaa"))
)
def test_letters_go_on_after_z(number, sign):
    assert letter(number) == sign
