"""Whom a member may turn to."""

from collaboratives.enums import LEADER_ROLES, Role
from collaboratives.models import Membership, MembershipRole
from collaboratives.queries import roles_held_today


def people_to_ask(member: Membership) -> list[MembershipRole]:
    """Return the leaders of the reader's teams, then the implementation team, each person once."""
    held = roles_held_today().exclude(membership=member)
    leaders = held.filter(team__in=member.team_ids, role__in=LEADER_ROLES)
    staff = held.filter(role=Role.IMPLEMENTATION)
    once: dict[int, MembershipRole] = {}
    for row in [*leaders, *staff]:
        once.setdefault(row.membership_id, row)
    return list(once.values())
