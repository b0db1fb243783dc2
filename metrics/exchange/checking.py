"""A whole file of counts: what each row says, what is wrong with it, and what it would change."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from centers.models import CoreTeam
from collaboratives.models import Membership
from metrics import periods, rules
from metrics.charts import sentence_label
from metrics.checks import (
    question,
    refuse_future,
    refuse_impossible,
    refuse_misplaced,
    refuse_more_than_the_whole,
)
from metrics.enums import Grain
from metrics.exchange.columns import Line
from metrics.exchange.known import Known, RowKey
from metrics.exchange.rows import CheckedRow, understand
from metrics.months import written
from metrics.series import Count


def check_lines(
    lines: Sequence[Line], *, member: Membership, team: CoreTeam | None
) -> list[CheckedRow]:
    """Check a whole file against what stands now; nothing is written.

    ``team`` is the team whose file it is; None: of several teams, named in each row. The number
    of queries does not depend on the file.
    """
    known = Known.for_teams(member, team)
    rows = [CheckedRow(line) for line in lines]
    for row in rows:
        understand(row, known, team)
    known.load_values([row.key for row in rows if row.key])
    seen: dict[RowKey, int] = {}
    for row in rows:
        key = row.key
        if key is None or row.entry is None or row.team is None:
            continue
        if row.entry.group is not None and not rules.sees_small_groups(member, row.team):
            row.errors.append(_("Only the team itself writes down the numbers of its groups."))
            continue
        if key in seen:
            row.errors.append(_("Line %(line)s says this already.") % {"line": seen[key]})
            continue
        seen[key] = row.line.number
        row.current = known.current(key)
        _check_against_what_stands(row, known, member)
    _check_groups(rows, known)
    return rows


def _check_against_what_stands(row: CheckedRow, known: Known, member: Membership) -> None:
    entry, team, definition, key = row.entry, row.team, row.definition, row.key
    if entry is None or team is None or definition is None or key is None:
        return
    month = periods.month_of_week(entry.start) if row.grain == Grain.WEEK else entry.start
    row.month_was_sent = known.is_sent(team, month)
    try:
        refuse_future([entry.start], known.clock, row.grain)
        if entry.count is not None:
            refuse_impossible(definition, entry.count.numerator, entry.count.denominator)
    except ValidationError as error:
        row.errors += error.messages
        return
    if row.grain == Grain.MONTH and entry.group is None:
        row.counts_as = known.whole(key)
    if row.is_same:
        return
    row.errors += _not_allowed(row, known, member, month)
    if entry.count is not None:
        label = sentence_label(entry.start, row.grain)
        asked = question(definition, entry.count, known.earlier(key), label)
        if asked:
            numbers = f"{entry.count.numerator}-{entry.count.denominator}"
            row.question = (f"{row.line.number}-{numbers}", f"{team.name}: {asked}")


def _not_allowed(
    row: CheckedRow, known: Known, member: Membership, month: dt.date
) -> Iterator[str]:
    """Yield why what stands may not be changed in this place, or by this person any more."""
    entry, team, definition = row.entry, row.team, row.definition
    if entry is None or team is None or definition is None:
        return
    is_pilot = known.is_pilot(team, entry.metric)
    try:
        refuse_misplaced(
            entry.metric, definition, row.grain, entry.start, entry.room, is_pilot_team=is_pilot
        )
    except ValidationError as error:
        yield from error.messages
    if row.month_was_sent and not rules.may_correct(member, team):
        yield _("This month was already sent. Ask your team leader to correct it.")
    if row.grain == Grain.MONTH and known.is_closed(team, month) and not member.is_implementation:
        yield _("This month is closed.")


def _check_groups(rows: Iterable[CheckedRow], known: Known) -> None:
    """Groups of one month together are never more than their whole, in the file or as it stands."""
    by_whole: dict[RowKey, list[CheckedRow]] = defaultdict(list)
    said: dict[RowKey, Count | None] = {}
    for row in rows:
        if row.key is None or row.entry is None or row.errors:
            continue
        said[row.key] = row.entry.count
        if row.entry.group is not None:
            by_whole[row.key._replace(group=None)].append(row)
    for whole, groups in by_whole.items():
        standing = {key: value for key, value in known.groups_of(whole).items() if key not in said}
        counts = [row.entry.count for row in groups if row.entry and row.entry.count]
        counts += [count for value in standing.values() if (count := written(value).count)]
        most = said[whole] if whole in said else known.whole(whole)
        for row in groups:
            if row.definition is None:
                continue
            try:
                refuse_more_than_the_whole(row.definition, most, counts)
            except ValidationError as error:
                row.errors += error.messages
