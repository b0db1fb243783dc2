"""Photographs of the work."""

import uuid
from functools import partial

from django.core.files.base import File
from django.db import transaction

from bsc.audit.services import record
from bsc.files.services import keeping_photo
from collaboratives.models import Membership
from pdsa.models import Cycle, CyclePhoto


@transaction.atomic
def add_photo(
    *, cycle: Cycle, by: Membership, upload: File[bytes], alt: str, token: uuid.UUID
) -> CyclePhoto:
    """Attach a photograph, made anew without its metadata. Idempotent by ``token``.

    ValidationError when the upload is no photograph.
    """
    standing = CyclePhoto.objects.filter(by=by, token=token).first()
    if standing is not None:
        return standing
    with keeping_photo(upload=upload, collaborative=cycle.collaborative) as stored:
        photo = CyclePhoto(
            collaborative=cycle.collaborative,
            cycle=cycle,
            stored=stored,
            alt=alt.strip(),
            by=by,
            token=token,
        )
        # A second click is the database's to notice (TenantScopeMiddleware), not the writer's error.
        photo.full_clean(exclude=["token"])
        photo.save()
        record(
            action="cycle.photo_added", by=by.user, target=photo, collaborative=cycle.collaborative
        )
    return photo


@transaction.atomic
def remove_photo(*, photo: CyclePhoto, by: Membership) -> None:
    """Remove a photograph for good, its files too once the transaction stands."""
    stored = photo.stored
    record(
        action="cycle.photo_removed", by=by.user, target=photo, collaborative=photo.collaborative
    )
    photo.delete()
    stored.delete()
    for kept in (stored.file, stored.thumbnail):
        if kept.name:
            transaction.on_commit(partial(kept.storage.delete, kept.name))
