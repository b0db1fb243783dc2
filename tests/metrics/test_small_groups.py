"""Which groups are hidden from outside a team: nothing small, and nothing that comes out anyway."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.small_groups import hidden_groups

SIZES = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 40), max_size=8)


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    (
        ({}, ""),
        ({"a": 5, "b": 80}, ""),
        ({"a": 0, "b": 80}, ""),
        ({"a": 4, "b": 9, "c": 80}, "ab"),
        ({"a": 4, "b": 0, "c": 80}, "ac"),
        ({"a": 4}, "a"),
        ({"a": 3, "b": 2, "c": 80}, "ab"),
        ({"a": 1, "b": 1, "c": 9, "d": 80}, "abc"),
    ),
)
def test_what_is_hidden(sizes, hidden):
    assert hidden_groups(sizes) == frozenset(hidden)


@given(SIZES)
def test_nothing_small_is_shown(sizes):
    shown = set(sizes) - hidden_groups(sizes)
    assert all(sizes[key] == 0 or sizes[key] >= 5 for key in shown)


@given(SIZES)
def test_nothing_small_comes_out_by_taking_the_rest_from_the_whole(sizes):
    hidden = hidden_groups(sizes)
    present = [key for key in sizes if sizes[key]]
    if hidden and len(hidden) < len(present):
        assert len(hidden) > 1
        assert sum(sizes[key] for key in hidden) >= 5


@given(SIZES)
def test_nothing_is_hidden_without_a_small_group(sizes):
    is_small = any(0 < size < 5 for size in sizes.values())
    assert bool(hidden_groups(sizes)) == is_small


@given(SIZES)
def test_no_larger_group_is_hidden_before_a_smaller_one(sizes):
    hidden = hidden_groups(sizes)
    most = max((sizes[key] for key in hidden), default=0)
    assert all(sizes[key] == 0 or sizes[key] >= most for key in set(sizes) - hidden)


@given(SIZES, st.integers(1, 12))
def test_a_stricter_rule_hides_no_less(sizes, smallest):
    assert hidden_groups(sizes, smallest) <= hidden_groups(sizes, smallest + 1) | {
        key for key in sizes if sizes[key] >= smallest
    }


@given(SIZES, st.randoms())
def test_the_order_of_the_groups_changes_nothing(sizes, random):
    keys = list(sizes)
    random.shuffle(keys)
    assert hidden_groups({key: sizes[key] for key in keys}) == hidden_groups(sizes)
