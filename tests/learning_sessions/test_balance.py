import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning_sessions.balance import (
    Share,
    Stretch,
    balance,
    long_sittings,
    long_talks,
    whole_percents,
)
from learning_sessions.services import read_outline

PARTS = ("content", "improvement_methods", "cross_center_sharing", "team_time")


def test_a_day_is_divided_among_its_parts():
    day = [
        Stretch("logistics", 60),
        Stretch("content", 60, 20),
        Stretch("team_time", 30, 5),
        Stretch("content", 30),
    ]
    divided = balance(day, PARTS)
    assert divided.shares == (
        Share("content", 90, 75),
        Share("improvement_methods", 0, 0),
        Share("cross_center_sharing", 0, 0),
        Share("team_time", 30, 25),
    )
    assert (divided.minutes, divided.other_minutes, divided.talk_minutes) == (120, 60, 25)
    assert divided.missing == ("improvement_methods", "cross_center_sharing")


def test_a_day_of_breaks_alone_has_no_shares():
    divided = balance([Stretch("logistics", 30)], PARTS)
    assert divided.minutes == 0
    assert [share.percent for share in divided.shares] == [0, 0, 0, 0]


@given(st.lists(st.integers(0, 600), min_size=1, max_size=9).filter(any))
def test_percents_add_up(amounts):
    percents = whole_percents(amounts)
    assert sum(percents) == 100
    total = sum(amounts)
    assert all(abs(p - a * 100 / total) < 1 for p, a in zip(percents, amounts, strict=True))


@pytest.mark.parametrize(("minutes", "found"), ((15, []), (16, [1])))
def test_more_than_fifteen_minutes_of_talk_is_long(minutes, found):
    assert long_talks([Stretch("content", 60, 3), Stretch("content", 60, minutes)]) == found


def test_a_pause_ends_a_sitting():
    day = [
        Stretch("content", 30),
        Stretch("team_time", 20),
        Stretch("logistics", 10),
        Stretch("content", 40),
        Stretch("content", 11),
    ]
    assert long_sittings(day, "logistics") == [(3, 51)]


def test_the_published_first_session_holds_all_four_parts():
    items = read_outline("first_session")["items"]
    day = [Stretch(item["part"], item["minutes"], item["talk_minutes"]) for item in items]
    divided = balance(day, PARTS)
    assert divided.missing == ()
    assert divided.minutes + divided.other_minutes == 480
