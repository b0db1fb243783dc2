"""The tenants, who is in them, and how people are invited."""

from collaboratives.models.invitations import Invitation, InvitationUse
from collaboratives.models.people import Membership, MembershipRole
from collaboratives.models.tenants import Collaborative, Organization, OrganizationAdmin

__all__ = [
    "Collaborative",
    "Invitation",
    "InvitationUse",
    "Membership",
    "MembershipRole",
    "Organization",
    "OrganizationAdmin",
]
