"""Reminders planned ahead."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bsc.mail.models import Message
from bsc.tenancy.models import MaybeCollaborativeModel


class Reminder(MaybeCollaborativeModel):
    """One reminder of one kind about one thing to one person, at most once.

    ``subject`` names the thing and what may change about it ("event:12:r3": event 12, revision
    3), so that a moved event asks again and an unmoved one never does.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        SENT = "sent", _("Sent")
        SKIPPED = "skipped", _("Not needed any more")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Failed")

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=100)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    reason = models.CharField(max_length=100, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    message = models.ForeignKey(
        Message, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collaborative", "kind", "subject", "recipient"],
                name="reminder_once",
                nulls_distinct=False,
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], name="reminder_due", condition=models.Q(state="planned")
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def subject_parts(self) -> list[str]:
        """Return the subject split at its colons: ["event", "12", "r3"]."""
        return self.subject.split(":")
