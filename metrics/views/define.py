"""Defining a measure, changing it, and a team's own one."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bsc.accounts.http import sent
from collaboratives.http import CollaborativeRequest, url_in
from metrics import rules
from metrics.definitions import has_numbers, open_months, stamp_of, trail_of
from metrics.forms.measure import MeasureForm
from metrics.forms.measure_base import BaseMeasureForm
from metrics.forms.own_measure import OwnMeasureForm
from metrics.forms.worked_example import ExampleForm, typical
from metrics.models import Metric
from metrics.queries import Clock, metrics_open_to
from metrics.services.definitions import ChangedMeanwhileError, change_measure, define_measure
from metrics.views.choice import team_or_404

Form = MeasureForm | OwnMeasureForm


@require_http_methods(["GET", "POST"])
def measure_new(request: CollaborativeRequest) -> HttpResponse:
    """Let the implementation team draft a measure for all teams."""
    if not rules.may_define(request.member):
        raise PermissionDenied
    months = open_months(None, Clock.of(request.collaborative))
    form = MeasureForm(_kept(request), months=months, initial=_typed(request, MeasureForm))
    if form.is_bound and form.is_valid():
        made = define_measure(
            collaborative=request.collaborative,
            by=request.member,
            token=form.cleaned_data["token"] or form["token"].initial,
            given=form.given(request.member),
            from_month=form.cleaned_data["from_month"],
        )
        messages.success(request, _("Kept as a draft. No team counts it yet."))
        return redirect(url_in(request.collaborative, "metrics:definition", key=made.key))
    return _show(request, form, "metrics/measure_edit.html")


@require_http_methods(["GET", "POST"])
def own_new(request: CollaborativeRequest) -> HttpResponse:
    """Let a team add a measure of its own, counted from now on."""
    team = team_or_404(request)
    if not rules.may_keep_own(request.member, team.pk):
        raise PermissionDenied
    months = open_months(None, Clock.of(request.collaborative))
    form = OwnMeasureForm(_kept(request), months=months, initial=_typed(request, OwnMeasureForm))
    if form.is_bound and form.is_valid():
        define_measure(
            collaborative=request.collaborative,
            by=request.member,
            token=form.cleaned_data["token"] or form["token"].initial,
            given=form.given(request.member),
            from_month=form.cleaned_data["from_month"],
            team=team,
        )
        messages.success(request, _("Added. It stands among your numbers now."))
        return redirect(f"{url_in(request.collaborative, 'metrics:list')}?team={team.pk}")
    return _show(request, form, "metrics/own_edit.html", team=team)


@require_http_methods(["GET", "POST"])
def measure_edit(request: CollaborativeRequest, key: str) -> HttpResponse:
    """Change a measure; once there are numbers, from a month on or in words only."""
    found = metrics_open_to(request.member).select_related("team")
    metric = get_object_or_404(found.prefetch_related("driver_rows__driver"), key=key)
    if not rules.may_change_measure(request.member, metric):
        raise PermissionDenied
    form_class = OwnMeasureForm if metric.is_own else MeasureForm
    form, template = _form_of(request, metric, form_class), f"metrics/{_page_of(metric)}.html"
    if not (form.is_bound and form.is_valid()):
        return _show(request, form, template, metric=metric, team=metric.team)
    try:
        change_measure(
            metric=metric,
            by=request.member,
            stamp=form.cleaned_data["stamp"],
            given=form.given(request.member),
            from_month=form.cleaned_data["from_month"],
            because=form.because,
        )
    except ChangedMeanwhileError:
        others = _meanwhile(form, metric)
        return _show(request, form, template, metric=metric, team=metric.team, others=others)
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, form, template, metric=metric, team=metric.team)
    messages.success(request, _("Saved."))
    return redirect(url_in(request.collaborative, "metrics:definition", key=key))


def _page_of(metric: Metric) -> str:
    return "own_edit" if metric.is_own else "measure_edit"


def _form_of(
    request: CollaborativeRequest, metric: Metric, form_class: type[Form]
) -> MeasureForm | OwnMeasureForm:
    latest = list(metric.definitions.all())[-1]
    return form_class(
        _kept(request),
        months=open_months(metric, Clock.of(request.collaborative)),
        metric=metric,
        latest=latest,
        counted=has_numbers(latest),
        stamp=stamp_of(metric),
        initial=_typed(request, form_class),
    )


def _is_look(request: CollaborativeRequest) -> bool:
    return request.method == "POST" and request.POST.get("action") == "look"


def _kept(request: CollaborativeRequest) -> QueryDict | None:
    """What is to be saved; nothing while somebody only looks at the worked example."""
    return None if _is_look(request) else sent(request)


def _typed(request: CollaborativeRequest, form_class: type[BaseMeasureForm]) -> dict[str, Any]:
    """What stood in the fields when somebody looked at the worked example."""
    if not _is_look(request):
        return {}
    return {
        name: field.widget.value_from_datadict(request.POST, {}, name)
        for name, field in form_class.base_fields.items()
        if not isinstance(field.widget, forms.HiddenInput) or name in request.POST
    }


def _meanwhile(form: Form, metric: Metric) -> dict[str, Any]:
    """Who changed the measure and what now stands there; the next save goes over it."""
    stands = [
        (form[name].label, _as_read(form[name]))
        for name in form.changed_data
        if not form[name].is_hidden and name not in {"try_numerator", "try_denominator", "change"}
    ]
    data = cast(QueryDict, form.data).copy()
    data["stamp"] = stamp_of(metric)
    form.data = data
    deeds = trail_of(metric, most=1)
    return {"who": deeds[0].by if deeds else None, "stands": stands}


def _as_read(field: forms.BoundField) -> str:
    """What a field said before somebody typed into it, as people read it."""
    value = field.initial
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    given = {str(one) for one in value} if isinstance(value, list) else {str(value)}
    choices = getattr(field.field, "choices", [])
    labels = [str(label) for choice, label in choices if str(choice) in given]
    text = ", ".join(labels) or ("" if value in (None, []) else str(value))
    return text or _("nothing")


def _show(request: CollaborativeRequest, form: Form, template: str, **context: Any) -> HttpResponse:
    values = form.data if form.is_bound else _example_of(form)
    context |= {"form": form, "worked_out": ExampleForm(values).sentence()}
    if request.htmx and _is_look(request):
        template += "#worked_out"
    return render(request, template, context)


def _example_of(form: Form) -> dict[str, Any]:
    """The numbers to show at first: what stands in the form, or typical ones."""
    kind = form["kind"].value()
    numbers = {name: form[name].value() for name in ("try_numerator", "try_denominator")}
    shown = numbers if any(numbers.values()) else typical(str(kind))
    found: dict[str, Any] = {"kind": kind, **shown}
    for name in ("unit", "multiplier"):
        found[name] = form[name].value() if name in form.fields else None
    return found
