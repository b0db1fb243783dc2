"""Asking another center to answer a test, and saying not now."""

from django.db import transaction
from django.utils import timezone

from bsc.audit.services import record
from centers.models import CoreTeam
from collaboratives.models import Membership
from pdsa.models import Cycle, PeerInvitation
from pdsa.notices import tell_of_invitation


@transaction.atomic
def invite_peer(*, cycle: Cycle, team: CoreTeam, by: Membership, note: str = "") -> PeerInvitation:
    """Ask a center to answer a shared test; its leaders are told by mail. Once for each center."""
    invitation, is_new = PeerInvitation.objects.get_or_create(
        collaborative=cycle.collaborative,
        cycle=cycle,
        team=team,
        defaults={"by": by, "note": note.strip()},
    )
    if is_new:
        record(
            action="cycle.peer_invited",
            by=by.user,
            target=cycle,
            collaborative=cycle.collaborative,
            summary=team.name,
        )
        tell_of_invitation(invitation)
    return invitation


@transaction.atomic
def decline(*, invitation: PeerInvitation, by: Membership) -> None:
    """Say that this center does not answer now. Idempotent; a comment later still answers it."""
    standing = PeerInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if not standing.is_open:
        return
    standing.declined_at = timezone.now()
    standing.save(update_fields=["declined_at"])
    record(
        action="cycle.peer_declined",
        by=by.user,
        target=standing,
        collaborative=standing.collaborative,
    )
