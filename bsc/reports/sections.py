"""Further parts of the monthly report. Apps fill this in their ``ready()``.

A function is called as ``function(team, month)``: a team or None for the whole collaborative, and
the first day of the month. It returns a Section or None. The paper is read by everybody who may
see the team's numbers, so only what every member of the collaborative may see belongs in it.
"""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from centers.models import CoreTeam


class Item(NamedTuple):
    """One line of a section: a title, what it says, and a small remark."""

    title: str
    text: str = ""
    detail: str = ""


class Section(NamedTuple):
    """A part of the report; ``nothing`` is said when there are no items."""

    title: str
    items: list[Item]
    nothing: str = ""


Maker = Callable[[CoreTeam | None, dt.date], Section | None]
_makers: list[Maker] = []


def register(maker: Maker) -> Maker:
    """Add a part; adding it twice changes nothing. Usable as a decorator."""
    if maker not in _makers:
        _makers.append(maker)
    return maker


def sections_of(team: CoreTeam | None, month: dt.date) -> list[Section]:
    """Return every part for one report, in the order in which apps were loaded."""
    return [section for maker in _makers if (section := maker(team, month)) is not None]
