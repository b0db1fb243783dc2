"""The checklist of main activities has every line of its source and makes nothing twice."""

import re
from typing import Any

import pytest

from collaboratives.enums import Competency
from collaboratives.workplan.plan import read, read_plan, with_checklist
from tests.data.test_content_files import KEBAB, blanks, timing_problem

# Lines of the Field Guide's Appendix C, by area and activity.
LINES = {
    "before-selection": [3, 3, 3, 6],
    "center-selection": [5, 5, 5],
    "onboarding": [3, 4, 3, 6, 7],
    "pre-work-day": [5, 3, 7, 6],
    "learning-sessions": [4, 5, 4, 6, 1],
    "action-periods": [7, 8, 5, 4],
}


@pytest.fixture(scope="module")
def checklist() -> Any:
    return read("checklist")


@pytest.fixture(scope="module")
def sample() -> Any:
    return read("workplan")


def activities_of(checklist: Any) -> list[Any]:
    return [activity for area in checklist["areas"] for activity in area["activities"]]


def lines_of(checklist: Any) -> list[Any]:
    return [task for activity in activities_of(checklist) for task in activity["tasks"]]


def test_every_line_has_its_entry(checklist: Any) -> None:
    found = {a["key"]: [len(x["tasks"]) for x in a["activities"]] for a in checklist["areas"]}
    assert found == LINES
    assert sum(map(sum, LINES.values())) == 118
    assert blanks(checklist) == []


def test_keys_are_unique_in_both_files(checklist: Any, sample: Any) -> None:
    keys = [a["key"] for a in checklist["areas"]]
    keys += [row["key"] for row in activities_of(checklist) + lines_of(checklist)]
    assert len(keys) == len(set(keys)) == 6 + 25 + 118
    assert all(KEBAB.fullmatch(key) for key in keys)
    standing = {
        row["key"]
        for phase in sample["phases"]
        for activity in phase["activities"]
        for row in (activity, *activity["tasks"])
    }
    assert (
        standing & {row["key"] for row in activities_of(checklist) + lines_of(checklist)} == set()
    )


def test_what_covers_a_line_is_in_the_sample_workplan(checklist: Any, sample: Any) -> None:
    tasks = {
        f"{activity['key']}/{task['key']}"
        for phase in sample["phases"]
        for activity in phase["activities"]
        for task in activity["tasks"]
    }
    covering = [task["covered_by"] for task in lines_of(checklist) if "covered_by" in task]
    assert set(covering) - tasks == set()
    assert len(covering) == 38


def test_each_line_has_a_competency_and_a_timing(checklist: Any) -> None:
    assert {task["competency"] for task in lines_of(checklist)} <= set(Competency.values)
    problems = {}
    for task in lines_of(checklist):
        stated = {name: value for name, value in task.items() if name != "joins"}
        if stated.pop("covered_by", None) and not stated.keys() - {"key", "title", "competency"}:
            continue
        if problem := timing_problem(stated):
            problems[task["key"]] = problem
    assert problems == {}


def test_the_timings_that_the_checklist_states(checklist: Any) -> None:
    by_key = {task["key"]: task for task in lines_of(checklist)}
    stated = {
        key: (by_key[key].get("offset"), by_key[key].get("unit"))
        for key in ("session-administration", "two-weeks-ahead", "one-week-ahead")
    }
    assert stated == {
        "session-administration": (-3, "months"),
        "two-weeks-ahead": (-2, "weeks"),
        "one-week-ahead": (-1, "weeks"),
    }


def test_each_activity_joins_one_or_stands_by_itself(checklist: Any, sample: Any) -> None:
    phases = {phase["key"] for phase in sample["phases"]}
    known = {a["key"] for phase in sample["phases"] for a in phase["activities"]}
    known |= {a["key"] for a in activities_of(checklist) if "phase" in a}
    for activity in activities_of(checklist):
        assert ("joins" in activity) != ("phase" in activity), activity["key"]
        assert activity.get("phase", "framework") in phases
        assert bool(activity.get("brief")) == ("phase" in activity)
        assert {activity.get("joins")} | {t.get("joins") for t in activity["tasks"]} <= known | {
            None
        }


def test_the_plan_holds_both_and_nothing_twice(checklist: Any) -> None:
    plan = read_plan()
    tasks = [t for p in plan["phases"] for a in p["activities"] for t in a["tasks"]]
    assert len(tasks) == len({t["key"] for t in tasks}) == 108 + 118 - 38
    assert len({t["title"] for t in tasks}) == len(tasks)
    activities = [a for p in plan["phases"] for a in p["activities"]]
    assert len(activities) == 18 + sum("phase" in a for a in activities_of(checklist))
    assert all(a["tasks"] for a in activities)


def test_placeholders_fit_where_a_line_is_added(checklist: Any) -> None:
    plan = with_checklist(read("workplan"), checklist)
    for phase in plan["phases"]:
        for activity in phase["activities"]:
            number = {"number"} if "repeat" in activity else set()
            for task in activity["tasks"]:
                allowed = number | ({"event"} if "each" in task else set())
                assert set(re.findall(r"{(\w+)}", task["title"])) <= allowed, task["key"]
                assert task.get("anchor") != "learning_session" or number, task["key"]
