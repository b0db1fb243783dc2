"""Weeks into months, teams into one: sums, never averages; missing is missing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import periods, series
from metrics.series import Count, Written

MONDAY = date(2025, 12, 29)
WEEKS = [MONDAY + periods.WEEK * n for n in range(60)]
ENDED = date(2027, 12, 1)

counts = st.builds(
    lambda n, more: Count(Decimal(n), Decimal(n + more)), st.integers(0, 60), st.integers(1, 60)
)
written_weeks = st.dictionaries(st.sampled_from(WEEKS), st.builds(Written, counts), min_size=1)


def monthly(weeks, typed=None, expected=None, ended=ENDED):
    return series.points("month", weeks, typed or {}, expected=expected, ended=ended)


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_every_week_belongs_to_the_month_of_its_thursday_and_to_no_other(day):
    monday = periods.monday_of(day)
    month = periods.month_of_week(monday)
    assert (monday + timedelta(days=3)).month == month.month
    assert monday in periods.weeks_of_month(month)
    for beside in (-1, 1):
        assert monday not in periods.weeks_of_month(periods.add_months(month, beside))


@given(written_weeks)
def test_months_together_hold_what_all_weeks_hold(weeks):
    by_month = series.total(point.count for point in monthly(weeks))
    assert by_month == series.total(written.count for written in weeks.values())


@given(written_weeks)
def test_every_period_stands_in_its_place(weeks):
    by_week = series.points("week", weeks, {}, expected=None, ended=ENDED)
    starts = [point.start for point in by_week]
    assert starts == periods.weeks_between(min(weeks), max(weeks))
    assert [point.count for point in by_week if point.count] == [
        weeks[start].count for start in sorted(weeks)
    ]


@given(written_weeks, counts)
def test_what_was_typed_for_a_month_beats_its_weeks(weeks, typed):
    month = periods.month_of_week(min(weeks))
    point = series.monthly_point(month, weeks, {month: Written(typed)})
    assert (point.count, point.origin) == (typed, "typed")


@given(written_weeks)
def test_a_month_that_could_not_be_counted_is_missing_whatever_its_weeks(weeks):
    month = periods.month_of_week(min(weeks))
    point = series.monthly_point(month, weeks, {month: Written(None, "We moved.")})
    assert (point.count, point.reason) == (None, "We moved.")


@given(st.lists(written_weeks, min_size=1, max_size=4))
def test_teams_are_summed_and_each_point_says_how_many(teams):
    each = [series.points("week", weeks, {}, expected=None, ended=ENDED) for weeks in teams]
    for point in series.over_teams(each):
        here = [weeks[point.start].count for weeks in teams if point.start in weeks]
        assert (point.teams, point.count) == (len(here), series.total(here))


def test_a_percentage_is_not_averaged():
    weeks = {
        date(2026, 3, 2): Written(Count(Decimal(1), Decimal(10))),
        date(2026, 3, 9): Written(Count(Decimal(30), Decimal(30))),
    }
    [point] = monthly(weeks)
    assert point.count == Count(Decimal(31), Decimal(40))
    assert point.count.plotted(Decimal(100)) == Decimal("77.5")


def test_a_missing_week_is_no_zero():
    weeks = {
        WEEKS[0]: Written(Count(Decimal(4), Decimal(8))),
        WEEKS[2]: Written(Count(Decimal(6), Decimal(8))),
    }
    by_week = series.points("week", weeks, {}, expected=None, ended=ENDED)
    assert [point.count is None for point in by_week] == [False, True, False]


def test_a_series_that_stopped_goes_on_as_missing_until_the_last_due_month():
    weeks = {date(2026, 3, 2): Written(Count(Decimal(4), Decimal(8)))}
    months = monthly(weeks, expected=date(2026, 5, 1))
    assert [point.start.month for point in months] == [3, 4, 5]
    assert [point.count is None for point in months] == [False, True, True]
    by_week = series.points("week", weeks, {}, expected=date(2026, 3, 1), ended=ENDED)
    assert [point.start.day for point in by_week] == [2, 9, 16, 23]


def test_weeks_of_the_running_month_are_no_month_yet():
    weeks = {date(2026, 3, 30): Written(Count(Decimal(4), Decimal(8)))}
    assert monthly(weeks, ended=date(2026, 3, 1)) == []


@pytest.mark.parametrize(
    ("month", "day", "expected"),
    (
        (date(2026, 1, 1), 10, date(2026, 2, 10)),
        (date(2026, 1, 1), 31, date(2026, 2, 28)),
        (date(2026, 12, 1), 5, date(2027, 1, 5)),
    ),
)
def test_the_day_in_the_following_month(month, day, expected):
    assert periods.day_after(month, day) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    (
        (date(2026, 9, 10), date(2026, 7, 1)),  # the due day itself is still in time
        (date(2026, 9, 11), date(2026, 8, 1)),
        (date(2026, 1, 11), date(2025, 12, 1)),
    ),
)
def test_the_last_due_month(today, expected):
    assert periods.last_due_month(today, 10) == expected


@pytest.mark.parametrize("text", ("2026-13", "2026-9", "26-09", "abc", "2026-09-01", ""))
def test_what_is_no_month(text):
    assert periods.read_month(text) is None


def test_a_month_is_read_as_it_is_written():
    assert periods.read_month(periods.month_text(date(2026, 9, 1))) == date(2026, 9, 1)


# By week: what was typed for the whole center (or that it could not be), and each room's count.
said = st.one_of(st.builds(Written, counts), st.just(Written(None, "Closed.")))
typed_weeks = st.dictionaries(st.sampled_from(WEEKS[:8]), said, max_size=5)
room_weeks = st.dictionaries(
    st.sampled_from(WEEKS[:8]),
    st.dictionaries(st.integers(1, 3), said, min_size=1),
    max_size=8,
)


@given(typed_weeks, room_weeks)
def test_a_week_is_what_was_typed_or_else_the_sum_of_its_rooms_and_never_both(typed, rooms):
    weeks = series.whole_weeks(typed, rooms)
    assert set(weeks) == set(typed) | set(rooms)
    for monday, written in weeks.items():
        if monday in typed:
            assert written == typed[monday]
        else:
            assert written.count == series.total(one.count for one in rooms[monday].values())


@given(typed_weeks, room_weeks, counts)
def test_a_typed_month_beats_weeks_and_rooms(typed, rooms, month_count):
    weeks = series.whole_weeks(typed, rooms)
    for month in {periods.month_of_week(monday) for monday in weeks}:
        by_weeks = series.monthly_point(month, weeks, {}).count
        mondays = [m for m in periods.weeks_of_month(month) if m in weeks]
        assert by_weeks == series.total(weeks[monday].count for monday in mondays)
        assert (
            series.monthly_point(month, weeks, {month: Written(month_count)}).count == month_count
        )


@given(room_weeks)
def test_a_row_taken_back_lets_the_rooms_count_again(rooms):
    taken_back = dict.fromkeys(rooms, Written(None))
    assert series.whole_weeks(taken_back, rooms) == series.whole_weeks({}, rooms)


@given(room_weeks)
def test_a_room_that_did_not_count_is_missing_and_no_zero(rooms):
    for monday, written in series.whole_weeks({}, rooms).items():
        counted = [one for one in rooms[monday].values() if one.count]
        assert (written.count is None) == (not counted)
        assert written.reason == ("" if counted else "Closed.")


@given(st.lists(st.integers(0, 60), min_size=1, max_size=4))
def test_a_plain_count_stands_over_one_however_many_are_added(numbers):
    rooms = {WEEKS[0]: {i: Written(Count(Decimal(n), Decimal(1))) for i, n in enumerate(numbers)}}
    week = series.whole_weeks({}, rooms, plain=True)[WEEKS[0]]
    assert week.count == Count(Decimal(sum(numbers)), Decimal(1))
