from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from collaboratives.workplan.dates import (
    Calendar,
    Due,
    Occasion,
    Timing,
    TimingError,
    add_business_days,
    due_dates,
    is_business_day,
    resolve,
    shift,
)
from collaboratives.workplan.plan import read_plan

ANCHORS = read_plan()["anchors"]
DAY = timedelta(days=1)


def session(number, on, key=None):
    return Occasion(key or number, "learning_session", number, on)


FIRST, SECOND, THIRD = (
    session(1, date(2026, 6, 11)),
    session(2, date(2026, 9, 24)),
    session(3, date(2027, 1, 14)),
)
CALENDAR = Calendar(date(2026, 1, 5), date(2027, 6, 30), (FIRST, SECOND, THIRD))


# --- offsets


@pytest.mark.parametrize(
    ("day", "offset", "unit", "result"),
    (
        (date(2026, 9, 24), -16, "weeks", date(2026, 6, 4)),
        (date(2026, 9, 24), -10, "days", date(2026, 9, 14)),
        (date(2026, 1, 31), 1, "months", date(2026, 2, 28)),
        (date(2026, 1, 31), -2, "months", date(2025, 11, 30)),
        (date(2026, 9, 24), -1, "business_days", date(2026, 9, 23)),
        (date(2026, 9, 28), -1, "business_days", date(2026, 9, 25)),
        (date(2026, 9, 26), 0, "business_days", date(2026, 9, 26)),
    ),
)
def test_offsets(day, offset, unit, result):
    assert shift(day, offset, unit) == result


def test_business_days_pass_holidays_over():
    christmas = frozenset({date(2026, 12, 25)})
    assert add_business_days(date(2026, 12, 24), 1, christmas) == date(2026, 12, 28)
    assert add_business_days(date(2026, 12, 28), -1, christmas) == date(2026, 12, 24)


def test_an_unknown_unit_is_refused():
    with pytest.raises(TimingError):
        shift(date(2026, 1, 1), 1, "fortnights")


days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
offsets = st.integers(-120, 120)
holiday_sets = st.frozensets(st.dates(date(2025, 1, 1), date(2026, 12, 31)), max_size=40)


@given(days, offsets, holiday_sets)
def test_business_days_agree_with_counting_them_one_by_one(day, count, holidays):
    result = add_business_days(day, count, holidays)
    low, high = sorted((day, result))
    passed = (low + DAY * n for n in range((high - low).days + 1))
    assert sum(is_business_day(d, holidays) for d in passed if d != day) == abs(count)
    if count:
        assert is_business_day(result, holidays)
        assert (result > day) == (count > 0)


@given(days, offsets, holiday_sets)
def test_business_days_there_and_back(day, count, holidays):
    assume(is_business_day(day, holidays))
    there = add_business_days(day, count, holidays)
    assert add_business_days(there, -count, holidays) == day


@given(days, offsets, st.sampled_from(("days", "weeks")))
def test_days_and_weeks_there_and_back(day, count, unit):
    assert shift(shift(day, count, unit), -count, unit) == day


@given(days, offsets)
def test_months_keep_the_day_where_the_month_has_it(day, count):
    result = shift(day, count, "months")
    assert (result.year - day.year) * 12 + result.month - day.month == count
    assert result.day == day.day or (result.day < day.day and (result + DAY).day == 1)


# --- anchors


def test_the_first_event_of_a_kind_counts():
    calls = (
        Occasion(8, "orientation", None, date(2026, 3, 9)),
        Occasion(9, "orientation", None, date(2026, 2, 2)),
    )
    calendar = replace(CALENDAR, occasions=(*CALENDAR.occasions, *calls))
    assert resolve("orientation", ANCHORS, calendar).occasion.key == 9


def test_what_is_not_in_the_calendar_stands_where_the_plan_puts_it():
    point = resolve("faculty_start", ANCHORS, CALENDAR)
    assert point.on == FIRST.on - timedelta(weeks=22 + 10)
    assert point.occasion == FIRST


def test_every_anchor_resolves_with_three_sessions_alone():
    for name in ANCHORS:
        if name != "learning_session":
            assert resolve(name, ANCHORS, CALENDAR) is not None, name


def test_an_anchor_without_ground_is_none_and_makes_no_task():
    empty = replace(CALENDAR, occasions=())
    assert resolve("learning_session_2", ANCHORS, empty) is None
    assert due_dates(Timing("anchor", anchor="orientation"), ANCHORS, empty) == []
    assert (
        due_dates(Timing("each", kinds=("all_team_call",), since="selection"), ANCHORS, empty) == []
    )


def test_unknown_and_circular_anchors_are_refused():
    with pytest.raises(TimingError, match="unknown"):
        resolve("no_such_day", ANCHORS, CALENDAR)
    circle = {
        "a": {"otherwise": {"anchor": "b", "offset": 1, "unit": "days"}},
        "b": {"otherwise": {"anchor": "a", "offset": 1, "unit": "days"}},
    }
    with pytest.raises(TimingError, match="circular"):
        resolve("a", circle, CALENDAR)


# --- the four forms


def test_one_task_from_an_anchor():
    timing = Timing("anchor", anchor="learning_session", offset=-16, unit="weeks")
    assert due_dates(timing, ANCHORS, CALENDAR, SECOND) == [Due(date(2026, 6, 4), SECOND)]


def test_as_needed_has_no_date():
    assert due_dates(Timing("as_needed"), ANCHORS, CALENDAR) == [Due(None)]


def test_each_event_from_one_anchor_until_another():
    calls = tuple(
        Occasion(20 + n, "faculty_call", None, day)
        for n, day in enumerate((FIRST.on - DAY, FIRST.on, CALENDAR.ends_on, SECOND.on))
    )
    calendar = replace(CALENDAR, occasions=calls + tuple(CALENDAR.occasions))
    timing = Timing("each", kinds=("faculty_call",), since="learning_session_1", until="end")
    assert [due.on for due in due_dates(timing, ANCHORS, calendar)] == [FIRST.on, SECOND.on]


@pytest.mark.parametrize(
    ("step", "expected"),
    (
        ("month", ["2026-06-20", "2026-07-20", "2026-08-20", "2026-09-20"]),
        ("two_months", ["2026-06-20", "2026-08-20"]),
        ("quarter", ["2026-06-20", "2026-09-20"]),
    ),
)
def test_a_day_of_every_month(step, expected):
    timing = Timing(
        "every", step=step, day=20, since="learning_session_1", until="learning_session_2"
    )
    assert [due.on.isoformat() for due in due_dates(timing, ANCHORS, CALENDAR)] == expected


def test_the_first_such_day_may_be_the_beginning_itself_or_in_the_next_month():
    def first(day):
        timing = Timing("every", step="month", day=day, since="learning_session_1", until="end")
        return due_dates(timing, ANCHORS, CALENDAR)[0].on

    assert first(11) == date(2026, 6, 11)
    assert first(10) == date(2026, 7, 10)


def test_every_two_weeks_begins_a_fortnight_later():
    timing = Timing(
        "every", step="two_weeks", since="learning_session_2", until="learning_session_3"
    )
    found = due_dates(timing, ANCHORS, CALENDAR)
    assert [due.on for due in found][:2] == [date(2026, 10, 8), date(2026, 10, 22)]
    assert [due.occurrence for due in found] == list(range(1, len(found) + 1))
    assert found[-1].on < THIRD.on


@pytest.mark.parametrize(
    "timing",
    (
        Timing("sometimes"),
        Timing("every", step="year", day=1, since="start", until="end"),
        Timing("every", step="month", day=31, since="start", until="end"),
        Timing("every", step="month", day=1),
    ),
)
def test_what_the_grammar_does_not_allow_is_refused(timing):
    with pytest.raises(TimingError):
        due_dates(timing, ANCHORS, CALENDAR)


# --- moves

moves = st.integers(-60, 60).map(lambda n: timedelta(days=n))


def moved(calendar, key, by):
    return replace(
        calendar,
        occasions=tuple(
            replace(one, on=one.on + by) if one.key == key else one for one in calendar.occasions
        ),
    )


def whole_plan(calendar):
    """Every task of the standard plan, by rule, event and occurrence."""
    found = {}
    plan = read_plan()
    sessions = [one for one in calendar.occasions if one.kind == "learning_session"]
    for activity in (a for phase in plan["phases"] for a in phase["activities"]):
        for one in sessions if activity.get("repeat") else [None]:
            for task in activity["tasks"]:
                for due in due_dates(task["timing"], plan["anchors"], calendar, one):
                    event = due.occasion.key if due.occasion else None
                    found[activity["key"], one and one.key, task["key"], event, due.occurrence] = (
                        due.on
                    )
    return found


BUSY = replace(
    CALENDAR,
    occasions=(
        *CALENDAR.occasions,
        Occasion(11, "all_team_call", None, date(2026, 7, 17)),
        Occasion(12, "affinity_call", None, date(2026, 10, 6)),
        Occasion(13, "expert_meeting", None, date(2026, 1, 20)),
    ),
)
BEFORE = whole_plan(BUSY)
IN_MONTHS = {
    task["key"]
    for phase in read_plan()["phases"]
    for activity in phase["activities"]
    for task in activity["tasks"]
    if task["timing"].unit == "months"
}


@given(st.sampled_from((1, 2, 3, 11, 12, 13)), moves)
def test_moving_an_event_there_and_back_restores_every_date(key, by):
    there = moved(BUSY, key, by)
    assert whole_plan(moved(there, key, -by)) == BEFORE


@given(st.sampled_from((1, 2)), moves, st.sampled_from((3, 11, 12)), moves)
def test_the_order_of_two_moves_does_not_matter(one, by, other, also):
    a = moved(moved(BUSY, one, by), other, also)
    b = moved(moved(BUSY, other, also), one, by)
    assert whole_plan(a) == whole_plan(b)


@given(moves)
def test_preparation_keeps_its_distance_from_its_session(by):
    after = whole_plan(moved(BUSY, 2, by))
    for identity, day in BEFORE.items():
        # A distance in months has another length elsewhere, and what has no date keeps none.
        if identity[1] == 2 and day is not None and identity[2] not in IN_MONTHS:
            assert after[identity] == day + by
