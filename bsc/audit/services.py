"""Writing the audit trail."""

from typing import TYPE_CHECKING

from django.db import models

from bsc.audit.models import Entry

if TYPE_CHECKING:
    from bsc.accounts.models import User
    from collaboratives.models import Collaborative


def record(
    *,
    action: str,
    by: "User | None",
    target: models.Model | None = None,
    collaborative: "Collaborative | None" = None,
    summary: str = "",
) -> Entry:
    """Write one entry in the current transaction; ``by`` is None for the system itself.

    The collaborative must be the one in scope (None: inside ``nobodys_rows``).
    """
    name = f"{target._meta.label_lower}:{target.pk}" if target is not None else ""
    return Entry.objects.create(
        action=action, by=by, target=name, collaborative=collaborative, summary=summary[:300]
    )
