"""One team's month: as its page shows it; keep a draft, send it, correct it, open it again."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from bsc.api.asking import Given, Key, several
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
from metrics import rules
from metrics.charts import sentence_label
from metrics.checks import question
from metrics.enums import Grain, SubmissionStatus
from metrics.models import Group
from metrics.months import MeasureInMonth, TeamMonth, team_month, without_groups, written
from metrics.periods import read_month
from metrics.queries import Clock, metrics_of, series_of_all, teams_visible_to
from metrics.services import Entry, reopen_month, save_month, submit_month

SAVED = {200: None, (409, MEDIA_TYPE): CHANGED, (422, MEDIA_TYPE): UNLIKELY}
Said = dict[tuple[int, int | None], Entry]


class GroupShape(serializers.Serializer[Any]):
    """What stands for one group of the breakdown; for the team itself."""

    group = serializers.IntegerField()
    name = serializers.CharField()
    numerator = serializers.FloatField(allow_null=True)
    denominator = serializers.FloatField(allow_null=True)


class MeasureShape(serializers.Serializer[MeasureInMonth]):
    """One measure in a month: what was typed for it, or else the sum of its weeks."""

    metric = serializers.IntegerField(source="metric.pk")
    definition = serializers.IntegerField(source="definition.pk")
    numerator = serializers.FloatField(
        source="point.count.numerator", default=None, allow_null=True
    )
    denominator = serializers.FloatField(
        source="point.count.denominator", default=None, allow_null=True
    )
    reason = serializers.CharField(source="point.reason", help_text="Why it was not counted.")
    note = serializers.CharField(source="point.note")
    origin = serializers.ChoiceField(
        source="point.origin",
        choices=[("", "nothing"), ("typed", "typed for the month"), ("weeks", "the sum of weeks")],
    )
    weeks_counted = serializers.IntegerField()
    weeks_in_month = serializers.IntegerField()
    groups = serializers.SerializerMethodField()

    def get_groups(self, measure: MeasureInMonth) -> Any:
        """Return the breakdown, for those who see small numbers."""
        if not self.context.get("sees_groups"):
            return []
        return [_of_group(group, value) for group, value in measure.groups]


class MonthShape(serializers.Serializer[TeamMonth]):
    """One team's month. ``stamp`` changes with every number in it: send it back when you write."""

    team = serializers.IntegerField(source="team.pk")
    month = serializers.DateField()
    status = serializers.ChoiceField(choices=SubmissionStatus.choices)
    is_closed = serializers.BooleanField(help_text="The team itself can no longer send it.")
    due_on = serializers.DateField()
    closes_on = serializers.DateField()
    submitted_at = serializers.DateTimeField(
        source="submission.submitted_at", default=None, allow_null=True
    )
    stamp = serializers.CharField()
    measures = MeasureShape(many=True)


class InMonthGiven(CountGiven):
    """One measure, or one group of its breakdown."""

    group = Key(required=False, allow_null=True)


class MonthGiven(Given):
    """What is said of a month. What is not mentioned stays as it stands."""

    stamp = serializers.CharField(max_length=40, help_text="Of the month as you read it.")
    entries = several(InMonthGiven, most=MOST_ENTRIES)
    confirm = serializers.BooleanField(default=False, help_text="Unlikely numbers are right.")


class MonthSent(MonthGiven):
    """The same; a month that was sent already is corrected, with ``why``."""

    why = words()


class MonthView(CollaborativeView):
    """What the endpoints of one month share."""

    def state(self, team: int, month: str) -> TeamMonth:
        """Return the month as it stands; 404 for teams and months that cannot be opened."""
        found = get_object_or_404(teams_visible_to(self.member), pk=team)
        day = read_month(month)
        if day is None or day > Clock.of(self.collaborative).ended:
            raise Http404
        metrics = list(metrics_of(found, day))
        if not metrics:
            raise Http404
        state = team_month(found, day, metrics)
        return state if rules.sees_small_groups(self.member, found) else without_groups(state)

    def answer(self, state: TeamMonth) -> Response:
        """Return the month."""
        sees_groups = rules.sees_small_groups(self.member, state.team)
        return Response(MonthShape(state, context={"sees_groups": sees_groups}).data)

    def entries(self, state: TeamMonth, given: Mapping[str, Any]) -> list[Entry]:
        """Return an entry for each measure and group; see ``entries`` for what is refused."""
        standing = _standing(state)
        said = standing | _said(state, given["entries"])
        if given["stamp"] != state.stamp and said != standing:
            raise self._changed(state)
        ask(_questions(state, said, standing), confirmed=given["confirm"])
        return list(said.values())

    def _changed(self, state: TeamMonth) -> ChangedMeanwhile:
        last = state.last_change
        who = str(last.entered_by) if last and last.entered_by else ""
        return ChangedMeanwhile(theirs=self.answer(state).data, changed_by=who)


class OneMonth(MonthView):
    """``GET`` and ``PUT submissions/<team>/<month>/``, the month as "2026-09"."""

    @extend_schema(operation_id="month", responses=MonthShape)
    def get(self, request: Request, team: int, month: str) -> Response:
        """Return a month of a team as its page shows it, also one that nobody has opened yet."""
        return self.answer(self.state(team, month))

    @extend_schema(
        operation_id="draft_month", request=MonthGiven, responses=SAVED | {200: MonthShape}
    )
    def put(self, request: Request, team: int, month: str) -> Response:
        """Keep a month as a draft."""
        state = self.state(team, month)
        if not rules.may_enter(self.member, state.team):
            raise PermissionDenied
        entries = self.entries(state, MonthGiven.of(request))
        save_month(team=state.team, month=state.month, by=self.member, entries=entries)
        return self.answer(_again(state))


class SubmitMonth(MonthView):
    """``POST submissions/<team>/<month>/submit/``."""

    @extend_schema(
        operation_id="submit_month", request=MonthSent, responses=SAVED | {200: MonthShape}
    )
    def post(self, request: Request, team: int, month: str) -> Response:
        """Send a month, or correct one that was sent."""
        state = self.state(team, month)
        if not rules.may_submit(self.member, state.team):
            raise PermissionDenied
        given = MonthSent.of(request)
        submit_month(
            team=state.team,
            month=state.month,
            by=self.member,
            entries=self.entries(state, given),
            why=given.get("why", ""),
        )
        return self.answer(_again(state))


class ReopenMonth(MonthView):
    """``POST submissions/<team>/<month>/reopen/``."""

    @extend_schema(operation_id="reopen_month", request=None, responses=MonthShape)
    def post(self, request: Request, team: int, month: str) -> Response:
        """Let a team send a month after its closing day."""
        state = self.state(team, month)
        if not rules.may_reopen(self.member):
            raise PermissionDenied
        reopen_month(team=state.team, month=state.month, by=self.member)
        return self.answer(_again(state))


def _again(state: TeamMonth) -> TeamMonth:
    metrics = [measure.metric for measure in state.measures]
    return team_month(state.team, state.month, metrics)


def _of_group(group: Group, value: Any) -> dict[str, Any]:
    numbers = (value.numerator, value.denominator) if value else (None, None)
    read = [None if number is None else float(number) for number in numbers]
    return {"group": group.pk, "name": group.name, "numerator": read[0], "denominator": read[1]}


def _standing(state: TeamMonth) -> Said:
    """What the month says now, as if somebody said it again."""
    found: Said = {}
    for measure in state.measures:
        metric, point = measure.metric, measure.point
        found[(metric.pk, None)] = Entry(metric, state.month, point.count, point.reason, point.note)
    for measure in state.measures:
        for group, value in measure.groups:
            count = written(value).count if value else None
            found[(measure.metric.pk, group.pk)] = Entry(
                measure.metric, state.month, count, group=group
            )
    return found


def _said(state: TeamMonth, entries: Sequence[Mapping[str, Any]]) -> Said:
    measures = {measure.metric.pk: measure for measure in state.measures}
    found: Said = {}
    errors: Errors = {}
    for index, given in enumerate(entries):
        place = (given["metric"], given.get("group"))
        try:
            entry = _entry(state.month, measures.get(given["metric"]), given)
        except ValidationError as error:
            errors[index] = by_field(error)
            continue
        if place in found:
            errors[index] = {"metric": [_("This measure is there twice.")]}
        found[place] = entry
    refuse(errors)
    return found


def _entry(month: dt.date, measure: MeasureInMonth | None, given: Mapping[str, Any]) -> Entry:
    if measure is None:
        raise ValidationError({"metric": [_("Your team does not count this in this month.")]})
    groups = {group.pk: group for group, _value in measure.groups}
    group = groups.get(given.get("group") or 0)
    if given.get("group") and group is None:
        raise ValidationError({"group": [_("This measure is not broken down by that.")]})
    count = read_count(measure.definition, given)
    reason, note = given.get("reason", ""), given.get("note", "")
    if reason and (count or group):
        raise ValidationError({"reason": [_("It was counted, so nothing got in the way.")]})
    return Entry(measure.metric, month, count, reason, "" if group else note, group=group)


def _questions(state: TeamMonth, said: Said, standing: Said) -> list[str]:
    metrics = [measure.metric for measure in state.measures]
    clock = Clock.of(state.team.collaborative)
    series = series_of_all([state.team], metrics, clock, Grain.MONTH)
    label = sentence_label(state.month, Grain.MONTH)
    found = []
    for measure in state.measures:
        key = (measure.metric.pk, None)
        count = said[key].count
        if count is None or count == standing[key].count:
            continue
        earlier = _numbers(series[(state.team.pk, measure.metric.pk)].counts)
        found.append(question(measure.definition, count, earlier, label))
    return [asked for asked in found if asked]


def _numbers(counts: Sequence[Any]) -> list[tuple[Decimal, Decimal]]:
    return [(count.numerator, count.denominator) for count in counts]
