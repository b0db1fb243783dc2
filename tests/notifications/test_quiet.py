"""Quiet hours, also over midnight, over weekends and over the change of the clocks."""

from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bsc.notifications.quiet import hold_until, next_waking_moment

NEW_YORK = ZoneInfo("America/New_York")
EVENING, MORNING = time(18), time(7)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


def waking(moment, start=EVENING, end=MORNING, weekends=True):
    return next_waking_moment(moment, quiet_from=start, quiet_until=end, weekends=weekends)


@pytest.mark.parametrize(
    ("moment", "goes"),
    (
        ("2026-11-18T12:00", "2026-11-18T12:00"),  # Wednesday noon
        ("2026-11-18T17:59", "2026-11-18T17:59"),
        ("2026-11-18T18:00", "2026-11-19T07:00"),
        ("2026-11-18T23:30", "2026-11-19T07:00"),
        ("2026-11-19T00:00", "2026-11-19T07:00"),
        ("2026-11-19T06:59", "2026-11-19T07:00"),
        ("2026-11-19T07:00", "2026-11-19T07:00"),
        ("2026-11-20T19:00", "2026-11-23T07:00"),  # Friday evening: Monday
        ("2026-11-21T12:00", "2026-11-23T07:00"),  # Saturday
        ("2026-11-22T23:59", "2026-11-23T07:00"),
    ),
)
def test_staff_hours(moment, goes):
    assert waking(at(moment)) == at(goes)


def test_weekends_count_only_for_those_who_like_it():
    assert waking(at("2026-11-21T12:00"), weekends=False) == at("2026-11-21T12:00")
    assert waking(at("2026-11-21T19:00"), weekends=False) == at("2026-11-22T07:00")


def test_a_span_within_a_day():
    assert waking(at("2026-11-18T12:30"), time(12), time(14)) == at("2026-11-18T14:00")
    assert waking(at("2026-11-18T11:30"), time(12), time(14)) == at("2026-11-18T11:30")


def test_the_same_time_twice_is_no_quiet_time():
    assert waking(at("2026-11-18T03:00"), time(7), time(7)) == at("2026-11-18T03:00")


def test_morning_is_morning_after_the_clocks_changed():
    goes = waking(at("2026-10-31T20:00"), weekends=False)
    assert goes.isoformat() == "2026-11-01T07:00:00-05:00"


TIMES = some.times()


@given(
    some.integers(min_value=0, max_value=2 * 365 * 24 * 60),
    TIMES,
    TIMES,
    some.booleans(),
)
def test_what_comes_out_is_never_quiet_and_never_long_after(minutes, start, end, weekends):
    moment = at("2026-01-01T00:00") + timedelta(minutes=minutes)
    goes = waking(moment, start, end, weekends)
    assert waking(goes, start, end, weekends) == goes
    assert goes >= moment
    assert (goes.date() - moment.date()).days <= 3


def person(**changes):
    hours = {"quiet_from": EVENING, "quiet_until": MORNING, "quiet_weekends": True}
    return SimpleNamespace(**({"time_zone": ""} | hours | changes))


def hours(start=time(20), end=time(7), time_zone="America/New_York"):
    return SimpleNamespace(quiet_from=start, quiet_until=end, time_zone=time_zone)


@pytest.mark.parametrize(
    ("own", "collaboratives", "hour"),
    (("", "America/New_York", 12), ("America/Los_Angeles", "America/New_York", 15)),
)
def test_the_hours_are_meant_where_the_person_is(own, collaboratives, hour):
    early = datetime(2026, 11, 18, 11, 0, tzinfo=UTC)  # 6:00 in New York, 3:00 in Los Angeles
    goes = hold_until(person(time_zone=own), hours(time_zone=collaboratives), early)
    assert goes.astimezone(UTC) == datetime(2026, 11, 18, hour, 0, tzinfo=UTC)


def test_outside_a_collaborative_the_sites_own_hours_hold(settings):
    settings.TIME_ZONE = "America/New_York"
    early = datetime(2026, 11, 18, 11, 0, tzinfo=UTC)
    assert hold_until(person(), None, early) == datetime(2026, 11, 18, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("theirs", "moment", "goes"),
    (
        (hours(time(16), time(9)), "2026-11-18T15:59", "2026-11-18T15:59"),
        (hours(time(16), time(9)), "2026-11-18T16:00", "2026-11-19T09:00"),  # the later end counts
        (hours(time(16), time(9)), "2026-11-19T08:00", "2026-11-19T09:00"),
        (hours(time(12), time(13)), "2026-11-18T12:30", "2026-11-18T13:00"),
        (hours(time(16), time(9)), "2026-11-20T16:30", "2026-11-23T09:00"),  # Friday: their weekend
        (hours(time(7), time(7)), "2026-11-18T15:00", "2026-11-18T15:00"),
        (hours(time(17), time(18), "America/Denver"), "2026-11-18T17:30", "2026-11-18T17:30"),
        (hours(time(15), time(17), "America/Denver"), "2026-11-18T17:30", "2026-11-19T07:00"),
    ),
)
def test_the_collaboratives_hours_count_beside_ones_own(theirs, moment, goes):
    assert hold_until(person(time_zone="America/New_York"), theirs, at(moment)) == at(goes)


def test_hours_that_leave_no_time_in_common_leave_the_persons_own():
    night_worker = person(quiet_from=time(6), quiet_until=time(21), quiet_weekends=False)
    goes = hold_until(night_worker, hours(time(20), time(7)), at("2026-11-18T12:00"))
    assert goes == at("2026-11-18T21:00")


@given(
    some.integers(min_value=0, max_value=2 * 365 * 24 * 60),
    TIMES,
    TIMES,
    TIMES,
    TIMES,
    some.booleans(),
)
def test_what_is_held_never_goes_in_ones_own_quiet_hours(
    minutes, start, end, first, last, weekends
):
    moment = at("2026-01-01T00:00") + timedelta(minutes=minutes)
    who = person(quiet_from=start, quiet_until=end, quiet_weekends=weekends)
    goes = hold_until(who, hours(first, last), moment)
    assert goes >= moment
    assert waking(goes, start, end, weekends) == goes
    assert (goes.date() - moment.date()).days <= 8
