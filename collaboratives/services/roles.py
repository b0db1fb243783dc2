"""Giving and ending roles."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bsc.accounts.models import User
from bsc.audit.services import record
from bsc.mail.services import queue_message
from bsc.tenancy.doors import inside
from collaboratives.enums import BOUND_ROLES, TEAM_ROLES, Role
from collaboratives.models import Collaborative, Invitation, Membership, MembershipRole
from collaboratives.queries import liaisons_for, roles_held_today, still_waiting
from collaboratives.rules import may_add_role_to, may_end_role, may_invite
from collaboratives.services.invitations import cancel_invitation

if TYPE_CHECKING:
    from centers.models import CoreTeam


def grant(membership: Membership, *, role: str, team_id: int | None, **more: Any) -> MembershipRole:
    """Write a role from today on; whether somebody may give it is decided before."""
    row = MembershipRole(
        collaborative=membership.collaborative,
        membership=membership,
        role=role,
        team_id=team_id,
        starts_on=membership.collaborative.today(),
        **more,
    )
    row.full_clean(exclude=["membership"])
    row.save()
    return row


@transaction.atomic
def add_role(
    *,
    membership: Membership,
    role: str,
    team: "CoreTeam | None",
    by: Membership,
    is_data_contact: bool = False,
) -> MembershipRole:
    """Give a member one more role from today, or make who holds it the data contact. Idempotent.

    Raises PermissionDenied when ``by`` may not grant it, and ValidationError when the role
    needs an address (a second factor may be due) and the person has none, or the team does
    not fit the role.
    """
    if not (may_add_role_to(by, membership) and may_invite(by, role, team.pk if team else None)):
        raise PermissionDenied
    if (role in TEAM_ROLES) != (team is not None):
        raise ValidationError({"team": _("Choose a team for a role in a center's team.")})
    if role in BOUND_ROLES and not membership.user.email:
        raise ValidationError(
            {"role": _("For this role the person needs an e-mail address first.")}
        )
    standing = roles_held_today().filter(membership=membership, role=role, team=team).first()
    if standing:
        return _as_data_contact(standing, by=by.user) if is_data_contact else standing
    row = grant(
        membership,
        role=role,
        team_id=team.pk if team else None,
        is_data_contact=is_data_contact,
    )
    _record("role.added", by=by.user, row=row, summary=str(row))
    return row


def _as_data_contact(row: MembershipRole, *, by: User) -> MembershipRole:
    if not row.is_data_contact:
        row.is_data_contact = True
        row.save(update_fields=["is_data_contact"])
        _record("role.data_contact", by=by, row=row)
    return row


@transaction.atomic
def end_role(*, row: MembershipRole, by: Membership) -> MembershipRole:
    """End a role at once; yesterday was its last day. Idempotent.

    Open invitations that the person may no longer make are cancelled. When a leader ends the
    role of a teacher or a family member, the liaison is told. Raises PermissionDenied, and
    ValidationError for the last member of the implementation team.
    """
    if not may_end_role(by, row):
        raise PermissionDenied
    today = row.collaborative.today()
    if not row.is_held_on(today):
        return row
    if row.role == Role.IMPLEMENTATION and not _others_implement(row):
        raise ValidationError(
            _("This is the last member of the implementation team. Add another one first.")
        )
    row.ends_on = today - timedelta(days=1)
    row.save(update_fields=["ends_on"])
    _record("role.ended", by=by.user, row=row, summary=str(row))
    _cancel_what_they_may_not_make(row.membership, by=by.user)
    if row.role in (Role.TEACHER, Role.FAMILY) and not by.is_implementation:
        _tell_liaison(row, by=by, day=today)
    return row


def _others_implement(row: MembershipRole) -> bool:
    return (
        roles_held_today()
        .filter(role=Role.IMPLEMENTATION)
        .exclude(membership=row.membership_id)
        .exists()
    )


def _cancel_what_they_may_not_make(left: Membership, *, by: User) -> None:
    fresh = Membership.objects.get(pk=left.pk)
    for invitation in still_waiting(Invitation.objects.filter(invited_by=fresh)):
        if not may_invite(fresh, invitation.role, invitation.team_id):
            cancel_invitation(invitation=invitation, by=by)


def _tell_liaison(row: MembershipRole, *, by: Membership, day: date) -> None:
    for liaison in liaisons_for(row.role):
        queue_message(
            name="left_team",
            to=liaison,
            collaborative=row.collaborative,
            context={
                "person": row.membership.user,
                "role": Role(row.role).label,
                "team": row.team,
                "by": by.user,
            },
            dedupe_key=f"left-team:{row.pk}:{day}:{liaison.pk}",
        )


@transaction.atomic
def enter_collaborative(
    *, collaborative: Collaborative, user: User, role: str, reason: str
) -> Membership:
    """Give an organization admin a role in a collaborative, where everybody can see it.

    An admin sets up and reads no content, so the role is an observer's (counts without names)
    unless they say why they must work inside: then it is the implementation team's, which is
    also how a new collaborative gets its first member. Either is audited with the reason, shown
    on the people page, and mailed to the implementation team, which can end it. The caller has
    checked that they administer the collaborative's organization. Idempotent.
    """
    if role not in (Role.OBSERVER, Role.IMPLEMENTATION):
        raise PermissionDenied
    with inside(collaborative):
        implementers = [
            row.membership.user for row in roles_held_today().filter(role=Role.IMPLEMENTATION)
        ]
        membership, _created = Membership.objects.get_or_create(
            collaborative=collaborative, user=user
        )
        if roles_held_today().filter(membership=membership, role=role).exists():
            return membership
        row = grant(membership, role=role, team_id=None)
        _record("organization_admin.entered", by=user, row=row, summary=reason)
        for person in implementers:
            queue_message(
                name="admin_entered",
                to=person,
                collaborative=collaborative,
                context={"admin": user, "role": Role(row.role).label, "reason": reason},
                dedupe_key=f"admin-entered:{row.pk}:{person.pk}",
            )
    return membership


def _record(action: str, *, by: User, row: MembershipRole, summary: str = "") -> None:
    record(action=action, by=by, target=row, collaborative=row.collaborative, summary=summary)
