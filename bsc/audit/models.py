"""Who did what, in a sentence a person can read."""

from django.conf import settings
from django.db import models

from bsc.tenancy.models import MaybeCollaborativeModel


class Entry(MaybeCollaborativeModel):
    """One deed. ``action`` is a dotted verb ("invitation.created"); ``target`` names a row.

    ``summary`` holds no contact details and nothing about a child.
    """

    action = models.CharField(max_length=60)
    target = models.CharField(max_length=100, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.action} {self.target}"
