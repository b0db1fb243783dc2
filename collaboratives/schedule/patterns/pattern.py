"""What the words of a series mean."""

from dataclasses import dataclass
from datetime import time

DEFAULT_MINUTES = 45


class PatternError(ValueError):
    """The words are not understood. ``reason`` is "day", "time", "half" or "backwards"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Pattern:
    """``weekday`` counts from 0 (Monday).

    ``places`` names which ones of a month (-1 is the last), in every ``every``-th month from the
    one the series begins in. Where it is empty the day comes every ``every`` weeks, counted from
    the first one on or after the beginning. ``every`` is 1 to 4. ``starts`` is None where the
    words name no time.
    """

    weekday: int
    places: tuple[int, ...] = ()
    every: int = 1
    starts: time | None = None
    minutes: int = DEFAULT_MINUTES
