"""Storing files."""

from typing import TYPE_CHECKING

from django.core.files.base import ContentFile, File
from django.db import transaction

from bsc.files.images import reencode
from bsc.files.models import StoredFile

if TYPE_CHECKING:
    from collaboratives.models import Collaborative


@transaction.atomic
def store_photo(*, upload: File[bytes], collaborative: "Collaborative | None") -> StoredFile:
    """Re-encode and store a photo; ValidationError when it is none. The original is not kept."""
    picture = reencode(upload)
    stored = StoredFile(
        collaborative=collaborative,
        content_type="image/jpeg",
        name="photo.jpg",
        width=picture.width,
        height=picture.height,
    )
    stored.file.save("photo.jpg", ContentFile(picture.content), save=False)
    stored.thumbnail.save("photo.jpg", ContentFile(picture.thumbnail), save=False)
    stored.save()
    return stored


@transaction.atomic
def store_bytes(
    *, content: bytes, name: str, content_type: str, collaborative: "Collaborative | None"
) -> StoredFile:
    """Store a file that the system made, such as a report; ``name`` is what a download is called."""
    stored = StoredFile(collaborative=collaborative, content_type=content_type, name=name)
    stored.file.save(name, ContentFile(content), save=False)
    stored.save()
    return stored
