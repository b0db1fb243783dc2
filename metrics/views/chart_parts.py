"""What stands around a chart on its page: its kind, its table, the lists under it, what one may do."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.translations import Text
from metrics import periods, rules
from metrics.charts import (
    Chart,
    KindChoice,
    Listed,
    Row,
    chart_of,
    kind_to_show,
    kinds_of,
    marks_of,
    period_label,
    sentence_label,
)
from metrics.decisions import Decisions, decisions_of, reads_texts
from metrics.enums import Grain
from metrics.models import ChartExclusion, ChartNote, ChartPhase
from metrics.models.charting import ChartRow
from metrics.queries import usual_grain
from metrics.views.subject import Subject


@dataclass(frozen=True)
class KindLink:
    """A kind of chart to choose, or why not."""

    choice: KindChoice
    href: str
    is_shown: bool


@dataclass(frozen=True)
class Table:
    """The table beside a chart, and which of its columns say something."""

    rows: list[Row]
    teams: bool
    tests: bool
    limits: bool
    remarks: bool
    signals: bool


@dataclass(frozen=True)
class Line:
    """A line under the chart; the addresses are empty for those who may not."""

    listed: Listed
    decided_on: dt.date
    change: str
    back: str


@dataclass(frozen=True)
class TakenBack:
    """What no longer stands: what it was, who took it back and when; ``again`` puts it back."""

    what: str
    text: str
    by: str
    undone_by: str
    undone_at: dt.datetime
    again: str


def chart_parts(request: CollaborativeRequest, subject: Subject, name: Text) -> dict[str, object]:
    """Return the context of ``metrics/_chart.html``: the chart as this reader may see it."""
    member, series = request.member, subject.series
    decisions = decisions_of(subject.team, subject.metric)
    inside = reads_texts(member, subject.team_id)
    story = decisions.story(series.grain, texts=inside, names=inside)
    asked = request.GET.get("kind")
    is_plain = bool(member.team_ids) and not rules.sees_all_teams(member)
    kinds = kinds_of(series, story, plain=is_plain)
    kind = kind_to_show(asked, kinds)
    kind_query = f"&kind={kind}" if kind != "run" else ""
    chart = chart_of(
        series,
        name=name.text,
        uid=f"m{subject.metric.pk}",
        voice="family" if member.is_family_only else "staff",
        marks=marks_of(series, member),
        kind=kind,
        story=story,
    )
    return {
        "subject": subject,
        "chart": chart,
        "table": table_of(chart),
        "kinds": [
            KindLink(one, f"{subject.query}&kind={one.kind}", one.kind == kind) for one in kinds
        ],
        "show_kinds": kind != "run" or asked not in {None, "run"},
        "is_plain": is_plain,
        "is_weekly": usual_grain(subject.metric) == Grain.WEEK,
        "is_by_week": series.grain == Grain.WEEK,
        "is_by_month": series.grain == Grain.MONTH,
        "week_href": subject.query_by(Grain.WEEK) + kind_query,
        "month_href": subject.query_by(Grain.MONTH) + kind_query,
        "lists": _lists(request, subject, chart, decisions) if inside else {},
        "taken_back": _taken_back(request, subject, decisions) if inside else [],
        "may_note": rules.may_note(member, subject.team_id),
        "may_decide": rules.may_decide(member, subject.team_id),
        "teams_text": teams_text(chart),
        "suggested_from": f"&from={chart.suggestion_day}" if chart.suggestion_day else "",
    }


def table_of(chart: Chart) -> Table:
    """Return the table of a chart; a column in which nothing stands is left away."""
    rows = chart.rows
    return Table(
        rows=rows,
        teams=any(row.teams for row in rows),
        tests=bool(chart.marks),
        limits=any(row.limits for row in rows),
        remarks=any(row.remark for row in rows),
        signals=any(row.signal for row in rows),
    )


def teams_text(chart: Chart) -> str:
    """Return how many teams are in a sum over teams, or nothing for one team's chart."""
    counted = [point for point in chart.series.points if point.teams]
    if not counted:
        return ""
    numbers = [point.teams for point in counted]
    known = {
        "latest": numbers[-1],
        "period": sentence_label(counted[-1].start, chart.series.grain),
        "fewest": min(numbers),
        "most": max(numbers),
    }
    if known["fewest"] == known["most"]:
        said = ngettext(
            "Each value is that of %(latest)s team.",
            "Each value is the sum of %(latest)s teams.",
            numbers[-1],
        )
        return said % known
    return (
        _(
            "Each value is the sum of the teams that counted: %(latest)s in %(period)s, "
            "from %(fewest)s to %(most)s over time."
        )
        % known
    )


def _lists(
    request: CollaborativeRequest, subject: Subject, chart: Chart, decisions: Decisions
) -> dict[str, list[Line]]:
    rows: dict[str, Mapping[int, ChartRow]] = {
        "notes": {row.pk: row for row in decisions.notes},
        "splits": {row.pk: row for row in decisions.phases},
        "exclusions": {row.pk: row for row in decisions.exclusions},
    }

    def lines(which: str, listed: Iterable[Listed]) -> list[Line]:
        found = rows[which]
        return [_line(request, subject, one, found[one.key]) for one in listed if one.key]

    return {
        "notes": lines("notes", chart.notes),
        "splits": lines("splits", chart.splits),
        "exclusions": lines("exclusions", chart.exclusions),
    }


def _line(request: CollaborativeRequest, subject: Subject, listed: Listed, row: ChartRow) -> Line:
    member, change = request.member, ""
    if isinstance(row, ChartNote) and rules.may_change_note(member, row):
        change = url_in(request.collaborative, "metrics:note", pk=row.pk) + f"?{_back(subject)}"
    may_take_back = rules.may_take_back(member, row)
    return Line(
        listed,
        timezone.localdate(row.created_at),
        change,
        _address(request, subject, "metrics:chart_back", row) if may_take_back else "",
    )


def _taken_back(
    request: CollaborativeRequest, subject: Subject, decisions: Decisions
) -> list[TakenBack]:
    standing = {
        _place(row) for row in (*decisions.phases, *decisions.exclusions) if row.undone_at is None
    }
    return [
        TakenBack(
            what=_what(row, subject.series.grain),
            text=_text(row),
            by=str(row.by),
            undone_by=str(row.undone_by),
            undone_at=row.undone_at,
            again=(
                _address(request, subject, "metrics:chart_again", row)
                if rules.may_take_back(request.member, row) and _place(row) not in standing
                else ""
            ),
        )
        for row in decisions.taken_back
        if row.undone_at is not None
        and not (isinstance(row, ChartExclusion) and row.grain != subject.series.grain)
    ]


def _place(row: ChartRow) -> object:
    match row:
        case ChartPhase():
            return ("phase", row.starts_on)
        case ChartExclusion():
            return ("exclusion", row.grain, row.period_start)
    return None


def _text(row: ChartRow) -> str:
    return row.text if isinstance(row, ChartNote) else str(getattr(row, "reason", ""))


def _what(row: ChartRow, grain: str) -> str:
    match row:
        case ChartNote():
            start_of = periods.monday_of if grain == Grain.WEEK else periods.first_of
            return _("Note, %(period)s") % {"period": period_label(start_of(row.day), grain)}
        case ChartPhase():
            is_week = periods.monday_of(row.starts_on) == row.starts_on
            own = Grain.WEEK if is_week and grain == Grain.WEEK else Grain.MONTH
            return _("New phase, %(period)s") % {"period": period_label(row.starts_on, own)}
        case ChartExclusion():
            return _("Left out, %(period)s") % {"period": period_label(row.period_start, row.grain)}
    return ""


def _address(request: CollaborativeRequest, subject: Subject, name: str, row: ChartRow) -> str:
    """Where to take back or put back, and which view of the chart to come back to."""
    address = url_in(request.collaborative, name, what=WHAT[type(row)], pk=row.pk)
    return f"{address}?{_back(subject)}"


def _back(subject: Subject) -> str:
    return f"by={subject.series.grain}"


WHAT: Mapping[type[ChartRow], str] = {
    ChartNote: "note",
    ChartPhase: "phase",
    ChartExclusion: "point",
}
