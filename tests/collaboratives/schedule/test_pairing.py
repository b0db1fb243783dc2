from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from collaboratives.schedule.pairing import pair

START = datetime(2026, 1, 1, 11, tzinfo=UTC)


def on(*days):
    return [START + timedelta(days=day) for day in days]


def test_one_becomes_the_one_of_its_month():
    assert pair(on(15, 45, 75), on(4, 32, 60)) == (0, 1, 2)


def test_of_more_new_dates_the_nearest_are_taken():
    assert pair(on(14, 42), on(0, 7, 14, 21, 28, 35, 42)) == (2, 6)


def test_of_more_old_dates_the_nearest_stay():
    assert pair(on(0, 7, 14, 21, 28), on(8, 28)) == (None, 0, None, None, 1)


def test_without_new_dates_none_is_paired():
    assert pair(on(1, 2), []) == (None, None)
    assert pair([], on(1, 2)) == ()


moments = st.lists(st.integers(0, 60), max_size=6, unique=True).map(lambda days: on(*sorted(days)))


def distance(some, others):
    return sum(abs((a - b).total_seconds()) for a, b in zip(some, others, strict=True))


@given(moments, moments)
def test_as_many_as_possible_in_order_at_the_least_distance(old, new):
    found = pair(old, new)
    pairs = [(old[n], new[index]) for n, index in enumerate(found) if index is not None]
    assert len(found) == len(old)
    assert len(pairs) == min(len(old), len(new))
    assert all(a[1] < b[1] for a, b in pairwise(pairs))
    few, many = sorted((old, new), key=len)
    least = min(distance(few, some) for some in combinations(many, len(few)))
    assert distance(*zip(*pairs, strict=True)) == least if pairs else least == 0


@given(moments)
def test_the_same_words_move_nothing(days):
    assert pair(days, days) == tuple(range(len(days)))
