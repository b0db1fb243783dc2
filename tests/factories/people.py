from datetime import date, time

import factory

from collaboratives.enums import Role
from tests.factories.base import UnscopedFactory


class UserFactory(UnscopedFactory):
    class Meta:
        model = "accounts.User"

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")


class OrganizationFactory(UnscopedFactory):
    class Meta:
        model = "collaboratives.Organization"

    slug = factory.Sequence(lambda n: f"organization-{n}")
    name = factory.Sequence(lambda n: f"Organization {n}")


class OrganizationAdminFactory(UnscopedFactory):
    class Meta:
        model = "collaboratives.OrganizationAdmin"

    organization = factory.SubFactory(OrganizationFactory)
    user = factory.SubFactory(UserFactory)


class CollaborativeFactory(UnscopedFactory):
    class Meta:
        model = "collaboratives.Collaborative"

    organization = factory.SubFactory(OrganizationFactory)
    slug = factory.Sequence(lambda n: f"collaborative-{n}")
    name = factory.Sequence(lambda n: f"Collaborative {n}")
    topic = "Social and emotional learning"
    starts_on = date(2026, 1, 5)
    ends_on = date(2027, 6, 30)
    status = "running"
    # None, or what a test finds would depend on the hour at which it runs.
    quiet_from = time(0)
    quiet_until = time(0)


class MembershipFactory(UnscopedFactory):
    class Meta:
        model = "collaboratives.Membership"

    collaborative = factory.SubFactory(CollaborativeFactory)
    user = factory.SubFactory(UserFactory)


class CenterFactory(UnscopedFactory):
    class Meta:
        model = "centers.Center"

    organization = factory.SubFactory(OrganizationFactory)
    name = factory.Sequence(lambda n: f"Center {n}")


class ClassroomFactory(UnscopedFactory):
    class Meta:
        model = "centers.Classroom"

    center = factory.SubFactory(CenterFactory)
    organization = factory.SelfAttribute("center.organization")
    name = factory.Sequence(lambda n: f"Room {n}")


class CoreTeamFactory(UnscopedFactory):
    class Meta:
        model = "centers.CoreTeam"

    collaborative = factory.SubFactory(CollaborativeFactory)
    organization = factory.SelfAttribute("collaborative.organization")
    center = factory.SubFactory(CenterFactory, organization=factory.SelfAttribute("..organization"))
    name = factory.Sequence(lambda n: f"Team {n}")


class MembershipRoleFactory(UnscopedFactory):
    """Pass ``membership``; without a team only roles outside teams are possible."""

    class Meta:
        model = "collaboratives.MembershipRole"

    membership = factory.SubFactory(MembershipFactory)
    collaborative = factory.SelfAttribute("membership.collaborative")
    role = Role.IMPLEMENTATION
    team = None
    starts_on = date(2026, 1, 5)
