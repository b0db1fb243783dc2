"""Which date of a series becomes which, when its words change.

Plain Python without Django.
"""

from collections.abc import Sequence
from datetime import datetime


def pair(old: Sequence[datetime], new: Sequence[datetime]) -> tuple[int | None, ...]:
    """Return for each old date the index of the new one it becomes, None where it finds none.

    Both are in order of time, and so are the pairs. As many as possible are paired, such that
    the distances add up to the least; of equal ways the one that takes the earlier dates.
    """
    if len(old) > len(new):
        back = _fewer(new, old)
        return tuple(back.index(n) if n in back else None for n in range(len(old)))
    return tuple(_fewer(old, new))


def _fewer(few: Sequence[datetime], many: Sequence[datetime]) -> list[int]:
    """Return the index in ``many`` for each of ``few``; ``many`` is at least as long."""
    spare = len(many) - len(few)
    # best[n][s]: the least distance of the first n, when s dates in between were left out.
    best = [[0.0] * (spare + 1)]
    for n, moment in enumerate(few):
        row: list[float] = []
        for left_out in range(spare + 1):
            cost = best[n][left_out] + abs((many[n + left_out] - moment).total_seconds())
            row.append(cost if not row else min(cost, row[-1]))
        best.append(row)
    chosen: list[int] = []
    left_out = spare
    for n in range(len(few), 0, -1):
        while left_out and best[n][left_out - 1] <= best[n][left_out]:
            left_out -= 1
        chosen.append(n - 1 + left_out)
    return chosen[::-1]
