"""What the implementation team has settled about itself."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bsc.tenancy.models import CollaborativeModel
from collaboratives.models import Membership
from collaboratives.setup.enums import SettingsPart, Structure


class StructureAnswer(CollaborativeModel):
    """What the team settled about one question of its structure."""

    question = models.CharField(max_length=15, choices=Structure)
    details = models.TextField(_("what we settled"), blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collaborative", "question"], name="structure_answered_once"
            )
        ]

    def __str__(self) -> str:
        return self.question


class SettingsChange(CollaborativeModel):
    """One change of the settings, or of who covers what, with what stood before: it can be undone.

    ``subject`` says whose within its part: a competency, a team's key, a question; often nothing.
    ``before`` and ``after`` are states as ``services/undoing.py`` reads and writes them.
    """

    part = models.CharField(max_length=15, choices=SettingsPart)
    subject = models.CharField(max_length=40, blank=True)
    before = models.JSONField()
    after = models.JSONField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["collaborative", "-at"])]

    def __str__(self) -> str:
        return f"{self.part} {self.subject}"
