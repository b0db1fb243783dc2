"""Taking up another team's idea, with credit."""

import uuid

from django.db import transaction

from bsc.audit.services import record
from centers.models import CoreTeam
from collaboratives.framework.queries import standing_driver
from collaboratives.models import Membership
from pdsa.models import Cycle
from pdsa.services.cycles import start_cycle


@transaction.atomic
def borrow(*, source: Cycle, team: CoreTeam | None, by: Membership, token: uuid.UUID) -> Cycle:
    """Begin a plan of one's own team from another team's shared cycle, its words to start from.

    The new ramp names the one it came from for good. Idempotent by ``token``. The caller has
    checked ``rules.teams_to_borrow_for``. ``source`` comes with its ramp and driver; where that
    was merged into another, the new ramp stands under the other.
    """
    standing = Cycle.objects.filter(started_by=by, token=token).select_related("ramp").first()
    if standing is not None:
        return standing
    cycle = start_cycle(
        by=by,
        team=team,
        what=source.what,
        driver=standing_driver(source.ramp.secondary_driver),
        borrowed_from=source.ramp,
        language=source.language,
        token=token,
    )
    record(
        action="ramp.borrowed",
        by=by.user,
        target=cycle.ramp,
        collaborative=cycle.collaborative,
        summary=f"{source.ramp.team or source.collaborative} → {team or by.collaborative}",
    )
    return cycle
