"""What people wrote and decided about charts, read for pages and papers."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone

from centers.models import CoreTeam
from collaboratives.models import Membership
from metrics import periods, rules
from metrics.chart_story import Exclusion, Note, Split, Story
from metrics.enums import Grain
from metrics.models import ChartExclusion, ChartNote, ChartPhase, Metric
from metrics.models.charting import ChartRow
from metrics.queries import Series

Key = tuple[int | None, int]
Row = TypeVar("Row", bound=ChartRow)


@dataclass(frozen=True)
class Decisions:
    """Everything about one chart, oldest first; what was taken back is among it."""

    notes: list[ChartNote] = field(default_factory=list)
    phases: list[ChartPhase] = field(default_factory=list)
    exclusions: list[ChartExclusion] = field(default_factory=list)

    def story(self, grain: str, *, texts: bool = True, names: bool = True) -> Story:
        """Return what stands, for a chart in this grain; see ``stories_of`` for who reads what."""

        def by(row: ChartRow) -> str:
            return str(row.by) if names else ""

        def said(text: str) -> str:
            return text if texts else ""

        return Story(
            splits=tuple(
                Split(
                    _first_day(row.starts_on, grain),
                    said(row.reason),
                    by(row),
                    timezone.localdate(row.created_at),
                    row.pk,
                )
                for row in self.phases
                if row.undone_at is None
            ),
            notes=tuple(
                Note(row.day, row.text, by(row), row.pk)
                for row in self.notes
                if texts and row.undone_at is None
            ),
            exclusions=tuple(
                Exclusion(row.period_start, said(row.reason), by(row), row.pk)
                for row in self.exclusions
                if row.undone_at is None and row.grain == grain
            ),
        )

    @property
    def taken_back(self) -> list[ChartRow]:
        """Return what was taken back, the latest first."""
        rows: list[ChartRow] = [*self.notes, *self.phases, *self.exclusions]
        gone = [(row.undone_at, row) for row in rows if row.undone_at is not None]
        return [row for _at, row in sorted(gone, key=lambda pair: pair[0], reverse=True)]


def decisions_of(team: CoreTeam | None, metric: Metric) -> Decisions:
    """Return all about one chart, persons' names loaded, in three queries."""
    key = (team.pk if team else None, metric.pk)
    return _decisions([key])[key]


def story_of(series: Series, member: Membership | None = None) -> Story:
    """Return what stands about one chart, in three queries.

    Without a member, for a team's own paper: with all that was written, without persons' names.
    """
    return stories_of([series], member or series.team)[_key(series)]


def stories_of(
    all_series: Iterable[Series], reader: Membership | CoreTeam | None
) -> dict[Key, Story]:
    """Return the stories of many charts by (team id or None, metric id), in three queries.

    ``reader`` is a member; or a team, for its own paper; or None, for a paper that all may read.
    Reasons, notes and names of a team's chart are for that team and for staff; others see only
    where phases begin and which points are hollow. Names of persons stand on no paper.
    """
    series = {_key(one): one for one in all_series}
    found = _decisions(series)
    return {
        key: found[key].story(
            one.grain,
            texts=reads_texts(reader, key[0]),
            names=isinstance(reader, Membership) and reads_texts(reader, key[0]),
        )
        for key, one in series.items()
    }


def _key(series: Series) -> Key:
    return (series.team.pk if series.team else None, series.metric.pk)


def reads_texts(reader: Membership | CoreTeam | None, team_id: int | None) -> bool:
    """Whether what was written about a chart is for this reader; see ``stories_of``."""
    if not isinstance(reader, Membership):
        return team_id in {None, reader.pk if reader else None}
    if team_id is None:
        return rules.sees_team_names(reader)
    return rules.sees_all_teams(reader) or team_id in reader.team_ids


def _decisions(keys: Iterable[Key]) -> dict[Key, Decisions]:
    wanted = set(keys)
    found: dict[Key, Decisions] = defaultdict(Decisions)
    for note in _rows(ChartNote.objects.all(), wanted):
        found[(note.team_id, note.metric_id)].notes.append(note)
    for phase in _rows(ChartPhase.objects.all(), wanted):
        found[(phase.team_id, phase.metric_id)].phases.append(phase)
    for exclusion in _rows(ChartExclusion.objects.all(), wanted):
        found[(exclusion.team_id, exclusion.metric_id)].exclusions.append(exclusion)
    return found


def _rows(rows: QuerySet[Row], keys: set[Key]) -> QuerySet[Row]:
    teams = [team for team, _metric in keys if team is not None]
    whose = Q(team__in=teams)
    if len(teams) < len(keys):
        whose |= Q(team__isnull=True)
    return rows.filter(whose, metric__in={metric for _team, metric in keys}).select_related(
        "by__user", "undone_by__user"
    )


def _first_day(starts_on: dt.date, grain: str) -> dt.date:
    """The first period of a phase in either grain: a week belongs to the month of its Thursday."""
    is_week = periods.monday_of(starts_on) == starts_on
    if grain == Grain.MONTH:
        return periods.month_of_week(starts_on) if is_week else starts_on
    return starts_on if is_week else periods.weeks_of_month(starts_on)[0]
