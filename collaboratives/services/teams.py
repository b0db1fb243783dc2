"""What a core team says about itself."""

from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction

from bsc.accounts.models import User
from bsc.audit.services import record

if TYPE_CHECKING:
    from centers.models import CoreTeam


def revision_of(team: "CoreTeam") -> str:
    """Return a mark that changes whenever motto or story change."""
    return sha256(f"{team.motto}\0{team.story}".encode()).hexdigest()[:16]


@transaction.atomic
def describe_team(*, team: "CoreTeam", motto: str, story: str, by: User) -> None:
    """Write motto and story. The caller has compared revisions."""
    team.motto, team.story = motto.strip(), story.strip()
    team.full_clean()
    team.save(update_fields=["motto", "story"])
    record(action="team.described", by=by, target=team, collaborative=team.collaborative)
