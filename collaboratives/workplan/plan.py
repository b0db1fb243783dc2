"""The standard workplan as read from data/workplan.yaml, checked against its grammar."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from collaboratives.workplan.dates import Timing, TimingError

DATA = Path(__file__).parent / "data" / "workplan.yaml"
FORMS = ("anchor", "each", "every", "as_needed")


@cache
def read_plan() -> dict[str, Any]:
    """Return the plan; each task has a ``timing`` (dates.Timing) beside its texts.

    Raises TimingError where a task has none or more than one timing.
    """
    plan: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    for phase in plan["phases"]:
        for activity in phase["activities"]:
            for task in activity["tasks"]:
                task["timing"] = timing_of(task)
    return plan


def timing_of(task: dict[str, Any]) -> Timing:
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
