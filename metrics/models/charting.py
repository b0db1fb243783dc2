"""What people decide about a chart: notes, new phases, points left out. All can be taken back.

Without a team each belongs to the chart of the whole collaborative.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bsc.tenancy.models import CollaborativeModel
from centers.models import CoreTeam
from collaboratives.models import Membership
from metrics.enums import Grain
from metrics.models.measures import Metric


class ChartRow(CollaborativeModel):
    """Who decided it, when, and whether it was taken back."""

    team = models.ForeignKey(
        CoreTeam, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class ChartNote(ChartRow):
    """A few words at a day of the chart: "Two substitutes this week"."""

    day = models.DateField(_("When?"))
    text = models.CharField(_("What should people know?"), max_length=200)

    class Meta:
        ordering: ClassVar = ["day", "pk"]

    def __str__(self) -> str:
        return self.text


class ChartPhase(ChartRow):
    """From ``starts_on`` the chart has a line of its own: a person decided so, with a reason.

    ``starts_on`` is the first period of the new phase: a Monday, or the first of a month.
    """

    starts_on = models.DateField(_("From"))
    reason = models.CharField(_("Why does a new phase begin?"), max_length=300)

    class Meta:
        ordering: ClassVar = ["starts_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["team", "metric", "starts_on"],
                condition=models.Q(undone_at__isnull=True),
                name="phase_begins_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}: {self.reason}"


class ChartExclusion(ChartRow):
    """A period that stays on the chart, hollow, and out of its arithmetic."""

    grain = models.CharField(max_length=5, choices=Grain)
    period_start = models.DateField()
    reason = models.CharField(_("Why does it not count?"), max_length=300)

    class Meta:
        ordering: ClassVar = ["period_start", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["team", "metric", "grain", "period_start"],
                condition=models.Q(undone_at__isnull=True),
                name="point_left_out_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.period_start}: {self.reason}"
