"""Which one question a team is given for its meeting. Pure: it reads nothing and says nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Asked = Literal[
    "better", "worse", "changed", "gap", "surprise", "nothing_tried", "unfinished", "next"
]


@dataclass(frozen=True, slots=True)
class Signal:
    """A measure whose chart shows a sign of change that it did not show a month before.

    ``good`` is None where neither direction is better; ``since`` is the period in which the run
    began, or nothing.
    """

    measure: str
    good: bool | None
    since: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask, about which measure or test, and since when."""

    asked: Asked
    about: str = ""
    since: str = ""


def question_for(
    *,
    signals: Sequence[Signal] = (),
    gaps: Sequence[str] = (),
    surprises: Sequence[str] = (),
    tried: int = 0,
    unfinished: Sequence[str] = (),
) -> Question:
    """Return the question of the month: the first of these that applies, and of several the first.

    1. A new sign of change (``signals``): what did you do then? A change for the better comes
       before one for the worse, for it is what there is to keep.
    2. A measure without a number for the month (``gaps``): what got in the way?
    3. A test that ended in another way than predicted (``surprises``): what surprised you?
    4. Nothing was tried in the month (``tried`` is 0): what could be tried by next Tuesday?
    5. A test whose day has passed and whose story is not told (``unfinished``): what did you see?
    6. Otherwise: which test is next?
    """
    if signals:
        first = min(signals, key=_how_pressing)
        asked: Asked = "changed" if first.good is None else "better" if first.good else "worse"
        return Question(asked, first.measure, first.since)
    if gaps:
        return Question("gap", gaps[0])
    if surprises:
        return Question("surprise", surprises[0])
    if not tried:
        return Question("nothing_tried")
    if unfinished:
        return Question("unfinished", unfinished[0])
    return Question("next")


def _how_pressing(signal: Signal) -> int:
    return {True: 0, False: 1, None: 2}[signal.good]
