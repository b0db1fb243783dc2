"""Where tasks stand after a move: the pure part, held by properties."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaboratives.schedule.timeline import Session, timeline
from collaboratives.workplan.dates import Calendar, Due, Occasion, Timing, circle_in, due_dates
from collaboratives.workplan.following import Choice, Chosen, Standing, Verdict, choose, follow
from collaboratives.workplan.moves.foresight import Known, foresee, options_for
from collaboratives.workplan.moves.stretches import stretches
from collaboratives.workplan.plan import read_plan

ANCHORS = read_plan()["anchors"]
START, END = date(2026, 1, 5), date(2027, 9, 30)
TODAY = date(2026, 5, 1)
DAYS_OFF = frozenset({date(2026, 9, 7), date(2026, 11, 26), date(2026, 12, 25)})
KINDS = ("learning_session", "all_team_call", "orientation")

days = st.dates(START, END)
units = st.sampled_from(["days", "business_days", "weeks", "months"])
timings = st.one_of(
    st.builds(
        Timing,
        form=st.just("anchor"),
        anchor=st.sampled_from([*ANCHORS, "event", "phase:action_period:1:start"]),
        offset=st.integers(-30, 30),
        unit=units,
        event=st.integers(1, 6),
    ),
    st.builds(
        Timing,
        form=st.just("each"),
        kinds=st.sampled_from([("all_team_call",), ("learning_session", "orientation")]),
        offset=st.integers(-30, 30),
        unit=units,
    ),
    st.builds(
        Timing,
        form=st.just("each"),
        series=st.just(1),
        offset=st.integers(-30, 30),
        unit=units,
    ),
    st.builds(
        Timing,
        form=st.just("every"),
        step=st.sampled_from(["month", "two_months", "quarter"]),
        day=st.integers(1, 28),
        since=st.just("start"),
        until=st.just("end"),
    ),
)


def calendar(*on):
    occasions = tuple(
        Occasion(key, KINDS[key % 3], key // 3 + 1 if key % 3 == 0 else None, day, series=key % 2)
        for key, day in enumerate(on, start=1)
    )
    sessions = [Session(one.on, one.on) for one in occasions if one.kind == "learning_session"]
    bounds = {}
    for phase in timeline(START, END, sessions):
        name = phase.key if phase.number is None else f"{phase.key}:{phase.number}"
        bounds |= {f"{name}:start": phase.first, f"{name}:end": phase.last}
    return Calendar(START, END, occasions, DAYS_OFF, bounds)


def plan(rules, where):
    """Return what the rules ask for: (rule, event or None, occurrence) to due."""
    found = {}
    for number, rule in enumerate(rules):
        for due in due_dates(rule, ANCHORS, where):
            event = due.occasion.key if rule.form == "each" and due.occasion else None
            found[number, event, due.occurrence] = due
    return found


def tasks_of(wanted, standings=None):
    return [
        Known(key, identity, (standings or {}).get(key, Standing(due.on)))
        for key, (identity, due) in enumerate(wanted.items())
    ]


def moved(tasks, was, wanted, choices=None):
    """Return the tasks as they stand after a move, by key."""
    seen = foresee(tasks, was=was, wanted=wanted, choices=choices or {}, prepares={}, today=TODAY)
    after = {one.key: one.after for one in seen if one.key is not None}
    return [replace(task, standing=after.get(task.key, task.standing)) for task in tasks]


six_days = st.lists(days, min_size=6, max_size=6)
rule_lists = st.lists(timings, min_size=1, max_size=6)


@given(rule_lists, six_days, six_days)
def test_moving_there_and_back_restores_every_date(rules, here, there):
    was, wanted = plan(rules, calendar(*here)), plan(rules, calendar(*there))
    tasks = tasks_of(was)
    back = moved(moved(tasks, was, wanted), wanted, was)
    for before, after in zip(tasks, back, strict=True):
        assert after.standing.due_on == before.standing.due_on
        assert after.standing.withdrawn == before.standing.withdrawn


@given(rule_lists, six_days, six_days)
def test_the_order_of_moves_does_not_matter(rules, here, there):
    """Three events move one by one, in any order: the plan ends the same."""
    start = tasks_of(plan(rules, calendar(*here)))
    ends = []
    for order in permutations((0, 2, 5)):
        now, tasks = list(here), start
        for place in order:
            then = list(now)
            then[place] = there[place]
            tasks = moved(tasks, plan(rules, calendar(*now)), plan(rules, calendar(*then)))
            now = then
        ends.append([task.standing.due_on for task in tasks if not task.standing.withdrawn])
    assert all(end == ends[0] for end in ends)


@given(rule_lists, six_days, days)
def test_no_task_moves_that_is_not_below_the_anchor(rules, here, day):
    """Event 2 (an orientation of no series) moves: rules of other anchors stay untouched."""
    there = [here[0], day, *here[2:]]
    was, wanted = plan(rules, calendar(*here)), plan(rules, calendar(*there))
    seen = foresee(tasks_of(was), was=was, wanted=wanted, choices={}, prepares={}, today=TODAY)
    for line in seen:
        rule = rules[line.identity[0]]
        below = (
            rule.anchor in {"orientation", "faculty_start"}
            or (rule.anchor == "event" and rule.event == 2)
            or (rule.form == "each" and line.identity[1] == 2)
        )
        assert below, (rule, line)


@given(rule_lists, six_days, six_days, st.data())
def test_pinned_and_done_tasks_stay_where_they_are(rules, here, there, data):
    was, wanted = plan(rules, calendar(*here)), plan(rules, calendar(*there))
    standings = {
        key: Standing(due.on, live=data.draw(st.booleans()), pinned=data.draw(st.booleans()))
        for key, due in enumerate(was.values())
    }
    tasks = tasks_of(was, standings)
    for before, after in zip(tasks, moved(tasks, was, wanted), strict=True):
        if before.standing.pinned or not before.standing.live:
            assert after.standing.due_on == before.standing.due_on
            assert not after.standing.withdrawn


@given(days, days, days, st.integers(-40, 40))
def test_a_task_left_behind_keeps_its_new_distance_the_next_time(first, second, third, slip):
    task = Standing(first + timedelta(days=slip), slip=slip)
    left = choose(task, Choice.LEAVE, was=Due(first), due=Due(second))
    assert left.due_on == task.due_on
    assert follow(left, Due(third)).due_on == task.due_on + (third - second)
    assert follow(left, Due(second)) == left


def test_what_can_be_chosen_for_a_pinned_task():
    task = Standing(date(2026, 9, 1), pinned=True)
    was, due = Due(date(2026, 9, 10)), Due(date(2026, 10, 1))
    kept = choose(task, Choice.KEEP, was=was, due=due)
    assert (kept.due_on, kept.pinned) == (date(2026, 9, 22), True)
    freed = choose(task, Choice.FOLLOW, was=was, due=due)
    assert (freed.due_on, freed.pinned) == (date(2026, 10, 1), False)
    own = choose(task, Choice.ON, was=was, due=due, on=date(2026, 9, 15))
    assert (own.due_on, own.pinned) == (date(2026, 9, 15), True)


@pytest.mark.parametrize("choice", Choice)
def test_nothing_can_be_chosen_for_a_task_that_is_done(choice):
    task = Standing(date(2026, 9, 1), live=False)
    assert (
        choose(task, choice, was=None, due=Due(date(2026, 10, 1)), on=TODAY).due_on == task.due_on
    )


def test_a_chosen_pin_is_said_even_where_the_date_stays():
    was, wanted = {(0, None, None): Due(TODAY)}, {(0, None, None): Due(TODAY + timedelta(7))}
    [line] = foresee(
        [Known(1, (0, None, None), Standing(TODAY))],
        was=was,
        wanted=wanted,
        choices={1: Chosen(Choice.PIN)},
        prepares={},
        today=TODAY,
    )
    assert line.verdict is Verdict.STAYS
    assert line.after.pinned
    assert options_for(line) == (Choice.PIN, Choice.LEAVE, Choice.ON)


def test_lead_time_in_the_past_and_after_its_event_are_said():
    identity = (0, None, None)
    was = {identity: Due(TODAY + timedelta(30))}
    wanted = {identity: Due(TODAY - timedelta(3))}
    [line] = foresee(
        [Known(1, identity, Standing(TODAY + timedelta(30)))],
        was=was,
        wanted=wanted,
        choices={},
        prepares={identity: TODAY + timedelta(4)},
        today=TODAY,
    )
    assert line.in_the_past
    assert not line.too_late
    [pinned] = foresee(
        [Known(1, identity, Standing(TODAY + timedelta(30), pinned=True))],
        was=was,
        wanted=wanted,
        choices={},
        prepares={identity: TODAY + timedelta(4)},
        today=TODAY,
    )
    assert (pinned.verdict, pinned.too_late) == (Verdict.PINNED, True)


def test_an_offset_in_business_days_goes_around_a_day_off():
    rule = Timing("anchor", "event", -2, "business_days", event=1)
    [before] = due_dates(rule, ANCHORS, calendar(date(2026, 9, 3)))
    [after] = due_dates(rule, ANCHORS, calendar(date(2026, 9, 9)))
    assert before.on == date(2026, 9, 1)
    assert after.on == date(2026, 9, 4)  # Monday the 7th is Labor Day


def test_anchors_in_a_circle_are_named():
    circle = {
        "a": {"otherwise": {"anchor": "b", "offset": 1, "unit": "weeks"}},
        "b": {"otherwise": {"anchor": "c", "offset": 1, "unit": "weeks"}},
        "c": {"otherwise": {"anchor": "a", "offset": 1, "unit": "weeks"}},
        "d": {"otherwise": {"anchor": "a", "offset": 1, "unit": "weeks"}},
    }
    assert circle_in(circle) == ["a", "b", "c"]
    assert circle_in(ANCHORS) == []


def test_phases_that_get_longer_and_shorter():
    sessions = [Session(date(2026, m, 10), date(2026, m, 10)) for m in (3, 6, 9)]
    later = [*sessions]
    later[1] = Session(date(2026, 7, 1), date(2026, 7, 1))
    found = stretches(timeline(START, END, sessions), timeline(START, END, later))
    assert [(one.phase.key, one.phase.number, one.days) for one in found] == [
        ("action_period", 1, 21),
        ("action_period", 2, -21),
    ]
