from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaboratives.schedule.timeline import Phase, Session, phase_on, timeline

DAY = timedelta(days=1)
START, END = date(2026, 1, 5), date(2027, 6, 30)


def one_day(year, month, day):
    return Session(date(year, month, day), date(year, month, day))


FOUR = [one_day(2026, 6, 11), one_day(2026, 9, 24), one_day(2027, 1, 14), one_day(2027, 5, 13)]


def keys(phases):
    return [f"{phase.key}{phase.number or ''}" for phase in phases]


def test_four_sessions_in_order():
    assert keys(timeline(START, END, FOUR)) == [
        "center_selection",
        "pre_work",
        "learning_session1",
        "action_period1",
        "learning_session2",
        "action_period2",
        "learning_session3",
        "action_period3",
        "learning_session4",
        "sustainability",
    ]


def test_before_selection_lasts_until_centers_are_told():
    phases = timeline(START, END, FOUR, informational_meeting=date(2026, 2, 2))
    assert phases[0] == Phase("before_selection", None, START, date(2026, 2, 1))
    assert phases[1].first == date(2026, 2, 2)


def test_pre_work_begins_eleven_weeks_ahead_or_with_an_earlier_pre_work_day():
    def pre_work(**days):
        found = timeline(START, END, FOUR, **days)
        return next(phase for phase in found if phase.key == "pre_work")

    assert pre_work().first == date(2026, 3, 26)
    assert pre_work(pre_work_day=date(2026, 5, 7)).first == date(2026, 3, 26)
    assert pre_work(pre_work_day=date(2026, 3, 2)).first == date(2026, 3, 2)


def test_a_session_may_span_days():
    sessions = [Session(date(2026, 6, 11), date(2026, 6, 12)), *FOUR[1:]]
    phases = timeline(START, END, sessions)
    first = next(phase for phase in phases if phase.is_learning_session)
    assert (first.first, first.last) == (date(2026, 6, 11), date(2026, 6, 12))
    assert phase_on(phases, date(2026, 6, 13)).key == "action_period"


def test_with_two_sessions_so_far_the_action_period_stays_open():
    phases = timeline(START, END, FOUR[:2])
    assert phases[-1] == Phase("action_period", 2, date(2026, 9, 25), END)
    assert not any(phase.is_last_session for phase in phases)


def test_only_the_last_session_is_marked_as_such():
    phases = timeline(START, END, FOUR[:3])
    assert [p.number for p in phases if p.is_last_session] == [3]


def test_without_sessions_all_is_before_selection():
    assert timeline(START, END, []) == (Phase("before_selection", None, START, END),)


def test_outside_the_collaborative_there_is_no_phase():
    phases = timeline(START, END, FOUR)
    assert phase_on(phases, START - DAY) is None
    assert phase_on(phases, END + DAY) is None


@st.composite
def plans(draw):
    count = draw(st.integers(3, 5))
    day = START + timedelta(days=draw(st.integers(0, 400)))
    sessions = []
    for _ in range(count):
        last = day + timedelta(days=draw(st.integers(0, 3)))
        sessions.append(Session(day, last))
        day = last + timedelta(days=draw(st.integers(1, 200)))
    optional = st.none() | st.dates(START - 100 * DAY, sessions[0].first + 30 * DAY)
    order = draw(st.permutations(sessions))
    return sessions, order, {
        "pre_work_day": draw(optional),
        "informational_meeting": draw(optional),
    }  # fmt: skip


@given(plans())
def test_every_day_lies_in_exactly_one_phase(plan):
    sessions, order, days = plan
    phases = timeline(START, END, order, **days)
    assert phases[0].first == START
    assert phases[-1].last == max(END, sessions[-1].last)
    for before, after in pairwise(phases):
        assert after.first == before.last + DAY
    assert all(phase.first <= phase.last for phase in phases)


@given(plans())
def test_sessions_are_phases_of_their_own_with_an_action_period_after_each_but_the_last(plan):
    sessions, order, days = plan
    phases = timeline(START, END, order, **days)
    met = [phase for phase in phases if phase.is_learning_session]
    assert [(phase.first, phase.last) for phase in met] == [(s.first, s.last) for s in sessions]
    assert [phase.number for phase in met] == list(range(1, len(sessions) + 1))
    for before, after in pairwise(phases):
        if after.key == "action_period":
            assert (before.key, before.number) == ("learning_session", after.number)
    gaps = [n for n, (a, b) in enumerate(pairwise(sessions), 1) if b.first - a.last > DAY]
    assert [p.number for p in phases if p.key == "action_period"] == gaps


SESSIONS = [*FOUR, one_day(2027, 6, 3)]


@pytest.mark.parametrize("count", (3, 4, 5))
@pytest.mark.parametrize("pre_work_day", (None, date(2026, 3, 2)))
def test_three_to_five_sessions_with_and_without_a_pre_work_day(count, pre_work_day):
    phases = timeline(START, END, SESSIONS[:count], pre_work_day=pre_work_day)
    between = [
        f"{key}{n}" for n in range(1, count) for key in ("learning_session", "action_period")
    ]
    assert keys(phases)[-len(between) - 3 :] == [
        "pre_work",
        *between,
        f"learning_session{count}",
        "sustainability",
    ]
    pre_work = next(phase for phase in phases if phase.key == "pre_work")
    assert pre_work.first == (pre_work_day or date(2026, 3, 26))
    assert [phase.number for phase in phases if phase.is_last_session] == [count]
