"""Measures, their definitions, and the counts that teams send.

Everything is a numerator and a denominator, so that periods and teams can be summed; a percentage
is never averaged. No person and no child is in these rows.
"""

import datetime as dt
from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bsc.tenancy.models import CollaborativeModel
from centers.models import CoreTeam
from collaboratives.framework.models import SecondaryDriver
from collaboratives.models import Membership
from collaboratives.translations import Translated
from metrics.enums import Better, Grain, Kind, Sampling, Source, SubmissionStatus


class Metric(Translated, CollaborativeModel):
    """Something that all teams count. ``plain_name`` may carry translations."""

    key = models.SlugField(max_length=60)
    name = models.CharField(_("name"), max_length=200)
    plain_name = models.CharField(_("in plain words"), max_length=200)
    required = models.BooleanField(_("required"), default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collaborative", "key"], name="metric_key_once")
        ]

    def __str__(self) -> str:
        return self.name


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


class MetricDefinition(CollaborativeModel):
    """How a measure is counted, from a month on. ``goal`` is in plotted units.

    Plotted value = numerator / denominator x multiplier; a count has no denominator of its own
    and is stored over 1.
    """

    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="definitions")
    from_month = models.DateField(_("from"), help_text=_("The first day of a month."))
    why = models.TextField(_("why we count it"), blank=True)
    how_to_count = models.TextField(_("how to count"), blank=True)
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
        return "%" if self.kind == Kind.PERCENT else self.unit

    @property
    def has_denominator(self) -> bool:
        """Whether a person enters a denominator; a plain count has none."""
        return self.kind != Kind.COUNT

    @property
    def goal_number(self) -> float | None:
        """The goal as the charts take it."""
        return None if self.goal is None else float(self.goal)


class Value(CollaborativeModel):
    """What a team counted in one week or one month, or that it could not.

    One row per team, measure, grain and period is current; a change adds a revision and keeps
    the older ones. Both numbers are there or neither. A row without numbers and without a reason
    takes an earlier one back.
    """

    team = models.ForeignKey(CoreTeam, on_delete=models.PROTECT, related_name="values")
    # The same as the definition's, here so that the database can keep one current row.
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="values")
    definition = models.ForeignKey(
        MetricDefinition, on_delete=models.PROTECT, related_name="values"
    )
    grain = models.CharField(max_length=5, choices=Grain)
    period_start = models.DateField(help_text=_("A Monday, or the first day of a month."))
    numerator = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    reason_missing = models.CharField(_("what got in the way"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    why_corrected = models.CharField(_("why it was corrected"), max_length=300, blank=True)
    source = models.CharField(max_length=10, choices=Source, default=Source.TEAM)
    revision = models.PositiveIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    entered_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["period_start", "revision"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["team", "metric", "grain", "period_start"],
                condition=models.Q(is_current=True),
                name="one_current_value",
            ),
            models.UniqueConstraint(
                fields=["team", "metric", "grain", "period_start", "revision"],
                name="value_revision_once",
            ),
            models.CheckConstraint(
                name="both_numbers_or_neither",
                condition=models.Q(
                    numerator__isnull=False, denominator__isnull=False, reason_missing=""
                )
                | models.Q(numerator__isnull=True, denominator__isnull=True),
            ),
            models.CheckConstraint(
                name="counts_are_possible",
                condition=models.Q(numerator__isnull=True)
                | models.Q(numerator__gte=0, denominator__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_start}: {self.numerator}/{self.denominator}"

    def clean(self) -> None:
        """Hold the copied measure and the first day of the period to what they copy."""
        if self.definition.metric_id != self.metric_id:
            raise ValidationError(_("The definition belongs to another measure."))
        starts = (
            self.period_start.weekday() == 0
            if self.grain == Grain.WEEK
            else self.period_start.day == 1
        )
        if not starts:
            raise ValidationError(_("A week starts on a Monday, a month on its first day."))


class MonthlySubmission(CollaborativeModel):
    """One team's month: who sent it and when. ``month`` is its first day.

    ``due_on`` and ``closes_on`` are kept as they were when the month was opened. ``revision``
    counts every save, and is what a second editor's page is compared with.
    """

    team = models.ForeignKey(CoreTeam, on_delete=models.PROTECT, related_name="submissions")
    month = models.DateField()
    status = models.CharField(
        max_length=10, choices=SubmissionStatus, default=SubmissionStatus.DRAFT
    )
    due_on = models.DateField()
    closes_on = models.DateField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["month"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "month"], name="month_sent_once"),
            models.CheckConstraint(
                name="submission_of_a_first_day", condition=models.Q(month__day=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.month:%Y-%m}"

    def was_on_time(self, sent_on: dt.date) -> bool:
        """Whether a month sent on that day kept its date; the day itself counts."""
        return sent_on <= self.due_on
