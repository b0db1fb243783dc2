"""Measures and their definitions: what is counted, why and how, from which month on."""

import datetime as dt
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bsc.tenancy.models import CollaborativeModel
from centers.models import CoreTeam
from collaboratives.framework.models import SecondaryDriver
from collaboratives.models import Membership
from collaboratives.translations import Translated, in_language
from metrics.enums import Better, Dimension, Kind, MetricStage, Sampling, Tally


class Metric(Translated, CollaborativeModel):
    """Something that all teams count, or with ``team`` only that team, by its own choice.

    ``plain_name`` may carry translations. A measure in ``PILOT`` is counted by its pilot teams
    only, so that its definition can still be put right.
    """

    key = models.SlugField(max_length=60)
    team = models.ForeignKey(
        CoreTeam, on_delete=models.PROTECT, null=True, blank=True, related_name="own_metrics"
    )
    stage = models.CharField(
        _("stage"), max_length=10, choices=MetricStage, default=MetricStage.IN_USE
    )
    name = models.CharField(_("name"), max_length=200)
    plain_name = models.CharField(_("in plain words"), max_length=200)
    required = models.BooleanField(_("required"), default=True)
    order = models.PositiveSmallIntegerField(default=0)
    # Both are the first day of a month. Without the one, all teams count it from its first
    # definition on; a measure that was only piloted before has a later one.
    released_from = models.DateField(_("counted by all from"), null=True, blank=True)
    retired_from = models.DateField(_("no longer counted from"), null=True, blank=True)
    # What the same form sent twice has in common; measures of the framework have neither.
    made_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    token = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collaborative", "key"], name="metric_key_once"),
            models.UniqueConstraint(fields=["made_by", "token"], name="metric_token_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_own(self) -> bool:
        """Whether one team counts it by its own choice."""
        return self.team_id is not None

    @property
    def is_pilot(self) -> bool:
        """Whether only some teams try it out so far."""
        return self.stage == MetricStage.PILOT

    @property
    def must_be_answered(self) -> bool:
        """Whether a month is complete only with a number, or a reason for none."""
        return self.required and self.stage == MetricStage.IN_USE and not self.is_own

    @property
    def begins(self) -> dt.date:
        """The first month in which it is counted by all who count it; definitions are loaded."""
        first = min(one.from_month for one in self.definitions.all())
        return max(self.released_from or first, first)


class MetricDriver(CollaborativeModel):
    """A measure stands for this secondary driver."""

    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="driver_rows")
    driver = models.ForeignKey(
        SecondaryDriver, on_delete=models.PROTECT, related_name="metric_rows"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["metric", "driver"], name="metric_driver_once")
        ]

    def __str__(self) -> str:
        return f"{self.metric_id}: {self.driver_id}"


class PilotTeam(CollaborativeModel):
    """A team that tries a measure out before all teams count it."""

    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="pilot_rows")
    team = models.ForeignKey(CoreTeam, on_delete=models.PROTECT, related_name="pilot_rows")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["metric", "team"], name="pilot_team_once")
        ]

    def __str__(self) -> str:
        return f"{self.metric_id}: {self.team_id}"


class Group(Translated, CollaborativeModel):
    """One group of a breakdown, "Spanish at home"; never a person. ``name`` may be translated."""

    dimension = models.CharField(_("broken down by"), max_length=20, choices=Dimension)
    name = models.CharField(_("group"), max_length=100)
    order = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["dimension", "order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collaborative", "dimension", "name"], name="group_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class MetricDefinition(Translated, CollaborativeModel):
    """How a measure is counted, from a month on. ``goal`` is in plotted units.

    Plotted value = numerator / denominator x multiplier; a count has no denominator of its own
    and is stored over 1. The texts may carry translations. A definition that has data is not
    changed any more: the next one begins in a later month and says in ``changed_because`` why.
    """

    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="definitions")
    from_month = models.DateField(_("from"), help_text=_("The first day of a month."))
    why = models.TextField(_("why we count it"), blank=True)
    how_to_count = models.TextField(_("how to count"), blank=True)
    example = models.TextField(_("a worked example"), blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    numerator_label = models.CharField(_("what is counted"), max_length=120)
    denominator_label = models.CharField(_("out of what"), max_length=120, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    better = models.CharField(
        _("better direction"), max_length=10, choices=Better, default=Better.NEITHER
    )
    goal = models.DecimalField(_("goal"), max_digits=10, decimal_places=2, null=True, blank=True)
    multiplier = models.DecimalField(
        _("multiplier"), max_digits=10, decimal_places=4, default=Decimal(1)
    )
    sampling = models.CharField(_("counted"), max_length=10, choices=Sampling)
    by_room = models.BooleanField(_("counted room by room"), default=False)
    tally = models.CharField(_("counter on a phone"), max_length=10, choices=Tally, blank=True)
    breakdown = models.CharField(_("broken down by"), max_length=20, choices=Dimension, blank=True)
    changed_because = models.CharField(_("why it changes"), max_length=300, blank=True)
    changed_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["from_month"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["metric", "from_month"], name="definition_month_once"),
            models.CheckConstraint(
                name="definition_from_a_first_day", condition=models.Q(from_month__day=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} ({self.from_month:%Y-%m})"

    @property
    def chart_unit(self) -> str:
        """The unit as it stands at a number: "%", or the definition's own."""
        return "%" if self.kind == Kind.PERCENT else in_language(self, "unit").text

    @property
    def counted(self) -> str:
        """What is counted, in the reader's language."""
        return in_language(self, "numerator_label").text

    @property
    def out_of(self) -> str:
        """Out of what it is counted, in the reader's language."""
        return in_language(self, "denominator_label").text

    @property
    def has_denominator(self) -> bool:
        """Whether a person enters a denominator; a plain count has none."""
        return self.kind != Kind.COUNT

    @property
    def goal_number(self) -> float | None:
        """The goal as the charts take it."""
        return None if self.goal is None else float(self.goal)
