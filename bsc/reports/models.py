"""Monthly reports: each row is one PDF, or one that is being made."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bsc.files.models import StoredFile
from bsc.tenancy.models import CollaborativeModel
from centers.models import CoreTeam
from collaboratives.models import Membership


class Report(CollaborativeModel):
    """The report of one month for a team, or without one for the whole collaborative.

    ``data_hash`` stands for everything that the paper says: the same data are the same report.
    Other data make the next ``revision``; earlier ones are kept. ``progress`` is in percent.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        BUILDING = "building", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Did not work")

    team = models.ForeignKey(
        CoreTeam, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    month = models.DateField()
    revision = models.PositiveIntegerField(default=1)
    data_hash = models.CharField(max_length=64)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    requested_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    requested_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-month", "team__name", "-revision"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collaborative", "team", "month", "data_hash"],
                name="report_once_per_data",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["collaborative", "team", "month", "revision"],
                name="report_revision_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team or self.collaborative} {self.month:%Y-%m}"

    UNFINISHED: ClassVar = (State.QUEUED, State.BUILDING)

    @property
    def is_unfinished(self) -> bool:
        """Whether it is still to come."""
        return self.state in self.UNFINISHED
