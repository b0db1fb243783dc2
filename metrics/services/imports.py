"""Taking a file of counts: first looked through, then taken over, once."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bsc.audit.services import record
from centers.models import CoreTeam
from collaboratives.models import Membership
from metrics.enums import Grain, Source
from metrics.exchange.checking import check_lines
from metrics.exchange.columns import Line
from metrics.exchange.rows import CheckedRow
from metrics.models import CountsImport, Value
from metrics.queries import active_teams
from metrics.services.counts import Entry, lock, write_many
from metrics.services.months import without_what_weeks_say
from metrics.services.submissions import submission_of


@transaction.atomic
def keep_file(
    *, name: str, lines: Sequence[Line], team: CoreTeam | None, by: Membership
) -> CountsImport:
    """Keep what was read from a file, so that its sender can look through it. Nothing is counted."""
    upload = CountsImport(
        collaborative_id=by.collaborative_id,
        team=team,
        file_name=name[:200],
        rows=[{"line": line.number, "cells": line.cells} for line in lines],
        by=by,
    )
    upload.full_clean()
    upload.save()
    return upload


def lines_of(upload: CountsImport) -> list[Line]:
    """Return the lines of a file as they were read."""
    return [Line(row["line"], row["cells"]) for row in upload.rows]


@transaction.atomic
def take_over(
    *, upload: CountsImport, by: Membership, accepted: Collection[str] = (), why: str = ""
) -> int:
    """Write the good rows of a file; return how many counts changed.

    Rows with errors, and unlikely ones whose question is not in ``accepted``, are left out.
    Checked anew against what stands now. Idempotent: a file is taken over once, and the same file
    sent again changes nothing. ValidationError without ``why`` where a sent month changes.
    """
    upload = CountsImport.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if upload.applied_at is not None:
        return upload.changed or 0
    lock(*([upload.team] if upload.team else _teams_named(upload)))
    rows = [
        row
        for row in check_lines(lines_of(upload), member=by, team=upload.team)
        if row.changes and (row.question is None or row.question[0] in accepted)
    ]
    if not why and any(row.month_was_sent for row in rows):
        raise ValidationError({"why": _("Please say why numbers of a month change that was sent.")})
    by_team: dict[CoreTeam, list[CheckedRow]] = defaultdict(list)
    for row in rows:
        if row.team is not None:
            by_team[row.team].append(row)
    written = [value for team, mine in by_team.items() for value in _write(team, mine, by, why)]
    upload.applied_at, upload.changed = timezone.now(), len(written)
    upload.save(update_fields=["applied_at", "changed"])
    record(
        action="counts.imported",
        by=by.user,
        target=upload,
        collaborative=by.collaborative,
        summary=f"{upload.changed} counts from {upload.file_name}",
    )
    return len(written)


def _write(team: CoreTeam, rows: Sequence[CheckedRow], by: Membership, why: str) -> list[Value]:
    """Write weeks before months, for a month that equals the sum of its weeks needs no row."""

    def of(grain: Grain) -> list[tuple[Entry, bool]]:
        return [(row.entry, row.month_was_sent) for row in rows if row.entry and row.grain == grain]

    weeks, months = of(Grain.WEEK), of(Grain.MONTH)
    items = [(Grain.WEEK, entry, why if sent else "") for entry, sent in weeks]
    written = write_many(team, items, by=by, source=Source.FILE)
    kept = without_what_weeks_say(team, [entry for entry, _sent in months])
    items = [
        (Grain.MONTH, entry, why if sent else "")
        for entry, (_entry, sent) in zip(kept, months, strict=True)
    ]
    of_months = write_many(team, items, by=by, source=Source.FILE)
    for month in {value.period_start for value in of_months}:
        submission = submission_of(team, month)
        submission.revision += 1
        submission.save(update_fields=["revision"])
    return written + of_months


def _teams_named(upload: CountsImport) -> list[CoreTeam]:
    names = {row["cells"].get("team", "").casefold() for row in upload.rows}
    return [team for team in active_teams() if team.name.casefold() in names]
