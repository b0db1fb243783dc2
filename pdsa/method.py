"""The method itself, without the web: when to test, what a coach would ask, where an idea goes.

Pure: dates and plain strings in, plain values out. The names of scales, decisions and stages are
those of ``enums.py``.
"""

import datetime as dt
import re
from typing import Literal

TUESDAY = 1
# "By next Tuesday" (Field Guide, section 4); beyond two weeks a test is a plan, not a test.
SOON = dt.timedelta(days=14)
SMALL_ENOUGH_TO_BEGIN = frozenset({"", "one_child_or_family", "one_teacher", "one_room"})

Concern = Literal["several", "too_big", "no_date", "too_far", "no_prediction", "no_look"]
# The step of the plan on which each concern can be answered.
STEP_OF: dict[Concern, int] = {
    "several": 1,
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
    what: str,
    scale: str,
    starts_on: dt.date | None,
    prediction: str,
    look_at: str,
    measures: int,
    today: dt.date,
) -> list[Concern]:
    """Return what a coach would ask about a plan, in the order of its steps; never a refusal.

    ``measures`` is how many measures are linked: one of them is a way to know, as words are.
    """
    found: list[tuple[bool, Concern]] = [
        (several_changes(what), "several"),
        (number == 1 and scale not in SMALL_ENOUGH_TO_BEGIN, "too_big"),
        (starts_on is None, "no_date"),
        (starts_on is not None and starts_on - today > SOON, "too_far"),
        (not prediction.strip(), "no_prediction"),
        (not look_at.strip() and not measures, "no_look"),
    ]
    return [concern for asked, concern in found if asked]


# Words that begin a change somebody makes, in a plan's own grammar: "Send a note, hold a meeting".
ENGLISH_ACTION = re.compile(
    "add|ask|begin|build|buy|call|change|create|draw|give|greet|hang|hold|introduce|invite|label|"
    "make|meet|move|offer|open|plan|post|print|put|read|remove|replace|say|schedule|send|set|share|"
    "show|sing|start|stop|switch|teach|tell|text|train|try|use|visit|write"
)
# Spanish plans are written in the infinitive ("mandar una nota", "invitarlas") or as "mandamos".
SPANISH_ACTION = re.compile(
    r"(?!(?:ayer|bar|hogar|lugar|mujer|primer|taller|tercer|vamos)$)"
    r"(?:\w{2,}[aei]r(?:se|nos|l[aeo]s?)?|\w{3,}[aei]mos)"
)
ONE_OF_A_LIST = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])\s+\S")
NEW_THINGS = re.compile(r"(?:new|nuev[oa]s?)\b[^.!?\n,]*,[^.!?\n,]*(?:,| and | y )")
CLAUSES = re.compile(r"[.!?;:\n]+\s*|,\s*(?:(?:and|y|e)\s)?|\s(?:and|y|e)\s")
SOMEBODY_WILL = re.compile(
    r"(?:(?:we|i) (?:will|want to|plan to|are going to|am going to)|to|vamos a|voy a|queremos) "
)
BESIDES = re.compile(r"\b(also|plus|in addition|besides|también|además)\b,? ?")


def several_changes(text: str) -> bool:
    """Whether a plan, English or Spanish, reads like several changes in one. A guess, on purpose.

    It does when it (1) lists two or more lines with bullets or numbers; (2) begins to do three or
    more things ("Send a note, hold a meeting and change the schedule"); (3) begins a second thing
    with a word like "also"; or (4) lists three new things ("New schedule, lines on the floor and
    signs"). What follows "then" is the same change going on and does not count, nor does what
    somebody else will do ("they draw").
    """
    text = BESIDES.sub(r"\1 ", text.casefold())
    lines = text.splitlines()
    if sum(bool(ONE_OF_A_LIST.match(line)) for line in lines) > 1:
        return True
    if any(NEW_THINGS.match(line.strip()) for line in lines):
        return True
    begun, besides = 0, False
    for clause in map(str.strip, CLAUSES.split(text)):
        more = BESIDES.match(clause)
        bare = clause[more.end() :] if more else clause
        if _begins_an_action(SOMEBODY_WILL.sub("", bare, count=1)):
            besides = besides or bool(more and begun)
            begun += 1
    return besides or begun > 2


def _begins_an_action(clause: str) -> bool:
    first = clause.partition(" ")[0]
    return bool(ENGLISH_ACTION.fullmatch(first) or SPANISH_ACTION.fullmatch(first))


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
