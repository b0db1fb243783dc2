"""Writing down weeks, with the checks of the weekly sheet."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DomainError
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from bsc.api.asking import Given, Key, chosen, several
from bsc.api.base import CollaborativeView
from bsc.api.entries import (
    MOST_ENTRIES,
    CountGiven,
    Errors,
    ask,
    by_field,
    read_count,
    refuse,
    words,
)
from bsc.api.problems import CHANGED, MEDIA_TYPE, UNLIKELY, ChangedMeanwhile
from bsc.api.values import ValueShape
from centers.models import Classroom, CoreTeam
from collaboratives.models import Membership
from metrics import rules
from metrics.charts import sentence_label
from metrics.checks import question, refuse_misplaced
from metrics.enums import Grain, Source
from metrics.models import Metric, MetricDefinition, Value
from metrics.periods import WEEK, monday_of
from metrics.queries import Clock, definition_for, metrics_of, teams_visible_to
from metrics.series import Count
from metrics.services import Entry, save_weeks
from metrics.weeks import WEEKS_TO_COMPARE

# A row of the sheet: measure, room (None: the whole center), Monday.
Place = tuple[int, int | None, dt.date]


class WeekGiven(CountGiven):
    """One measure in one week."""

    start = serializers.DateField(help_text="A Monday.")
    classroom = Key(required=False, allow_null=True, help_text="Where it is counted by room.")
    revision = serializers.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        default=0,
        help_text="Of the value that this one replaces; 0 where nothing stood.",
    )


class WeeksGiven(Given):
    """Weeks of one team. Nothing is written unless all of it can be."""

    team = Key()
    entries = several(WeekGiven, most=MOST_ENTRIES, allow_empty=False)
    why = words()
    confirm = serializers.BooleanField(default=False, help_text="Unlikely numbers are right.")


class WeeksShape(serializers.Serializer[Any]):
    """The values that changed; what stood already is not among them."""

    written = ValueShape(many=True)


@dataclass(frozen=True)
class Line:
    """One week that was sent, and what stands in its place."""

    index: int
    metric: Metric
    definition: MetricDefinition
    start: dt.date
    room: Classroom | None
    given: Mapping[str, Any]

    @property
    def place(self) -> Place:
        """Which row of the sheet it is."""
        return (self.metric.pk, self.room.pk if self.room else None, self.start)


class Weeks(CollaborativeView):
    """``POST values/weeks/``."""

    @extend_schema(
        operation_id="save_weeks",
        request=WeeksGiven,
        responses={200: WeeksShape, (409, MEDIA_TYPE): CHANGED, (422, MEDIA_TYPE): UNLIKELY},
    )
    def post(self, request: Request) -> Response:
        """Write weekly counts. A week of a month that was sent needs ``why``."""
        given = WeeksGiven.of(request)
        team = chosen(teams_visible_to(self.member), [given["team"]], "team")[0]
        if not rules.may_enter(self.member, team):
            raise PermissionDenied
        lines = _lines(team, self.member, given["entries"])
        entries = _entries(team, lines, confirmed=given["confirm"])
        written = save_weeks(team=team, by=self.member, entries=entries, why=given.get("why", ""))
        keys = [value.pk for value in written]
        rows = Value.objects.filter(pk__in=keys).select_related("entered_by__user").order_by("pk")
        return Response(WeeksShape({"written": rows}).data)


def _lines(team: CoreTeam, member: Membership, entries: Sequence[Mapping[str, Any]]) -> list[Line]:
    """Return the weeks as rows of this team's sheets; ValidationError for what has no place there."""
    metrics = {metric.pk: metric for metric in metrics_of(team)}
    rooms = {room.pk: room for room in rules.rooms_visible_to(member, team)}
    lines: list[Line] = []
    errors: Errors = {}
    for index, given in enumerate(entries):
        metric, room = metrics.get(given["metric"]), rooms.get(given.get("classroom") or 0)
        if metric is None:
            errors[index] = {"metric": [_("Your team does not count this.")]}
        elif given.get("classroom") and room is None:
            errors[index] = {"classroom": [_("There is no such room that you count in.")]}
        else:
            line = Line(
                index, metric, definition_for(metric, given["start"]), given["start"], room, given
            )
            if wrong := _misplaced(line, lines):
                errors[index] = wrong
            lines.append(line)
    refuse(errors)
    return lines


def _misplaced(line: Line, before: Sequence[Line]) -> dict[str, list[str]]:
    try:
        refuse_misplaced(line.metric, line.definition, Grain.WEEK, line.start, line.room)
    except DomainError as error:
        return error.message_dict
    if line.place in {one.place for one in before}:
        return {"start": [_("This week is there twice.")]}
    return {}


def _entries(team: CoreTeam, lines: Sequence[Line], *, confirmed: bool) -> list[Entry]:
    standing = _standing(team, lines)
    earlier = _earlier(team, lines)
    entries: list[Entry] = []
    questions: list[str] = []
    errors: Errors = {}
    theirs: dict[str, Any] = {}
    for line in lines:
        current = standing.get(line.place)
        try:
            entry = _entry(line, current)
        except ValidationError as error:
            errors[line.index] = by_field(error)
            continue
        if current and _would_overwrite(entry, current, line.given["revision"]):
            theirs[f"entries.{line.index}"] = dict(ValueShape(current).data)
        known = earlier[line.place[:2]]
        if entry.count and not (current and _says(current)[0] == entry.count):
            label = sentence_label(line.start, Grain.WEEK)
            asked = question(line.definition, entry.count, known, label)
            questions += [asked] if asked else []
        entries.append(entry)
    refuse(errors)
    if theirs:
        raise ChangedMeanwhile(theirs=theirs)
    ask(questions, confirmed=confirmed)
    return entries


def _entry(line: Line, current: Value | None) -> Entry:
    count = read_count(line.definition, line.given)
    reason, note = line.given.get("reason", ""), line.given.get("note", "")
    if count and reason:
        raise ValidationError({"reason": [_("It was counted, so nothing got in the way.")]})
    if current and current.source == Source.TAPS and reason:
        raise ValidationError(
            {"numerator": [_("A phone counted this week. Type the numbers with your note, too.")]}
        )
    return Entry(line.metric, line.start, count, reason, note, line.room)


def _would_overwrite(entry: Entry, current: Value, seen: int) -> bool:
    """Whether somebody else's words would be lost; what a phone counted is nobody's."""
    if current.source == Source.TAPS or current.revision == seen:
        return False
    return (entry.count, entry.reason, entry.note) != _says(current)


def _says(value: Value) -> tuple[Count | None, str, str]:
    if value.numerator is None or value.denominator is None:
        return None, value.reason_missing, value.note
    return Count(value.numerator, value.denominator), value.reason_missing, value.note


def _weeks(team: CoreTeam, lines: Sequence[Line]) -> Any:
    return Value.objects.filter(
        team=team,
        metric__in={line.metric.pk for line in lines},
        grain=Grain.WEEK,
        group__isnull=True,
        is_current=True,
    ).select_related("entered_by__user")


def _standing(team: CoreTeam, lines: Sequence[Line]) -> dict[Place, Value]:
    rows = _weeks(team, lines).filter(period_start__in={line.start for line in lines})
    return {(row.metric_id, row.classroom_id, row.period_start): row for row in rows}


def _earlier(
    team: CoreTeam, lines: Sequence[Line]
) -> Mapping[tuple[int, int | None], list[tuple[Decimal, Decimal]]]:
    """What the last weeks said, as the weekly sheet compares: by measure and room."""
    since = monday_of(Clock.of(team.collaborative).today) - WEEK * WEEKS_TO_COMPARE
    found: dict[tuple[int, int | None], list[tuple[Decimal, Decimal]]] = defaultdict(list)
    rows = _weeks(team, lines).filter(period_start__gte=since, numerator__isnull=False)
    for metric, room, *count in rows.order_by("period_start").values_list(
        "metric_id", "classroom_id", "numerator", "denominator"
    ):
        found[(metric, room)].append((count[0], count[1]))
    return found
