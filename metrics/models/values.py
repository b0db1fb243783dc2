"""What teams counted, by week and month, and what they sent."""

import datetime as dt
import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bsc.tenancy.models import CollaborativeModel
from centers.models import Classroom, CoreTeam
from collaboratives.models import Membership
from metrics.enums import Grain, Source, SubmissionStatus
from metrics.models.measures import Group, Metric, MetricDefinition


class Value(CollaborativeModel):
    """What a team counted in one week or one month, or that it could not.

    One row per team, measure, grain, period and breakdown is current; a change adds a revision
    and keeps the older ones. Both numbers are there or neither. A row without numbers and without
    a reason takes an earlier one back. The whole team's row has neither room nor group; where it
    has none for a week, its rooms are summed; groups are never summed into it.
    """

    team = models.ForeignKey(CoreTeam, on_delete=models.PROTECT, related_name="values")
    # The same as the definition's, here so that the database can keep one current row.
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="values")
    definition = models.ForeignKey(
        MetricDefinition, on_delete=models.PROTECT, related_name="values"
    )
    grain = models.CharField(max_length=5, choices=Grain)
    classroom = models.ForeignKey(
        Classroom, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # So that the database can hold the room to the collaborative's own organization.
    organization = models.ForeignKey(
        "collaboratives.Organization",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="values"
    )
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
                fields=["team", "metric", "grain", "period_start", "classroom", "group"],
                condition=models.Q(is_current=True),
                name="one_current_value",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=[
                    "team",
                    "metric",
                    "grain",
                    "period_start",
                    "classroom",
                    "group",
                    "revision",
                ],
                name="value_revision_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="value_of_a_room_or_of_a_group",
                condition=models.Q(classroom__isnull=True) | models.Q(group__isnull=True),
            ),
            models.CheckConstraint(
                name="value_of_a_room_has_organization",
                condition=models.Q(classroom__isnull=True) | models.Q(organization__isnull=False),
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
    counts every save, and is what a second editor's page is compared with. ``got_in_the_way`` is a
    team's answer to a month that did not come; it is for the data lead's list and never a score.
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
    got_in_the_way = models.CharField(_("what got in the way"), max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

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


class Nudge(CollaborativeModel):
    """A person wrote to a team about a month that is missing. The mail itself is in the outbox."""

    team = models.ForeignKey(CoreTeam, on_delete=models.PROTECT, related_name="nudges")
    month = models.DateField()
    to = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["sent_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "token"], name="nudge_sent_once")
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.month:%Y-%m}"


class CountsImport(CollaborativeModel):
    """A file of counts somebody looks through before it is taken over; ``rows`` as it was read."""

    team = models.ForeignKey(
        CoreTeam, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    file_name = models.CharField(max_length=200)
    rows = models.JSONField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    changed = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name
