"""The minutes of an agenda fit the meeting, whatever it is long and whatever people wish."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from collaboratives.workplan.minutes import Ask, shared_out, wished_too_much

asks = st.lists(
    st.builds(Ask, weight=st.integers(0, 9), wish=st.none() | st.integers(0, 120)),
    min_size=1,
    max_size=20,
)


@given(total=st.integers(0, 240), things=asks)
@example(total=60, things=[Ask(wish=59), Ask(), Ask()])
def test_minutes_fit_and_everything_has_one(total, things):
    minutes = shared_out(total, things)
    assert len(minutes) == len(things)
    assert sum(minutes) <= total
    if total >= len(things):
        assert min(minutes) >= 1
    if any(ask.wish is None for ask in things):
        assert sum(minutes) == total or total < len(things)


@given(total=st.integers(0, 240), things=asks)
def test_a_wish_is_kept_unless_all_wish_too_much(total, things):
    minutes = shared_out(total, things)
    if wished_too_much(total, things) == 0:
        for ask, granted in zip(things, minutes, strict=True):
            assert ask.wish is None or granted == max(1, ask.wish)


@pytest.mark.parametrize(
    ("total", "things", "expected"),
    (
        (60, [Ask(2), Ask(3), Ask(1)], [20, 30, 10]),
        (60, [Ask(1, wish=20), Ask(1), Ask(1)], [20, 20, 20]),
        (30, [Ask(wish=20), Ask(wish=20)], [15, 15]),
        (47, [Ask(1), Ask(1)], [27, 20]),
        (2, [Ask(), Ask(), Ask()], [1, 1, 0]),
    ),
)
def test_examples(total, things, expected):
    assert shared_out(total, things) == expected


def test_it_says_by_how_much_the_wishes_pass_the_time():
    assert wished_too_much(30, [Ask(wish=20), Ask(wish=20), Ask()]) == 11
    assert wished_too_much(60, [Ask(wish=20), Ask()]) == 0
