"""Saying what a measure is and how it is counted."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from bsc.audit.services import record
from centers.models import CoreTeam
from collaboratives.framework.models import SecondaryDriver
from collaboratives.models import Collaborative, Membership
from metrics.definitions import COUNTED, WORDS, has_numbers, label_of, open_months, stamp_of
from metrics.enums import MetricStage
from metrics.models import Metric, MetricDefinition, MetricDriver
from metrics.queries import Clock

KEY_LENGTH = 32
SUFFIX_LENGTH = 8


class ChangedMeanwhileError(Exception):
    """Somebody else changed it after this writer opened it."""


@dataclass(frozen=True)
class Given:
    """What somebody says of a measure.

    ``measure`` has fields of Metric, ``counted`` those of MetricDefinition without ``from_month``;
    both may carry ``translations``.
    """

    measure: dict[str, Any]
    counted: dict[str, Any]
    drivers: Sequence[SecondaryDriver] = ()


@transaction.atomic
def define_measure(
    *,
    collaborative: Collaborative,
    by: Membership,
    token: uuid.UUID,
    given: Given,
    from_month: dt.date,
    team: CoreTeam | None = None,
) -> Metric:
    """Make a measure: a draft for all teams, or with ``team`` that team's own, in use at once.

    The same token of the same person makes one measure. ValidationError for fields that do not
    fit together.
    """
    standing = Metric.objects.filter(made_by=by, token=token).first()
    if standing is not None:
        return standing
    metric = Metric(
        collaborative=collaborative,
        key=_free_key(given.measure["name"]),
        made_by=by,
        token=token,
        team=team,
        stage=MetricStage.IN_USE if team else MetricStage.DRAFT,
        order=(Metric.objects.aggregate(last=Max("order"))["last"] or 0) + 1,
        **given.measure,
    )
    metric.full_clean()
    metric.save()
    _write(MetricDefinition(metric=metric, from_month=from_month), given, by)
    _write_drivers(metric, given.drivers)
    _audit(metric, by, "measure.defined", metric.name)
    return metric


@transaction.atomic
def change_measure(
    *,
    metric: Metric,
    by: Membership,
    stamp: str,
    given: Given,
    from_month: dt.date,
    because: str = "",
) -> MetricDefinition:
    """Change a measure; returns the definition that now says it.

    While nothing was counted by its latest definition, that one is changed in place. Afterward
    ``because`` makes the next one, from ``from_month`` on; without it only words may change, and
    they are put right where they stand. ``stamp`` is ``definitions.stamp_of`` as the writer saw
    it: ChangedMeanwhileError where it no longer fits. ValidationError for what may not be.
    """
    metric = Metric.objects.select_for_update(of=("self",)).get(pk=metric.pk)
    if stamp != stamp_of(metric):
        raise ChangedMeanwhileError
    latest = metric.definitions.order_by("from_month").last()
    if latest is None:
        raise ValidationError(_("This measure has no definition."))
    changed = [name for name in (*COUNTED, *WORDS) if getattr(latest, name) != given.counted[name]]
    counted = has_numbers(latest)
    if counted and "kind" in changed:
        raise ValidationError({"kind": _("With numbers there, this would be another measure.")})
    if counted and because:
        _refuse_taken_month(metric, None, from_month)
        definition = MetricDefinition(metric=metric, from_month=from_month, changed_because=because)
        action = "measure.counted_differently"
    else:
        if counted and set(changed) & set(COUNTED):
            raise ValidationError({"because": _("Please say why it is counted differently.")})
        definition = latest
        if not counted and definition.from_month != from_month:
            _refuse_taken_month(metric, latest, from_month)
            definition.from_month = from_month
        action = "measure.reworded" if counted else "measure.changed"
    _write(definition, given, by)
    for name, value in given.measure.items():
        setattr(metric, name, value)
    metric.full_clean()
    metric.save()
    _write_drivers(metric, given.drivers)
    _audit(metric, by, action, ", ".join(label_of(name) for name in changed))
    return definition


def _free_key(name: str) -> str:
    """Return what addresses call a measure: its first words, and enough to be the only one."""
    words = slugify(name)[:KEY_LENGTH].rpartition("-")[0] or slugify(name)[:KEY_LENGTH]
    while True:
        key = f"{words or 'measure'}-{uuid.uuid4().hex[:SUFFIX_LENGTH]}"
        if not Metric.objects.filter(key=key).exists():
            return key


def _refuse_taken_month(metric: Metric, moved: MetricDefinition | None, month: dt.date) -> None:
    """A version begins after those before it, and in no month that was already sent."""
    months = open_months(metric, Clock.of(metric.collaborative))
    others = metric.definitions.exclude(pk=moved.pk) if moved else metric.definitions
    if month not in months or others.filter(from_month__gte=month).exists():
        raise ValidationError(
            {"from_month": _("Choose a month that nobody has sent and that comes later.")}
        )


def _write(definition: MetricDefinition, given: Given, by: Membership) -> None:
    definition.collaborative = definition.metric.collaborative
    definition.changed_by = by
    for name, value in given.counted.items():
        setattr(definition, name, value)
    definition.full_clean()
    definition.save()


def _write_drivers(metric: Metric, drivers: Sequence[SecondaryDriver]) -> None:
    MetricDriver.objects.filter(metric=metric).exclude(driver__in=drivers).delete()
    standing = set(metric.driver_rows.values_list("driver_id", flat=True))
    for driver in drivers:
        if driver.pk not in standing:
            MetricDriver.objects.create(
                collaborative=metric.collaborative, metric=metric, driver=driver
            )


def _audit(metric: Metric, by: Membership, action: str, summary: str) -> None:
    record(
        action=action,
        by=by.user,
        target=metric,
        collaborative=metric.collaborative,
        summary=summary,
    )
