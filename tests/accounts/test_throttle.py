from datetime import timedelta

import pytest
from time_machine import travel

from bsc.accounts.models import TokenBucket
from bsc.accounts.throttle import allow

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_bucket_empties_and_refills_with_time():
    with travel("2026-11-20 12:00:00+00:00", tick=False) as clock:
        assert [allow("x", "ana", times=3, within=HOUR) for _ in range(4)] == [True] * 3 + [False]
        clock.shift(timedelta(minutes=21))
        assert [allow("x", "ana", times=3, within=HOUR) for _ in range(2)] == [True, False]
        clock.shift(timedelta(days=1))
        assert [allow("x", "ana", times=3, within=HOUR) for _ in range(4)] == [True] * 3 + [False]


def test_looking_takes_nothing():
    for _ in range(5):
        assert allow("x", "ana", times=1, within=HOUR, cost=0)
    assert allow("x", "ana", times=1, within=HOUR)
    assert not allow("x", "ana", times=1, within=HOUR, cost=0)


def test_people_and_purposes_have_buckets_of_their_own():
    assert allow("x", "ana", times=1, within=HOUR)
    assert allow("x", "ben", times=1, within=HOUR)
    assert allow("y", "ana", times=1, within=HOUR)
    assert not allow("x", "ana", times=1, within=HOUR)


def test_no_address_stands_in_the_table_and_old_rows_go():
    with travel("2026-11-20 12:00:00+00:00", tick=False) as clock:
        allow("x", "ana@example.org", times=1, within=HOUR)
        assert not TokenBucket.objects.filter(key__contains="ana").exists()
        clock.shift(timedelta(days=3))
        allow("x", "ben", times=1, within=HOUR)
        assert TokenBucket.objects.count() == 1
