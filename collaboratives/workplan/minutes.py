"""How a meeting's minutes are shared out over what it has to talk about. Standard library only."""

from collections.abc import Sequence
from dataclasses import dataclass

STEP = 5  # minutes: nobody keeps an agenda to the minute


@dataclass(frozen=True)
class Ask:
    """One thing to talk about. ``wish``: minutes that somebody asked for; else its ``weight``."""

    weight: int = 1
    wish: int | None = None


def shared_out(total: int, asks: Sequence[Ask]) -> list[int]:
    """Return minutes for each, in whole minutes and never more than ``total`` together.

    A wish is kept as long as everything else can have a minute, else all wishes shrink alike.
    What is left goes to the others by weight, in steps of five where the time allows it. Each has
    at least one minute where there are as many minutes as things; else the first ones have one.
    """
    if total < len(asks):
        return [1 if place < total else 0 for place in range(len(asks))]
    others = [place for place, ask in enumerate(asks) if ask.wish is None]
    wished = [place for place, ask in enumerate(asks) if ask.wish is not None]
    minutes = [0] * len(asks)
    granted = _granted(total - len(others), [max(1, asks[place].wish or 0) for place in wished])
    for place, amount in zip(wished, granted, strict=True):
        minutes[place] = amount
    rest = total - sum(granted)
    if others:
        weights = [max(1, asks[place].weight) for place in others]
        for place, amount in zip(others, _by_weight(rest, weights), strict=True):
            minutes[place] = amount
    return minutes


def wished_too_much(total: int, asks: Sequence[Ask]) -> int:
    """Return by how many minutes the wishes alone, with a minute for all else, pass the total."""
    wishes = sum(max(1, ask.wish) if ask.wish is not None else 1 for ask in asks)
    return max(0, wishes - total)


def _granted(room: int, wishes: list[int]) -> list[int]:
    if sum(wishes) <= room:
        return wishes
    return _proportional(room, wishes, step=1)


def _by_weight(room: int, weights: list[int]) -> list[int]:
    return _proportional(room, weights, step=STEP if room >= STEP * len(weights) else 1)


def _proportional(room: int, weights: list[int], *, step: int) -> list[int]:
    """Share ``room`` by weight in whole steps, one at least; the odd rest goes to the heaviest."""
    steps = room // step - len(weights)
    total = sum(weights)
    exact = [steps * weight / total for weight in weights]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda place: shares[place] - exact[place])
    for place in by_remainder[: steps - sum(shares)]:
        shares[place] += 1
    minutes = [step * (share + 1) for share in shares]
    heaviest = max(range(len(weights)), key=lambda place: weights[place])
    minutes[heaviest] += room % step
    return minutes
