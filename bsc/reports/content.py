"""What a monthly report says. It reads the same queries as the pages, so the numbers agree."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import resolve

from bsc.reports.dates import NextDate, dates_after
from bsc.reports.facts import Facts, digest, fingerprint
from bsc.reports.measures import (
    MONTHS_IN_TABLE,
    MeasurePart,
    drawn,
    gaps,
    last_months,
    new_signals,
    parts_of_all,
    parts_of_team,
)
from bsc.reports.models import ReportStory
from bsc.reports.question import Question, question_for
from bsc.reports.stories import stories_of
from bsc.reports.trying import StageRow, Tried, stages_by_driver, tried_by
from bsc.reports.waiting import Waiting, waiting_for
from centers.models import CoreTeam
from collaboratives.models import Collaborative
from metrics.completeness import MonthTotals, months_to_send, rows_of_teams, totals_of
from metrics.models import Metric
from metrics.queries import Clock, active_teams, metrics_in_use, metrics_of
from pdsa.enums import Stage

# So many charts still leave room for one across the page.
FEW = 2
# From so many teams on, their lines are drawn smaller and without a sentence each.
LARGE = 25


@dataclass(frozen=True)
class Content:
    """All that one report says. Without a team it is the whole collaborative's.

    ``facts`` is the same in short and in no language. ``told`` are the tests named in it.
    """

    collaborative: Collaborative
    team: CoreTeam | None
    month: dt.date
    measures: tuple[MeasurePart, ...]
    facts: Facts
    told: frozenset[int]
    teams: dict[str, str] = field(default_factory=dict)
    tried: Tried | None = None
    waiting: Waiting | None = None
    question: Question | None = None
    completeness: tuple[MonthTotals, ...] = ()
    stages: tuple[StageRow, ...] = ()
    stories: tuple[ReportStory, ...] = ()
    dates: tuple[NextDate, ...] = ()

    @property
    def owner(self) -> str:
        """Whose report it is."""
        return self.team.name if self.team else self.collaborative.name

    @property
    def eyebrow(self) -> str:
        """What stands above the name."""
        return self.collaborative.name if self.team else self.collaborative.topic

    @property
    def is_short(self) -> bool:
        """Whether its charts have the whole width of the page."""
        return len(self.measures) <= FEW

    @property
    def table_months(self) -> list[dt.date]:
        """The columns of the table of months."""
        return last_months(self.month)

    @property
    def has_notes(self) -> bool:
        """Whether something was written about a month of the table."""
        return any(cell.note for part in self.measures for cell in part.months)

    @property
    def is_large(self) -> bool:
        """Whether there are many teams to draw beside each other."""
        return len(self.teams) >= LARGE

    @property
    def stage_names(self) -> list[str]:
        """The stages of an idea, as the columns of the table."""
        return [str(stage.label) for stage in Stage]

    @property
    def fingerprint(self) -> str:
        """Changes with the data and only with them: not with language, layout or paper.

        Where a month is not due yet, the day on which it is counts as data.
        """
        return fingerprint(self.facts)


def team_report(team: CoreTeam, month: dt.date) -> Content:
    """Return a team's report on everything up to the end of the month."""
    metrics = list(metrics_of(team, month))
    clock = Clock.of(team.collaborative)
    measures = parts_of_team(team, metrics, clock, month)
    tried = tried_by(team, month)
    waiting = waiting_for(team, month, _months(metrics, clock, month))
    facts = {
        **_facts_of(team.collaborative, team, month, measures),
        "tests": {key: [said[0], digest(said)] for key, said in tried.said.items()},
        "kept": tried.kept,
        "waiting": digest(waiting.said),
    }
    return Content(
        collaborative=team.collaborative,
        team=team,
        month=month,
        measures=measures,
        facts=facts,
        told=frozenset([*map(int, tried.said), *waiting.told, *_marked(measures)]),
        tried=tried,
        waiting=waiting,
        question=question_for(
            signals=new_signals(measures, month),
            gaps=gaps(measures, month),
            surprises=tried.surprises,
            tried=tried.count,
            unfinished=waiting.unfinished,
        ),
    )


def collaborative_report(collaborative: Collaborative, month: dt.date) -> Content:
    """Return the collaborative's report: sums, every team's line on one scale, completeness."""
    metrics = list(metrics_in_use(month))
    clock = Clock.of(collaborative)
    teams = list(active_teams())
    measures = parts_of_all(teams, metrics, clock, month)
    totals = totals_of(rows_of_teams(teams, _months(metrics, clock, month), clock), clock)
    completeness = tuple(totals[-MONTHS_IN_TABLE:][::-1])
    stages = stages_by_driver(collaborative, month)
    stories = tuple(stories_of(month))
    dates = dates_after(collaborative, month)
    facts = {
        **_facts_of(collaborative, None, month, measures),
        "teams": _numbers_by_team(teams, measures),
        "completeness": {
            one.month.isoformat(): [one.on_time, one.late, one.missing, one.waiting]
            for one in completeness
        },
        "stages": digest([(row.key, row.ideas, row.tests) for row in stages]),
        "stories": {str(s.cycle_id): digest([s.order, s.words]) for s in stories},
        "dates": digest([_said_of_date(one) for one in dates]),
    }
    return Content(
        collaborative=collaborative,
        team=None,
        month=month,
        measures=measures,
        facts=facts,
        told=frozenset(story.cycle_id for story in stories),
        teams={str(team.pk): team.name for team in teams},
        completeness=completeness,
        stages=stages,
        stories=stories,
        dates=dates,
    )


def _months(metrics: Sequence[Metric], clock: Clock, month: dt.date) -> list[dt.date]:
    return [one for one in months_to_send(metrics, clock) if one <= month]


def _facts_of(
    collaborative: Collaborative,
    team: CoreTeam | None,
    month: dt.date,
    measures: Sequence[MeasurePart],
) -> Facts:
    texts: list[Any] = [collaborative.name, collaborative.topic, team.name if team else ""]
    charts: list[Any] = []
    for part in measures:
        metric, definition, chart = part.metric, part.definition, part.chart
        texts += [metric.name, metric.plain_name, metric.translations]
        texts += [definition.pk, definition.goal, definition.why, definition.how_to_count]
        texts += [(point.reason, point.note) for point in chart.series.points]
        texts += [(one.day, one.text) for _position, one in chart.story.notes]
        texts += [(one.day, one.reason) for _position, one in chart.story.splits]
        texts += [(one.day, one.reason) for _position, one in chart.story.exclusions]
        charts += drawn(chart)
    return {
        "month": month.isoformat(),
        "measures": {
            part.metric.key: {k: v for k, v in part.said.items() if k != "teams"}
            for part in measures
        },
        "texts": digest(texts),
        "charts": digest(charts),
    }


def _marked(measures: Sequence[MeasurePart]) -> Iterable[int]:
    """The tests marked on charts; a mark has its test's address."""
    for mark in (mark for part in measures for mark in part.chart.marks):
        found = resolve(mark.url)
        if found.view_name == "pdsa:cycle":
            yield found.kwargs["pk"]


def _numbers_by_team(teams: Sequence[CoreTeam], measures: Sequence[MeasurePart]) -> dict[str, str]:
    return {
        str(team.pk): digest([part.said["teams"].get(str(team.pk)) for part in measures])
        for team in teams
    }


def _said_of_date(one: NextDate) -> list[Any]:
    event = one.event
    return [event.pk, event.title, event.starts_at, event.ends_at, event.place, event.online_url]
