"""Monthly reports: each row is one PDF, or one that is being made."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bsc.files.models import StoredFile
from bsc.tenancy.models import CollaborativeModel
from centers.models import CoreTeam
from collaboratives.models import Membership


class Paper(models.TextChoices):
    """The sheets that reports are laid out for."""

    LETTER = "letter", _("Letter")
    A4 = "a4", _("A4")


class ReportSettings(CollaborativeModel):
    """How one collaborative wants its reports; see ``queries.settings_of`` where there is no row.

    ``languages`` are those of the report day; a reader may ask for another one at any time.
    """

    paper = models.CharField(_("Paper"), max_length=10, choices=Paper)
    languages = models.JSONField(_("Languages on the report day"), default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collaborative"], name="report_settings_once")
        ]

    def __str__(self) -> str:
        return f"{self.paper} {self.languages}"


class ReportBatch(CollaborativeModel):
    """All reports of a month, asked for at once: every active team's and the collaborative's.

    ``expected`` counts them; ``ordered_at`` says that each has its row. The one of the report day
    is ``is_scheduled``, and there is one of it for each month and language.
    """

    month = models.DateField()
    language = models.CharField(max_length=10)
    expected = models.PositiveIntegerField(default=0)
    is_scheduled = models.BooleanField(default=False)
    asked_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    ordered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collaborative", "month", "language"],
                condition=models.Q(is_scheduled=True),
                name="scheduled_reports_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.language}"


class Report(CollaborativeModel):
    """The report of one month for a team, or without one for the whole collaborative.

    ``data_hash`` stands for all that the paper says, whatever its language: the same data are the
    same ``revision``, other data make the next one, and earlier ones are kept. ``facts`` is what
    it says in short, so that the next revision can tell what changed. ``progress`` is in percent.
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
    language = models.CharField(max_length=10, default=settings.LANGUAGE_CODE)
    paper = models.CharField(max_length=10, choices=Paper, default=Paper.LETTER)
    revision = models.PositiveIntegerField(default=1)
    data_hash = models.CharField(max_length=64)
    facts = models.JSONField(default=dict, blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    batch = models.ForeignKey(
        ReportBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
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
                fields=["collaborative", "team", "month", "revision", "language", "paper"],
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

    @property
    def has_failed(self) -> bool:
        """Whether somebody has to try again."""
        return self.state == self.State.FAILED


class ReportedTest(CollaborativeModel):
    """A test that stands in a report; where it is no longer shared, the report is held back."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="test_rows")
    cycle = models.ForeignKey("pdsa.Cycle", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "cycle"], name="test_in_a_report_once")
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.cycle_id}"


class ReportStory(CollaborativeModel):
    """A shared test that a person chose to tell in the collaborative's report of a month.

    Taken out, it keeps its words and can be put back. ``revision`` grows with every change.
    """

    month = models.DateField()
    cycle = models.ForeignKey("pdsa.Cycle", on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("The story in one or two sentences"), max_length=600)
    language = models.CharField(max_length=10, default=settings.LANGUAGE_CODE)
    order = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collaborative", "month", "cycle"], name="story_once_a_month"
            )
        ]

    def __str__(self) -> str:
        return self.words[:80]
