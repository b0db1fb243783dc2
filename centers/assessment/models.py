"""Team self-assessments: every core team rates the secondary drivers, some rounds apart."""

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bsc.tenancy.models import CollaborativeModel
from collaboratives.framework.models import FrameworkRelease, PrimaryDriver, SecondaryDriver
from collaboratives.models import Membership
from collaboratives.schedule.models import Event
from collaboratives.translations import Translated

LOWEST, HIGHEST, STEP = Decimal(1), Decimal(4), Decimal("0.5")
SCORES = tuple(LOWEST + STEP * step for step in range(7))


class Round(Translated, CollaborativeModel):
    """One time that all teams look at themselves, due on a day.

    A round that belongs to an event keeps its distance to it: ``days_after_event`` is negative
    for a round that is due before.
    """

    name = models.CharField(_("name"), max_length=120)
    due_on = models.DateField(_("due on"))
    event = models.ForeignKey(
        Event, on_delete=models.SET_NULL, null=True, blank=True, related_name="rounds"
    )
    days_after_event = models.IntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    revision = models.PositiveIntegerField(default=0)
    token = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collaborative", "token"],
                condition=models.Q(token__isnull=False),
                name="round_made_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Assessment(CollaborativeModel):
    """One team's self-assessment in one round; open until the team agrees on it."""

    team = models.ForeignKey("centers.CoreTeam", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="assessments")
    started_at = models.DateTimeField(default=timezone.now)
    started_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "round"], name="assessment_once"),
            models.CheckConstraint(
                name="assessment_settled_by_somebody",
                condition=models.Q(settled_at__isnull=True) | models.Q(settled_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} in {self.round_id}"

    @property
    def is_settled(self) -> bool:
        """Whether the team has agreed on its numbers."""
        return self.settled_at is not None


class Rating(CollaborativeModel):
    """What a team thinks of one secondary driver, from 1 to 4 in halves, and why.

    ``release`` is the framework as it stood when the number was chosen. ``revision`` counts the
    changes.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="ratings")
    driver = models.ForeignKey(SecondaryDriver, on_delete=models.PROTECT, related_name="+")
    release = models.ForeignKey(
        FrameworkRelease, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    score = models.DecimalField(max_digits=2, decimal_places=1, null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True, max_length=2000)
    rated_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    rated_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "driver"], name="rating_once"),
            models.CheckConstraint(
                name="rating_score_in_halves",
                condition=models.Q(score__isnull=True) | models.Q(score__in=SCORES),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.driver_id}: {self.score}"


class DriverComment(CollaborativeModel):
    """What a team says about a primary driver as a whole."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="driver_comments"
    )
    primary = models.ForeignKey(PrimaryDriver, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("overall comments"), blank=True, max_length=4000)
    written_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "primary"], name="driver_comment_once")
        ]

    def __str__(self) -> str:
        return self.text[:80]
