"""Ramps of Plan-Do-Study-Act cycles."""

import datetime as dt
import uuid
from typing import ClassVar

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from bsc.tenancy.models import CollaborativeModel
from collaboratives.models import Membership
from metrics.models import CollectionPlan, Metric
from pdsa.enums import (
    PLAIN_DECISIONS,
    Carried,
    Compared,
    Decision,
    Scale,
    Stage,
    Status,
    Visibility,
)

SEARCHED = (
    "what", "who", "where", "prediction", "look_at", "what_happened", "observations",
    "what_we_learned", "why", "next_step",
)  # fmt: skip


class Ramp(CollaborativeModel):
    """One idea and the cycles it is tested in, from small to large.

    Without a team it is the implementation team's own, visible to all: it models what it asks for.
    ``borrowed_from`` is the ramp whose idea it took, whoever's that was.
    """

    team = models.ForeignKey(
        "centers.CoreTeam", on_delete=models.PROTECT, null=True, blank=True, related_name="ramps"
    )
    idea = models.CharField(_("idea"), max_length=200)
    language = models.CharField(max_length=10, default="en")
    secondary_driver = models.ForeignKey(
        "framework.SecondaryDriver",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ramps",
    )
    release = models.ForeignKey(
        "framework.FrameworkRelease",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The release of the framework under which the driver was chosen."),
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.TESTING)
    borrowed_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="borrowed_by"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # In both languages, because a test in one may stand under an idea in the other.
    search = models.GeneratedField(
        expression=SearchVector("idea", config="english", weight="A")
        + SearchVector("idea", config="spanish", weight="A"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    # What ``queries.ramps_visible_to`` and ``with_steps`` load beside it.
    seen_stage: str
    steps: list["Cycle"]

    def __str__(self) -> str:
        return self.idea


class StageChange(CollaborativeModel):
    """Somebody moved an idea on, or back, and says why; the ramp carries the stage that stands.

    With a ``cycle`` it followed from that cycle's decision: who may not read the cycle learns
    nothing of the change.
    """

    ramp = models.ForeignKey(Ramp, on_delete=models.CASCADE, related_name="stage_changes")
    cycle = models.ForeignKey(
        "Cycle", on_delete=models.CASCADE, null=True, blank=True, related_name="stage_changes"
    )
    was = models.CharField(max_length=20, choices=Stage, default=Stage.TESTING)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage)
    why = models.CharField(_("Why?"), max_length=300, blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.ramp_id}: {self.stage}"


class Bundle(CollaborativeModel):
    """Several ideas that belong together and are ready to spread; of a team, or of everybody."""

    team = models.ForeignKey(
        "centers.CoreTeam", on_delete=models.PROTECT, null=True, blank=True, related_name="bundles"
    )
    name = models.CharField(_("What do you call it?"), max_length=120)
    why = models.TextField(_("Why do these belong together?"), max_length=2000, blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "token"], name="bundle_made_once")
        ]

    def __str__(self) -> str:
        return self.name


class BundleRamp(CollaborativeModel):
    """An idea in a bundle."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="ramp_rows")
    ramp = models.ForeignKey(Ramp, on_delete=models.CASCADE, related_name="bundle_rows")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bundle", "ramp"], name="ramp_in_a_bundle_once")
        ]

    def __str__(self) -> str:
        return f"{self.bundle_id}: {self.ramp_id}"


class RampMetric(CollaborativeModel):
    """A measure that the idea might move; its cycles are marked on that measure's charts."""

    ramp = models.ForeignKey(Ramp, on_delete=models.CASCADE, related_name="metric_rows")
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="ramp_rows")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ramp", "metric"], name="ramp_metric_once")
        ]

    def __str__(self) -> str:
        return f"{self.ramp_id}: {self.metric_id}"


class Cycle(CollaborativeModel):
    """One Plan-Do-Study-Act cycle; its texts belong to its owners.

    ``token`` is made by the form that starts it, so that a form sent twice makes one cycle.
    ``revision`` grows with every change of its content.
    """

    ramp = models.ForeignKey(Ramp, on_delete=models.CASCADE, related_name="cycles")
    number = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    visibility = models.CharField(
        _("Who can see it?"),
        max_length=20,
        choices=Visibility,
        default=Visibility.COLLABORATIVE,
        help_text=_("Coaches and the team that runs the collaborative can read it either way."),
    )

    what = models.TextField(_("What will you try?"), blank=True, max_length=2000)
    what_is_different = models.TextField(
        _("What is different from last time?"), blank=True, max_length=2000
    )
    scale = models.CharField(_("How small can it be?"), max_length=30, choices=Scale, blank=True)
    who = models.CharField(_("Who will do it?"), max_length=300, blank=True)
    where = models.CharField(_("Where?"), max_length=300, blank=True)
    starts_on = models.DateField(_("When?"), null=True, blank=True)
    ends_on = models.DateField(_("Until when?"), null=True, blank=True)
    collection_plan = models.ForeignKey(
        CollectionPlan,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cycles",
        help_text=_("The way of collecting a measure that this test tries out."),
    )
    prediction = models.TextField(_("What do you think will happen?"), blank=True, max_length=2000)
    look_at = models.TextField(_("How will you know?"), blank=True, max_length=2000)

    carried_out = models.CharField(_("Did it happen?"), max_length=20, choices=Carried, blank=True)
    what_happened = models.TextField(_("What happened?"), blank=True, max_length=4000)
    observations = models.TextField(_("What did you see?"), blank=True, max_length=4000)
    numbers = models.CharField(_("Did you count something?"), max_length=300, blank=True)
    compared = models.CharField(
        _("How does that compare with what you thought?"),
        max_length=20,
        choices=Compared,
        blank=True,
    )
    what_we_learned = models.TextField(_("What did you learn?"), blank=True, max_length=4000)
    decision = models.CharField(_("What next?"), max_length=10, choices=Decision, blank=True)
    why = models.TextField(_("Why?"), blank=True, max_length=2000)
    next_step = models.TextField(_("What is the next step?"), blank=True, max_length=2000)

    language = models.CharField(max_length=10, default="en")
    revision = models.PositiveIntegerField(default=1)
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    started_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    created_at = models.DateTimeField(auto_now_add=True)
    posted_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Stored, because under row-level security an index on an expression is not used. Left out of
    # every list by ``queries.cycles_visible_to``.
    search = models.GeneratedField(
        expression=models.Case(
            models.When(language="es", then=SearchVector(*SEARCHED, config="spanish")),
            default=SearchVector(*SEARCHED, config="english"),
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ramp", "number"], name="cycle_number_once"),
            models.UniqueConstraint(fields=["started_by", "token"], name="cycle_started_once"),
            models.CheckConstraint(
                name="posted_cycle_has_a_date",
                condition=models.Q(status=Status.DRAFT) | models.Q(posted_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["collaborative", "status", "posted_at"])]

    def __str__(self) -> str:
        return self.what[:80]

    def clean(self) -> None:
        """Refuse an end before the beginning."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day comes before the first day.")})

    @property
    def is_draft(self) -> bool:
        """Whether only its owners see it."""
        return self.status == Status.DRAFT

    @property
    def is_done(self) -> bool:
        """Whether a decision stands."""
        return self.status == Status.DONE

    @property
    def told_at(self) -> dt.datetime:
        """When its latest part was posted: the plan, or the results. Only for a posted cycle."""
        told = self.finished_at if self.is_done else None
        return told or self.posted_at or self.created_at

    @property
    def plain_decision(self) -> str:
        """Return the decision in plain words, or nothing."""
        return str(PLAIN_DECISIONS[self.decision]) if self.decision else ""

    def stands(self, today: dt.date) -> Status:
        """Return the group it is listed in: a plan whose day has come is being tried."""
        if self.status == Status.PLANNED and self.starts_on and self.starts_on <= today:
            return Status.DOING
        return Status(self.status)


class CycleOwner(CollaborativeModel):
    """One of those who run the cycle and write its texts."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="owners")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "member"], name="cycle_owner_once")
        ]

    def __str__(self) -> str:
        return str(self.member)
