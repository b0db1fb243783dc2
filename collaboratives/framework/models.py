"""The Collaborative Change Framework: what we want, what drives it, what one could try.

Live rows are edited; a release is a snapshot that never changes. A driver in use is retired,
not deleted.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bsc.tenancy.models import CollaborativeModel
from collaboratives.framework.enums import FrameworkStatus, IdeaStatus
from collaboratives.models import Membership
from collaboratives.translations import Translated


class ChangeFramework(CollaborativeModel):
    """The one framework of a collaborative."""

    key = models.SlugField(max_length=60)
    name = models.CharField(_("name"), max_length=200)
    mission = models.TextField(_("mission"))
    need = models.TextField(_("why it is needed"), blank=True)
    status = models.CharField(
        max_length=10, choices=FrameworkStatus, default=FrameworkStatus.IN_USE
    )

    drivers: "list[PrimaryDriver]"  # those in use, as queries.framework_of loads them

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collaborative"], name="one_framework")
        ]

    def __str__(self) -> str:
        return self.name


class Aim(CollaborativeModel):
    """What the collaborative wants to reach, by how much, and how it will know."""

    framework = models.ForeignKey(ChangeFramework, on_delete=models.CASCADE, related_name="aims")
    key = models.SlugField(max_length=60)
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("aim"))
    target = models.TextField(_("target"), blank=True)
    measured_by = models.TextField(_("measured by"), blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["framework", "key"], name="aim_key_once")
        ]

    def __str__(self) -> str:
        return self.text


class PrimaryDriver(Translated, CollaborativeModel):
    """One of the few things that together bring about the aims."""

    framework = models.ForeignKey(
        ChangeFramework, on_delete=models.CASCADE, related_name="primary_drivers"
    )
    key = models.SlugField(max_length=60)
    number = models.PositiveSmallIntegerField()
    short_name = models.CharField(_("short name"), max_length=120)
    statement = models.TextField(_("statement"))
    description = models.TextField(_("description"), blank=True)
    plain = models.CharField(_("in plain words"), max_length=300, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    drivers: "list[SecondaryDriver]"  # those in use, as queries.framework_of loads them

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["framework", "key"], name="primary_driver_key_once")
        ]

    def __str__(self) -> str:
        return self.short_name


class SecondaryDriver(Translated, CollaborativeModel):
    """What centers do about a primary driver: once worded to do, once worded to rate."""

    primary = models.ForeignKey(
        PrimaryDriver, on_delete=models.CASCADE, related_name="secondary_drivers"
    )
    key = models.SlugField(max_length=60)
    number = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField()
    action = models.CharField(_("action"), max_length=300)
    assessment_statement = models.CharField(_("statement to rate"), max_length=400)
    plain = models.CharField(_("in plain words"), max_length=300, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    ideas: "list[ChangeIdea]"  # those in the framework, as the queries load them
    notes: "list[Any]"  # what other apps say of it (counts.Note), put there by the outline

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collaborative", "key"], name="secondary_driver_key_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"


class ChangeIdea(CollaborativeModel):
    """Something small enough to try tomorrow."""

    secondary = models.ForeignKey(
        SecondaryDriver, on_delete=models.CASCADE, related_name="change_ideas"
    )
    text = models.CharField(_("idea"), max_length=400)
    position = models.PositiveSmallIntegerField(default=0)
    proposed_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=10, choices=IdeaStatus, default=IdeaStatus.ACCEPTED)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class FrameworkRelease(CollaborativeModel):
    """The framework as it stood on a day. Ratings and tests name the release they were made under.

    ``snapshot`` has the shape that ``services.snapshot_of`` describes.
    """

    framework = models.ForeignKey(
        ChangeFramework, on_delete=models.PROTECT, related_name="releases"
    )
    version = models.PositiveSmallIntegerField()
    snapshot = models.JSONField()
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    released_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["version"]
        get_latest_by = "version"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["framework", "version"], name="release_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new release; one that stands is never changed."""
        if not self._state.adding:
            raise TypeError("A release of the framework does not change; make the next one.")
        super().save(*args, **kwargs)
