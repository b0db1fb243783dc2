"""Explore in words and as tables: what the interactive chart draws, for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import ge, le
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bsc.exports.tables import Cell
from bsc.home.exploring import Line, Panel, Spot
from centers.models import CoreTeam
from metrics.chart_words import number_text
from metrics.charts import period_label
from metrics.enums import Better

NOTHING = "–"


@dataclass(frozen=True)
class TeamRow:
    """One team in the table; texts are ready to be read."""

    team: CoreTeam
    url: str
    latest: str
    when: str
    kind: str
    why_not: str
    centre: str
    limits: str
    reported: str
    tests: str


@dataclass(frozen=True)
class PeriodRow:
    """One period in the table of all numbers; (team, text) for each line."""

    label: str
    values: tuple[tuple[CoreTeam, str], ...]


def team_rows(panel: Panel, measure_url: str) -> list[TeamRow]:
    """Return a row for each team, in the order of their names."""
    return [_team_row(line, measure_url) for line in panel.lines]


def period_rows(panel: Panel) -> list[PeriodRow]:
    """Return every number, newest period first."""
    by_start = [(line, {spot.point.start: spot for spot in line.spots}) for line in panel.lines]
    return [
        PeriodRow(
            period_label(start, panel.grain),
            tuple((line.team, _spot_text(spots.get(start))) for line, spots in by_start),
        )
        for start in panel.starts
    ]


def numbers(panels: Sequence[Panel]) -> tuple[list[str], list[list[Cell]]]:
    """Return header and rows of the file: every point that is drawn, with the lines around it."""
    header = [
        _("Measure"), _("Team"), _("Starts on"), _("Period"), _("Counted"), _("Out of"),
        _("Value"), _("Unit"), _("Chart"), _("Center line"), _("Lower limit"), _("Upper limit"),
        _("Sign of change"), _("Left out"), _("Tests"),
    ]  # fmt: skip
    rows = [
        _file_row(panel, line, spot)
        for panel in panels
        for line in panel.lines
        for spot in line.spots
    ]
    return header, rows


def sentence(panel: Panel) -> str:
    """What the comparison says, without naming anybody: learning, not ranking."""
    definition = panel.definition
    latest = [
        line.latest.value
        for line in panel.lines
        if line.latest is not None and line.latest.value is not None
    ]
    goal, sentences = definition.goal_number, []
    if goal is not None and definition.better != Better.NEITHER and latest:
        reaches = ge if definition.better == Better.UP else le
        said = ngettext(
            "In its latest count, %(reached)s of %(counted)s team is at the goal of %(goal)s.",
            "In their latest counts, %(reached)s of %(counted)s teams are at the goal of %(goal)s.",
            len(latest),
        )
        sentences.append(
            said
            % {
                "reached": sum(reaches(value, goal) for value in latest),
                "counted": len(latest),
                "goal": number_text(goal, definition.chart_unit),
            }
        )
    if latest and min(latest) != max(latest):
        sentences.append(
            _("The latest counts lie between %(low)s and %(high)s.")
            % {
                "low": number_text(min(latest), definition.chart_unit),
                "high": number_text(max(latest), definition.chart_unit),
            }
        )
    if missing := len(panel.lines) - len(latest):
        said = ngettext(
            "%(missing)s team has no number yet.", "%(missing)s teams have no number yet.", missing
        )
        sentences.append(said % {"missing": missing})
    return " ".join(sentences)


def _team_row(line: Line, measure_url: str) -> TeamRow:
    latest, unit = line.latest, line.series.definition.chart_unit
    query = {"team": line.team.pk, "by": line.series.grain}
    if line.choice.kind != "run":
        query["kind"] = line.choice.kind
    return TeamRow(
        team=line.team,
        url=f"{measure_url}?{urlencode(query)}",
        latest=latest.text if latest else NOTHING,
        when=period_label(latest.point.start, line.series.grain) if latest else NOTHING,
        kind=line.choice.label,
        why_not=_why_not(line),
        centre=_height(latest.centre if latest else None, unit),
        limits=_limits(latest, unit),
        reported=_("%(counted)s of %(expected)s")
        % {"counted": len(line.counted), "expected": len(line.spots)},
        tests=", ".join(
            str(number)
            for number in sorted({test.number for spot in line.spots for test in spot.tests})
        ),
    )


def _why_not(line: Line) -> str:
    if line.refused is None:
        return ""
    return _("No %(kind)s: %(why)s") % {"kind": line.refused.label, "why": line.refused.why_not}


def _limits(spot: Spot | None, unit: str) -> str:
    if spot is None or spot.lower is None or spot.upper is None:
        return NOTHING
    return _("%(lower)s to %(upper)s") % {
        "lower": number_text(spot.lower, "%" if unit == "%" else ""),
        "upper": number_text(spot.upper, "%" if unit == "%" else ""),
    }


def _height(value: float | None, unit: str) -> str:
    return NOTHING if value is None else number_text(value, unit)


def _spot_text(spot: Spot | None) -> str:
    """The value, and in words what the chart shows by a sign."""
    if spot is None:
        return NOTHING
    if spot.is_left_out:
        return _("%(value)s (left out)") % {"value": spot.text}
    if spot.is_sign:
        return _("%(value)s (sign of change)") % {"value": spot.text}
    return spot.text


def _file_row(panel: Panel, line: Line, spot: Spot) -> list[Cell]:
    count, yes = spot.point.count, _("yes")
    return [
        panel.metric.name,
        line.team.name,
        spot.point.start,
        period_label(spot.point.start, panel.grain),
        count.numerator if count else None,
        count.denominator if count else None,
        _number(spot.value),
        line.series.definition.chart_unit,
        line.choice.label,
        _number(spot.centre),
        _number(spot.lower),
        _number(spot.upper),
        yes if spot.is_sign else "",
        yes if spot.is_left_out else "",
        ", ".join(f"{test.number}: {test.mark.label}" for test in spot.tests),
    ]


def _number(value: float | None) -> Decimal | None:
    """A number without the noise of its last digits."""
    return None if value is None else Decimal(f"{value:.10g}")
