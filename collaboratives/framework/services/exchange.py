"""Taking a file in, and giving one out."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from bsc.audit.services import record
from collaboratives.framework.file import write_file
from collaboratives.framework.models import ChangeFramework
from collaboratives.framework.services.editing import ChangedMeanwhileError, lock_framework
from collaboratives.framework.services.releasing import snapshot_of
from collaboratives.framework.services.writing import write_snapshot
from collaboratives.models import Membership


def export_framework(framework: ChangeFramework) -> str:
    """Return the framework as it stands as the text of a file."""
    return write_file(snapshot_of(framework))


def stamp_of(framework: ChangeFramework) -> str:
    """Return a short text that is another one as soon as anything in the framework is."""
    text = json.dumps(snapshot_of(framework), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@transaction.atomic
def import_framework(*, snapshot: Mapping[str, Any], by: Membership, stamp: str) -> None:
    """Make the framework of the collaborative in scope what a file says, see ``write_snapshot``.

    ``stamp`` is ``stamp_of`` as the writer saw the preview: ChangedMeanwhileError where the
    framework is another by now. No release is made.
    """
    framework = lock_framework()
    if stamp_of(framework) != stamp:
        raise ChangedMeanwhileError
    write_snapshot(framework=framework, snapshot=snapshot)
    record(
        action="framework.imported",
        by=by.user,
        target=framework,
        collaborative=framework.collaborative,
        summary=framework.name,
    )
