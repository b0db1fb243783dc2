from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centers.assessment.comparing import all_alike, average, change
from centers.assessment.merging import Merged, Value, base_of, mark_of, merge, read_base

TWO, THREE, FOUR = Decimal(2), Decimal(3), Decimal(4)
values = st.builds(
    Value,
    st.one_of(st.none(), st.sampled_from([TWO, Decimal("2.5"), THREE])),
    st.sampled_from(["", "Fair.", "Two\nlines"]),
)


def test_what_only_i_changed_is_mine():
    base = base_of(1, Value(TWO, "Fair."))
    assert merge(base, Value(THREE, "Fair."), Value(TWO, "Fair.")) == Merged(Value(THREE, "Fair."))


def test_what_only_the_other_changed_is_theirs_and_news():
    base = base_of(1, Value(TWO, ""))
    assert merge(base, Value(TWO, ""), Value(THREE, "Now.")) == Merged(
        Value(THREE, "Now."), news=True
    )


def test_a_number_of_mine_and_words_of_theirs_go_together():
    base = base_of(1, Value(TWO, ""))
    assert merge(base, Value(THREE, ""), Value(TWO, "Now.")) == Merged(
        Value(THREE, "Now."), news=True
    )


def test_two_different_numbers_are_a_clash_and_theirs_stands():
    base = base_of(1, Value(TWO))
    assert merge(base, Value(THREE), Value(FOUR)) == Merged(Value(FOUR), clash=True)


def test_the_same_number_twice_is_no_clash():
    assert merge(base_of(0, Value()), Value(THREE), Value(THREE)) == Merged(Value(THREE))


@given(values, values, values)
def test_nothing_is_lost_in_silence(base, mine, theirs):
    merged = merge(base_of(3, base), mine, theirs)
    for name in ("score", "comment"):
        was, my, other = (getattr(each, name) for each in (base, mine, theirs))
        if my not in (was, other) and getattr(merged.value, name) != my:
            assert merged.clash
        if other not in (was, my) and not merged.clash:
            assert getattr(merged.value, name) == other
            assert merged.news


@given(st.integers(0, 99), values)
def test_a_base_survives_the_form(revision, value):
    base = base_of(revision, value)
    assert read_base(str(base)) == base


@pytest.mark.parametrize("text", ("", "nonsense", "1:2", "a:2:b", "1:x:"))
def test_an_unreadable_base_is_an_empty_one(text):
    assert read_base(text) == base_of(0, Value())


def test_line_endings_do_not_count():
    assert mark_of("One\r\ntwo\n") == mark_of("One\ntwo")


def test_a_mean_leaves_out_what_has_no_number():
    assert average([TWO, None, Decimal("2.5")]) == Decimal("2.3")
    assert average([None]) is None


@pytest.mark.parametrize(
    ("scores", "difference"),
    (((THREE,), None), ((THREE, None), None), ((None, THREE), None), ((THREE, TWO), Decimal(-1))),
)
def test_change_from_the_round_before(scores, difference):
    assert change(scores) == difference


@pytest.mark.parametrize(
    ("scores", "alike"),
    (
        ((TWO,) * 4, True),
        ((TWO,) * 3, False),
        ((TWO, TWO, TWO, THREE), False),
        ((None,) * 6, False),
        ((TWO, TWO, TWO, None), False),
    ),
)
def test_all_alike(scores, alike):
    assert all_alike(scores) is alike
