"""Storing files. What the database takes back leaves no file behind."""

from collections.abc import Iterator
from contextlib import contextmanager
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
    with _files_gone_on_failure(stored):
        stored.file.save("photo.jpg", ContentFile(picture.content), save=False)
        stored.thumbnail.save("photo.jpg", ContentFile(picture.thumbnail), save=False)
        stored.save()
    return stored


@contextmanager
def keeping_photo(
    *, upload: File[bytes], collaborative: "Collaborative | None"
) -> Iterator[StoredFile]:
    """Store a photo for the rows that the block writes; if the block fails, its files go again.

    Inside ``transaction.atomic``: the failure also takes back the photo's own row.
    """
    stored = store_photo(upload=upload, collaborative=collaborative)
    with _files_gone_on_failure(stored):
        yield stored


@contextmanager
def _files_gone_on_failure(stored: StoredFile) -> Iterator[None]:
    try:
        yield
    except BaseException:
        for kept in (stored.file, stored.thumbnail):
            if kept.name:
                kept.storage.delete(kept.name)
        raise


@transaction.atomic
def store_bytes(
    *, content: bytes, name: str, content_type: str, collaborative: "Collaborative | None"
) -> StoredFile:
    """Store a file that the system made, such as a report; ``name`` is what a download is called."""
    stored = StoredFile(collaborative=collaborative, content_type=content_type, name=name)
    with _files_gone_on_failure(stored):
        stored.file.save(name, ContentFile(content), save=False)
        stored.save()
    return stored
