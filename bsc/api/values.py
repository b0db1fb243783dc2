"""Counts by week and month: what stands, and what stood before."""

from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from bsc.api.asking import Key, Paging, paged
from bsc.api.base import CollaborativeView
from bsc.api.schema import page_of
from bsc.api.shapes import Person
from collaboratives.models import Membership
from metrics import rules
from metrics.enums import Grain
from metrics.models import Value
from metrics.queries import teams_visible_to


class ValueShape(serializers.ModelSerializer[Value]):
    """What was counted in one period, or why not. Revisions that were replaced are not current."""

    start = serializers.DateField(source="period_start", help_text="A Monday, or a first of month.")
    numerator = serializers.FloatField(allow_null=True)
    denominator = serializers.FloatField(allow_null=True)
    reason = serializers.CharField(source="reason_missing", help_text="Why it was not counted.")
    entered_by = Person(allow_null=True)

    class Meta:
        model = Value
        fields = (
            "id", "team", "metric", "definition", "grain", "start", "classroom", "group",
            "numerator", "denominator", "reason", "note", "why_corrected", "source", "revision",
            "is_current", "entered_by", "created_at",
        )  # fmt: skip


class ValueFilters(Paging):
    """Which values. ``since`` and ``until`` are days on which periods start."""

    team = Key(required=False)
    metric = Key(required=False)
    grain = serializers.ChoiceField(choices=Grain.choices, required=False)
    classroom = Key(required=False)
    group = Key(required=False)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)
    current = serializers.BooleanField(
        default=True, help_text="`false`: with every earlier revision."
    )


class Values(CollaborativeView):
    """``GET values/``."""

    @extend_schema(operation_id="values", parameters=[ValueFilters], responses=page_of(ValueShape))
    def get(self, request: Request) -> Response:
        """List values of the teams whose numbers one may open, oldest period first."""
        wanted = ValueFilters.of(request)
        return paged(request, _narrowed(values_of(self.member), wanted), ValueShape, wanted)


class OneValue(CollaborativeView):
    """``GET values/<id>/``."""

    @extend_schema(operation_id="value", responses=ValueShape)
    def get(self, request: Request, pk: int) -> Response:
        """Return one value, current or not."""
        return Response(ValueShape(get_object_or_404(values_of(self.member), pk=pk)).data)


def values_of(member: Membership) -> QuerySet[Value]:
    """Return every revision that this person may read, oldest period first.

    A room's numbers are for those who see that room, a group's for the team itself.
    """
    teams = list(teams_visible_to(member))
    rooms = Q()
    for team in teams:
        if not rules.sees_all_rooms(member, team):
            seen = rules.rooms_visible_to(member, team).values("pk")
            rooms &= ~Q(team=team) | Q(classroom__isnull=True) | Q(classroom__in=seen)
    own = [team.pk for team in teams if rules.sees_small_groups(member, team)]
    return (
        Value.objects.filter(rooms, Q(group__isnull=True) | Q(team__in=own), team__in=teams)
        .select_related("entered_by__user")
        .order_by("period_start", "team", "metric", "pk")
    )


def _narrowed(values: QuerySet[Value], wanted: dict[str, Any]) -> QuerySet[Value]:
    columns = {
        "team": "team",
        "metric": "metric",
        "grain": "grain",
        "classroom": "classroom",
        "group": "group",
        "since": "period_start__gte",
        "until": "period_start__lte",
    }
    values = values.filter(**{columns[name]: wanted[name] for name in columns if name in wanted})
    return values.filter(is_current=True) if wanted["current"] else values
