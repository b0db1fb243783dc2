"""Measures: list, read, define, change; checked by the very forms of their pages."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from bsc.api.asking import chosen, paged
from bsc.api.base import CollaborativeView
from bsc.api.metric_shapes import (
    MetricChanged,
    MetricDefined,
    MetricFilters,
    MetricShape,
    OneMetricShape,
)
from bsc.api.problems import CHANGED, MEDIA_TYPE, ChangedMeanwhile
from bsc.api.schema import page_of
from collaboratives.models import Membership
from metrics import rules
from metrics.definitions import has_numbers, open_months, stamp_of
from metrics.forms.measure import MeasureForm
from metrics.forms.measure_base import COUNTING, WORDING
from metrics.forms.own_measure import OwnMeasureForm
from metrics.models import Metric
from metrics.queries import Clock, metrics_of, metrics_open_to, teams_visible_to
from metrics.services.definitions import ChangedMeanwhileError, change_measure, define_measure

Form = MeasureForm | OwnMeasureForm


class Metrics(CollaborativeView):
    """``GET`` and ``POST metrics/``."""

    @extend_schema(
        operation_id="metrics", parameters=[MetricFilters], responses=page_of(MetricShape)
    )
    def get(self, request: Request) -> Response:
        """List the measures in their order."""
        wanted = MetricFilters.of(request)
        return paged(request, _narrowed(self.member, wanted), MetricShape, wanted)

    @extend_schema(
        operation_id="define_metric", request=MetricDefined, responses={201: OneMetricShape}
    )
    def post(self, request: Request) -> Response:
        """Draft a measure for all teams, or add one that a team counts by its own choice."""
        given = MetricDefined.of(request)
        team = None
        if "team" in given:
            team = chosen(teams_visible_to(self.member), [given["team"]], "team")[0]
        if not (
            rules.may_keep_own(self.member, team.pk) if team else rules.may_define(self.member)
        ):
            raise PermissionDenied
        form = _form(OwnMeasureForm if team else MeasureForm, given, self.member)
        made = define_measure(
            collaborative=self.collaborative,
            by=self.member,
            token=given.get("token") or uuid.uuid4(),
            given=form.given(self.member),
            from_month=form.cleaned_data["from_month"],
            team=team,
        )
        return Response(OneMetricShape(_measures(self.member).get(pk=made.pk)).data, 201)


class OneMetric(CollaborativeView):
    """``GET`` and ``PATCH metrics/<id>/``."""

    @extend_schema(operation_id="metric", responses=OneMetricShape)
    def get(self, request: Request, pk: int) -> Response:
        """Return one measure."""
        return Response(OneMetricShape(get_object_or_404(_measures(self.member), pk=pk)).data)

    @extend_schema(
        operation_id="change_metric",
        request=MetricChanged,
        responses={200: OneMetricShape, (409, MEDIA_TYPE): CHANGED},
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Change a measure: in place, or from a month on once there are numbers."""
        found = _measures(self.member).prefetch_related("driver_rows__driver")
        metric = get_object_or_404(found, pk=pk)
        if not rules.may_change_measure(self.member, metric):
            raise PermissionDenied
        given = MetricChanged.of(request)
        form = _form(OwnMeasureForm if metric.is_own else MeasureForm, given, self.member, metric)
        try:
            change_measure(
                metric=metric,
                by=self.member,
                stamp=given["stamp"],
                given=form.given(self.member),
                from_month=form.cleaned_data["from_month"],
                because=form.because,
            )
        except ChangedMeanwhileError:
            raise ChangedMeanwhile(theirs=OneMetricShape(metric).data) from None
        return Response(OneMetricShape(_measures(self.member).get(pk=pk)).data)


def _measures(member: Membership) -> QuerySet[Metric]:
    return metrics_open_to(member).prefetch_related("driver_rows")


def _narrowed(member: Membership, wanted: Mapping[str, Any]) -> QuerySet[Metric]:
    columns = {
        "driver": "driver_rows__driver",
        "required": "required",
        "sampling": "definitions__sampling",
        "stage": "stage",
        "words": "name__icontains",
    }
    asked = {columns[name]: wanted[name] for name in columns if name in wanted}
    metrics = _measures(member)
    if "team" in wanted:
        team = chosen(teams_visible_to(member), [wanted["team"]], "team")[0]
        metrics = metrics.filter(pk__in=metrics_of(team).order_by().values("pk"))
    return metrics.filter(pk__in=Metric.objects.filter(**asked).values("pk")) if asked else metrics


def _form(
    form_class: type[Form],
    given: Mapping[str, Any],
    member: Membership,
    metric: Metric | None = None,
) -> Form:
    """Return the page's form, valid, filled with what stands and what is given over it."""
    clock = Clock.of(member.collaborative)
    latest = list(metric.definitions.all())[-1] if metric else None
    about: dict[str, Any] = {
        "months": open_months(metric, clock),
        "metric": metric,
        "latest": latest,
        "counted": has_numbers(latest) if latest else False,
        "stamp": stamp_of(metric) if metric else "",
    }
    shown = form_class(**about)
    sent = {name: value for name, value in given.items() if name not in {"stamp", "team", "token"}}
    if unknown := [name for name in sent if name not in shown.fields]:
        raise ValidationError({name: [_("This is not known here.")] for name in unknown})
    standing = {name: shown[name].initial for name in shown.fields} if metric else {}
    if metric and not standing["from_month"]:
        # Asked for by the page, but words alone begin nothing new.
        standing["from_month"] = about["months"][0]
    change = COUNTING if sent.get("changed_because") else WORDING
    form = form_class({**standing, "change": change, **sent}, **about)
    if not form.is_valid():
        raise ValidationError(
            {name: [str(one) for one in errors] for name, errors in form.errors.items()}
        )
    return form
