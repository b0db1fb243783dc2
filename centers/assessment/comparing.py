"""Numbers of two rounds beside each other. Knows no Django.

Scores run from 1 to 4 in halves; None is a statement without a number, and counts nowhere.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

Score = Decimal | None


def average(scores: Iterable[Score]) -> Score:
    """Return the mean of the numbers given, to one decimal (half up); None without any."""
    given = [score for score in scores if score is not None]
    if not given:
        return None
    mean = sum(given, Decimal(0)) / len(given)
    return mean.quantize(Decimal("0.1"), ROUND_HALF_UP)


def change(scores: Sequence[Score]) -> Score:
    """Return the last number minus the one before it; None where either is missing."""
    if len(scores) < 2 or scores[-1] is None or scores[-2] is None:
        return None
    return scores[-1] - scores[-2]


def all_alike(scores: Sequence[Score], at_least: int = 4) -> bool:
    """Whether every statement has the same number: worth a second look, never an error.

    Fewer than ``at_least`` statements may well be alike.
    """
    return len(scores) >= at_least and scores[0] is not None and len(set(scores)) == 1
