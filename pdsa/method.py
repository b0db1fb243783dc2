"""The method itself, without the web: when to test, what a coach would ask, where an idea goes.

Pure: dates and plain strings in, plain values out. The names of scales, decisions and stages are
those of ``enums.py``.
"""

import datetime as dt
from typing import Literal

TUESDAY = 1
# "By next Tuesday" (Field Guide, section 4); beyond two weeks a test is a plan, not a test.
SOON = dt.timedelta(days=14)
SMALL_ENOUGH_TO_BEGIN = frozenset({"", "one_child_or_family", "one_teacher", "one_room"})

Concern = Literal["too_big", "no_date", "too_far", "no_prediction", "no_look"]
# The step of the plan on which each concern can be answered.
STEP_OF: dict[Concern, int] = {
    "too_big": 2,
    "no_date": 3,
    "too_far": 3,
    "no_prediction": 4,
    "no_look": 5,
}


def suggest_day(today: dt.date) -> dt.date:
    """Return the next Tuesday after today, at most seven days away."""
    return today + dt.timedelta(days=(TUESDAY - today.weekday() - 1) % 7 + 1)


def concerns(
    *,
    number: int,
    scale: str,
    starts_on: dt.date | None,
    prediction: str,
    look_at: str,
    today: dt.date,
) -> list[Concern]:
    """Return what a coach would ask about a plan, in the order of its steps; never a refusal."""
    found: list[tuple[bool, Concern]] = [
        (number == 1 and scale not in SMALL_ENOUGH_TO_BEGIN, "too_big"),
        (starts_on is None, "no_date"),
        (starts_on is not None and starts_on - today > SOON, "too_far"),
        (not prediction.strip(), "no_prediction"),
        (not look_at.strip(), "no_look"),
    ]
    return [concern for asked, concern in found if asked]


def stage_after(stage: str, *, was: str, now: str) -> str:
    """Return the stage of an idea after a cycle's decision ``now``; ``was`` is the one it replaces.

    An idea that has gone further than testing is not sent back by one more test; a decision taken
    back takes its step back too.
    """
    if now == "abandon":
        return "abandoned"
    if now == "ready":
        return "implementing" if stage in {"testing", "abandoned"} else stage
    taken_back = stage == "abandoned" or (was == "ready" and stage == "implementing")
    return "testing" if taken_back else stage
