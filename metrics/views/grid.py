"""What staff see of completeness: every team's months, and whom to write to."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from centers.models import CoreTeam
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.models import Membership
from metrics import rules
from metrics.completeness import Cell, State, TeamRow, data_contacts
from metrics.missing import last_nudges
from metrics.models import Nudge
from metrics.periods import month_text
from metrics.queries import Clock

MOST_NAMED = 10


@dataclass(frozen=True)
class GridCell:
    """One team's month: where a press leads, and who wrote to the team last."""

    cell: Cell
    href: str
    nudge: Nudge | None


@dataclass(frozen=True)
class GridRow:
    """One team's months, newest first."""

    team: CoreTeam
    cells: tuple[GridCell, ...]


@dataclass(frozen=True)
class Missing:
    """A team whose last due month is not in; ``href`` is the letter's page, for those who write."""

    team: CoreTeam
    contact: Membership | None
    nudge: Nudge | None
    month_href: str
    href: str


def grid_of(
    request: CollaborativeRequest, rows: Sequence[TeamRow], months: Sequence[dt.date]
) -> list[GridRow]:
    """Return the grid; a press on a month that is not in opens a letter to the team."""
    nudges = last_nudges([row.team for row in rows], months)
    return [
        GridRow(
            row.team,
            tuple(
                GridCell(
                    cell,
                    _href(request, row.team, cell),
                    None if _is_in(cell) else nudges.get((row.team.pk, cell.month)),
                )
                for cell in row.newest_first
            ),
        )
        for row in rows
    ]


def missing_of(
    request: CollaborativeRequest, rows: Sequence[TeamRow], clock: Clock
) -> tuple[list[Missing], int]:
    """Return the first teams whose last due month is not in, whom to ask, and how many more."""
    month = clock.last_due
    late = [
        row.team
        for row in rows
        if any(cell.month == month and cell.state == State.MISSING for cell in row.cells)
    ]
    named = late[:MOST_NAMED]
    contacts, nudges = data_contacts(named), last_nudges(named, [month])
    may_write = rules.may_chase(request.member)
    found = [
        Missing(
            team,
            contacts.get(team.pk),
            nudges.get((team.pk, month)),
            _month(request, team, month),
            _letter(request, team, month) if may_write else "",
        )
        for team in named
    ]
    return found, len(late) - len(named)


def _is_in(cell: Cell) -> bool:
    return cell.state in (State.ON_TIME, State.LATE)


def _href(request: CollaborativeRequest, team: CoreTeam, cell: Cell) -> str:
    if not _is_in(cell) and rules.may_chase(request.member):
        return _letter(request, team, cell.month)
    return _month(request, team, cell.month)


def _letter(request: CollaborativeRequest, team: CoreTeam, month: dt.date) -> str:
    return url_in(request.collaborative, "metrics:nudge", pk=team.pk, month=month_text(month))


def _month(request: CollaborativeRequest, team: CoreTeam, month: dt.date) -> str:
    page = url_in(request.collaborative, "metrics:month", month=month_text(month))
    return f"{page}?team={team.pk}"
