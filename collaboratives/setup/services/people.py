"""The last step: who plans, who coaches, which centers take part, and who leads their teams."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bsc.accounts.models import User, clean_email
from bsc.audit.services import record
from collaboratives.enums import Role
from collaboratives.models import Collaborative, Invitation, Membership
from collaboratives.queries import still_waiting
from collaboratives.rules import may_invite
from collaboratives.services import enter_collaborative
from collaboratives.services.invitations import make_invitation
from collaboratives.setup import parts
from collaboratives.setup.rules import dates_are_free, may_invite_outside

if TYPE_CHECKING:
    from centers.models import CoreTeam

OFFERED = (Role.IMPLEMENTATION, Role.FACULTY, Role.SENIOR_LEADER, Role.TEAM_LEADER)


@transaction.atomic
def invite(
    *,
    collaborative: Collaborative,
    by: Membership,
    outside: bool,
    role: str,
    team: "CoreTeam | None",
    name: str,
    email: str,
    language: str,
) -> tuple[Invitation, bool]:
    """Invite somebody; returns the invitation and whether it is new.

    One that is open for the same role, team and address is found again, not mailed again.
    ``outside``: ``by`` is an organization's admin, whose membership gives no rights of its own.
    """
    if role not in OFFERED:
        raise PermissionDenied
    if not (may_invite_outside(collaborative, role) if outside else _inside(by, role, team)):
        raise PermissionDenied
    if not clean_email(email):
        raise ValidationError({"email": _("We need an address to send the invitation to.")})
    if outside and not dates_are_free(collaborative) and clean_email(email) == by.user.email:
        said = _("This is your own address. Enter from your organization's page instead.")
        raise ValidationError({"email": said})
    Collaborative.objects.select_for_update(of=("self",)).get(pk=collaborative.pk)
    open_ones = still_waiting(Invitation.objects.filter(role=role, team=team))
    standing = open_ones.filter(email=clean_email(email), expires_at__gt=timezone.now()).first()
    if standing is not None:
        return standing, False
    made = make_invitation(
        invited_by=by, role=role, team=team, language=language, email=email, name_hint=name
    )
    return made, True


def _inside(by: Membership, role: str, team: "CoreTeam | None") -> bool:
    return may_invite(by, role, team.pk if team else None)


def join_the_team(*, collaborative: Collaborative, user: User) -> Membership:
    """Put the admin who sets up on the implementation team, for everybody to see. Idempotent.

    Only while it is being set up; later there is a door that asks for a reason and tells the team.
    """
    if not dates_are_free(collaborative):
        raise PermissionDenied
    return enter_collaborative(
        collaborative=collaborative,
        user=user,
        role=Role.IMPLEMENTATION,
        reason=_("Set the collaborative up"),
    )


@transaction.atomic
def add_centers(
    *, collaborative: Collaborative, names: Sequence[str], by: Membership
) -> parts.Centers:
    """Let centers take part that do already, by name. Idempotent; audited with the names."""
    added = parts.add_centers(collaborative, names, by)
    if added.joined:
        record(
            action="setup.centers",
            by=by.user,
            target=collaborative,
            collaborative=collaborative,
            summary=", ".join(added.joined),
        )
    return added


@transaction.atomic
def take_measures(
    *, collaborative: Collaborative, keys: Sequence[str], by: Membership
) -> list[str]:
    """Let all teams count these measures of the example; returns the names of the new ones."""
    made = parts.take_measures(collaborative, keys, by)
    if made:
        record(
            action="setup.measures",
            by=by.user,
            target=collaborative,
            collaborative=collaborative,
            summary=", ".join(made),
        )
    return made
