"""Factories make rows of any tenant; the rows of one family share one collaborative."""

from tests.factories.people import (
    CenterFactory,
    ClassroomFactory,
    CollaborativeFactory,
    CoreTeamFactory,
    MembershipFactory,
    MembershipRoleFactory,
    OrganizationAdminFactory,
    OrganizationFactory,
    UserFactory,
)

__all__ = [
    "CenterFactory",
    "ClassroomFactory",
    "CollaborativeFactory",
    "CoreTeamFactory",
    "MembershipFactory",
    "MembershipRoleFactory",
    "OrganizationAdminFactory",
    "OrganizationFactory",
    "UserFactory",
]
