"""Files people added and files the system made, always behind a page that checks the reader."""

import uuid

from django.db import models

from bsc.tenancy.models import MaybeCollaborativeModel


def private_path(stored: "StoredFile", filename: str) -> str:
    """Return a path that says nothing about person, place or original name."""
    name = uuid.uuid4().hex
    suffix = filename.rsplit(".", 1)[-1].lower() if "." in filename else "bin"
    return f"{name[:2]}/{name}.{suffix}"


class StoredFile(MaybeCollaborativeModel):
    """One file with its type; pictures have a thumbnail too."""

    file = models.FileField(upload_to=private_path)
    thumbnail = models.FileField(upload_to=private_path, blank=True)
    content_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
