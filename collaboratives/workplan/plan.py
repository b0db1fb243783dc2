"""The standard workplan as read from the data files, checked against their grammar."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from collaboratives.workplan.dates import Timing, TimingError

DATA = Path(__file__).parent / "data"
FORMS = ("anchor", "each", "every", "as_needed")
Data = dict[str, Any]


@cache
def read_plan() -> Data:
    """Return the standard plan: the sample workplan together with the checklist.

    Each task has a ``timing`` (dates.Timing) beside its texts. Raises TimingError where a task
    has none or more than one timing.
    """
    return with_timings(with_checklist(read("workplan"), read("checklist")))


def read(name: str) -> Data:
    """Return one data file as it stands."""
    data: Data = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return data


def with_checklist(plan: Data, checklist: Data) -> Data:
    """Return the plan with what the checklist asks for beside it.

    What the plan covers already is left out. Tasks join the activity that they or their own
    activity name, behind those that stand there; other activities follow those of their phase.
    """
    phases = {phase["key"]: phase for phase in plan["phases"]}
    activities = {one["key"]: one for phase in plan["phases"] for one in phase["activities"]}
    asked = [activity for area in checklist["areas"] for activity in area["activities"]]
    for activity in asked:
        if "phase" in activity:
            own = {name: activity[name] for name in ("key", "title", "brief")} | {"tasks": []}
            phases[activity["phase"]]["activities"].append(own)
            activities[own["key"]] = own
    for activity in asked:
        joins = activity.get("joins", activity["key"])
        for task in activity["tasks"]:
            if "covered_by" not in task:
                activities[task.get("joins", joins)]["tasks"].append(task)
    return plan


def with_timings(plan: Data) -> Data:
    """Return a plan with the ``timing`` of each task read; raises TimingError."""
    for phase in plan["phases"]:
        for activity in phase["activities"]:
            for task in activity["tasks"]:
                task["timing"] = timing_of(task)
    return plan


def timing_of(task: Data) -> Timing:
    """Return the one timing that a task of the data file states."""
    stated = [form for form in FORMS if form in task]
    if len(stated) != 1:
        raise TimingError(f"{task['key']}: needs exactly one timing")
    return Timing(
        form=stated[0],
        anchor=task.get("anchor", ""),
        offset=task.get("offset", 0),
        unit=task.get("unit", "days"),
        kinds=tuple(task.get("each", ())),
        step=task.get("every", ""),
        day=task.get("day"),
        since=task.get("from", ""),
        until=task.get("until", ""),
    )
