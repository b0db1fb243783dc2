"""Ramps: ideas, and the cycles they are tested in."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from bsc.api.asking import Given, Key, Paging, chosen, paged
from bsc.api.base import CollaborativeView
from bsc.api.schema import page_of
from collaboratives.models import Membership
from metrics.queries import metrics_in_use, metrics_of
from pdsa import rules
from pdsa.enums import Stage
from pdsa.models import Ramp
from pdsa.queries import cycles_visible_to, ramps_visible_to
from pdsa.queries.ramps import SEEN_STAGE
from pdsa.services.owners import set_metrics
from pdsa.services.stages import set_stage

IDS = serializers.ListField(child=serializers.IntegerField())


class RampShape(serializers.ModelSerializer[Ramp]):
    """An idea. ``team`` is null for the implementation team's own."""

    stage = serializers.ChoiceField(source=SEEN_STAGE, choices=Stage.choices)
    driver = serializers.IntegerField(source="secondary_driver_id", allow_null=True)
    metrics = serializers.SerializerMethodField(help_text="The measures the idea might move.")
    cycles = serializers.SerializerMethodField(help_text="Those you may read, first to last.")

    class Meta:
        model = Ramp
        fields = (
            "id", "team", "idea", "language", "driver", "stage", "metrics", "borrowed_from",
            "cycles", "created_at",
        )  # fmt: skip

    @extend_schema_field(IDS)
    def get_metrics(self, ramp: Ramp) -> list[int]:
        """Return the ids of measures."""
        return [row.metric_id for row in ramp.metric_rows.all()]

    @extend_schema_field(IDS)
    def get_cycles(self, ramp: Ramp) -> list[int]:
        """Return the ids of cycles."""
        return [cycle.pk for cycle in ramp.cycles.all()]


class RampFilters(Paging):
    """Which ramps."""

    team = Key(required=False)
    driver = Key(required=False)
    metric = Key(required=False)
    stage = serializers.ChoiceField(choices=Stage.choices, required=False)
    borrowed_from = Key(required=False)
    words = serializers.CharField(max_length=100, required=False)


class RampGiven(Given):
    """What is said of the whole idea."""

    metrics = serializers.ListField(
        child=Key(), max_length=50, help_text="The measures the idea might move."
    )


class StageGiven(Given):
    """How far the idea has come; ``seen`` is the stage it stood in when you looked."""

    stage = serializers.ChoiceField(choices=Stage.choices)
    seen = serializers.ChoiceField(choices=Stage.choices)
    why = serializers.CharField(max_length=300, allow_blank=True, default="")


class Ramps(CollaborativeView):
    """``GET ramps/``. A ramp is begun with its first cycle: see ``POST cycles/``."""

    @extend_schema(operation_id="ramps", parameters=[RampFilters], responses=page_of(RampShape))
    def get(self, request: Request) -> Response:
        """List the ramps of which one may read a cycle, oldest first."""
        wanted = RampFilters.of(request)
        return paged(request, _narrowed(ramps_of(self.member), wanted), RampShape, wanted)


class OneRamp(CollaborativeView):
    """``GET`` and ``PATCH ramps/<id>/``."""

    @extend_schema(operation_id="ramp", responses=RampShape)
    def get(self, request: Request, pk: int) -> Response:
        """Return one ramp."""
        return self._answer(pk)

    @extend_schema(operation_id="change_ramp", request=RampGiven, responses=RampShape)
    def patch(self, request: Request, pk: int) -> Response:
        """Say which measures the idea might move; for those who write in one of its cycles."""
        ramp = get_object_or_404(ramps_of(self.member), pk=pk)
        cycles = cycles_visible_to(self.member).filter(ramp=ramp).select_related("ramp")
        if not any(
            rules.may_edit(self.member, cycle) for cycle in cycles.prefetch_related("owners")
        ):
            raise PermissionDenied
        given = RampGiven.of(request)
        offered = metrics_of(ramp.team) if ramp.team else metrics_in_use()
        set_metrics(ramp=ramp, metrics=chosen(offered, given["metrics"], "metrics"))
        return self._answer(pk)

    def _answer(self, pk: int) -> Response:
        return Response(RampShape(get_object_or_404(ramps_of(self.member), pk=pk)).data)


class RampStage(CollaborativeView):
    """``POST ramps/<id>/stage/``."""

    @extend_schema(operation_id="set_stage", request=StageGiven, responses=RampShape)
    def post(self, request: Request, pk: int) -> Response:
        """Say how far an idea has come: its team's leaders, and who owns a cycle of it."""
        ramp = get_object_or_404(ramps_of(self.member), pk=pk)
        if not rules.may_change_stage(self.member, ramp):
            raise PermissionDenied
        set_stage(ramp=ramp, by=self.member, **StageGiven.of(request))
        return Response(RampShape(ramps_of(self.member).get(pk=pk)).data)


def ramps_of(member: Membership) -> QuerySet[Ramp]:
    """Return the ramps of which this person may read a cycle, with those cycles."""
    cycles = cycles_visible_to(member).only("pk", "ramp_id").order_by("number")
    return (
        ramps_visible_to(member)
        .prefetch_related("metric_rows", Prefetch("cycles", queryset=cycles))
        .order_by("pk")
    )


def _narrowed(ramps: QuerySet[Ramp], wanted: dict[str, Any]) -> QuerySet[Ramp]:
    columns = {
        "team": "team",
        "driver": "secondary_driver",
        "metric": "metric_rows__metric",
        "stage": SEEN_STAGE,
        "borrowed_from": "borrowed_from",
        "words": "idea__icontains",
    }
    return ramps.filter(**{columns[name]: wanted[name] for name in columns if name in wanted})
