"""Which groups may be shown to somebody from outside a team. Pure: nothing is read from anywhere."""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import TypeVar

SMALLEST_GROUP = 5

Key = TypeVar("Key", bound=Hashable)


def hidden_groups(
    sizes: Mapping[Key, Decimal | int], smallest: int = SMALLEST_GROUP
) -> frozenset[Key]:
    """Return the groups to hide, given how many stand behind each.

    Hidden is every group of fewer than ``smallest``, but not an empty one. The whole is known
    from other pages, so what is hidden must not come out by subtraction: the next larger groups
    are hidden too, until at least two are and together they hold ``smallest`` or more. Of equal
    ones always the same is hidden, however the sizes are ordered: two pages must not tell apart.
    """
    present = sorted(
        (key for key in sizes if sizes[key] > 0), key=lambda key: (sizes[key], str(key))
    )
    hidden = [key for key in present if sizes[key] < smallest]
    if not hidden:
        return frozenset()
    for key in present[len(hidden) :]:
        if len(hidden) > 1 and sum(sizes[one] for one in hidden) >= smallest:
            break
        hidden.append(key)
    return frozenset(hidden)
