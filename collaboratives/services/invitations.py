"""Making invitations, sending them again, cancelling them."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bsc.accounts.models import User, clean_email
from bsc.audit.services import record
from bsc.mail.links import absolute
from bsc.mail.services import queue_message
from collaboratives.enums import BOUND_ROLES, MULTI_USE_ROLES
from collaboratives.models import Invitation, Membership
from collaboratives.rules import may_invite

if TYPE_CHECKING:
    from centers.models import CoreTeam

OPEN_FOR = timedelta(days=30)


def join_link(invitation: Invitation) -> str:
    """Return the address that an invitation is shared as."""
    return absolute(reverse("join:language", kwargs={"code": invitation.code}))


@transaction.atomic
def create_invitation(
    *,
    invited_by: Membership,
    role: str,
    team: "CoreTeam | None",
    language: str,
    email: str = "",
    name_hint: str = "",
    max_uses: int = 1,
) -> Invitation:
    """Make an invitation, open for 30 days; with an address it is mailed there and bound to it.

    Raises PermissionDenied when the inviter may not grant this role in this team, and
    ValidationError when a role that opens much has no address, or several uses are asked for
    one that is for one person.
    """
    if not may_invite(invited_by, role, team.pk if team else None):
        raise PermissionDenied
    return make_invitation(
        invited_by=invited_by,
        role=role,
        team=team,
        language=language,
        email=email,
        name_hint=name_hint,
        max_uses=max_uses,
    )


@transaction.atomic
def make_invitation(
    *,
    invited_by: Membership,
    role: str,
    team: "CoreTeam | None",
    language: str,
    email: str = "",
    name_hint: str = "",
    max_uses: int = 1,
) -> Invitation:
    """Make an invitation as ``create_invitation`` does; whether they may is decided before."""
    email = clean_email(email) or ""
    if role in BOUND_ROLES and not email:
        raise ValidationError({"email": _("For this role we need the person's e-mail address.")})
    if max_uses > 1 and (role not in MULTI_USE_ROLES or email):
        raise ValidationError({"max_uses": _("This invitation is for one person.")})
    invitation = Invitation(
        collaborative=invited_by.collaborative,
        role=role,
        team=team,
        language=language,
        email=email,
        name_hint=name_hint,
        invited_by=invited_by,
        max_uses=max_uses,
        expires_at=timezone.now() + OPEN_FOR,
    )
    invitation.full_clean(exclude=["code_hash"])
    invitation.save()
    _record("invitation.created", by=invited_by.user, row=invitation)
    _mail(invitation)
    return invitation


@transaction.atomic
def renew_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Open the invitation for another 30 days, and mail it again where it has an address.

    The code stays the same. Raises ValidationError when it is cancelled or used up.
    """
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.state in (Invitation.State.REVOKED, Invitation.State.USED_UP):
        raise ValidationError(_("This invitation is over. Please make a new one."))
    row.expires_at = timezone.now() + OPEN_FOR
    row.save(update_fields=["expires_at"])
    _record("invitation.renewed", by=by, row=row)
    _mail(row)
    return row


@transaction.atomic
def cancel_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Stop an invitation. Idempotent; who joined with it stays."""
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.revoked_at is None:
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        _record("invitation.cancelled", by=by, row=row)
    return row


def _mail(invitation: Invitation) -> None:
    if not invitation.email:
        return
    invitation.times_sent += 1
    invitation.save(update_fields=["times_sent"])
    inviter = invitation.invited_by.user
    queue_message(
        name="invitation",
        to=invitation.email,
        collaborative=invitation.collaborative,
        context={"invitation": invitation, "inviter": inviter, "link": join_link(invitation)},
        dedupe_key=f"invitation:{invitation.pk}:{invitation.times_sent}",
        sender_name=inviter.name,
        reply_to=inviter.email,
        language=invitation.language,
    )


def _record(action: str, *, by: User, row: Invitation) -> None:
    record(action=action, by=by, target=row, collaborative=row.collaborative)
