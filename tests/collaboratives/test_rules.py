"""The table of rights, rows "people" and "contact details"."""

import pytest
from django_scopes import scope

from collaboratives.enums import TEAM_ROLES, Role
from collaboratives.rules import (
    contact_rules,
    may_end_role,
    may_invite,
    may_invite_anybody,
    may_see_contact_of,
    roles_to_grant,
)
from tests.factories import MembershipFactory, MembershipRoleFactory

pytestmark = pytest.mark.django_db


def within(cast):
    return scope(collaborative=cast.collaborative, organization=cast.collaborative.organization)


@pytest.fixture
def senior(cast):
    member = MembershipFactory(collaborative=cast.collaborative)
    MembershipRoleFactory(membership=member, role=Role.SENIOR_LEADER, team=cast.team)
    return member


EVERYBODY = {"member", "family", "leader", "other_center", "faculty", "implementation"}


@pytest.mark.parametrize(
    ("who", "sees"),
    (
        ("member", {"member"}),
        ("family", {"family"}),
        ("leader", {"member", "family", "leader"}),
        ("other_center", {"other_center"}),
        ("faculty", {"faculty"}),
        ("implementation", EVERYBODY),
        ("observer", set()),
    ),
)
def test_whose_contact_details_somebody_sees(cast, who, sees):
    with within(cast):
        member = getattr(cast, who)
        assert {
            name for name in EVERYBODY if may_see_contact_of(member, getattr(cast, name))
        } == sees


def test_a_senior_leader_sees_the_teams_but_not_families(cast, senior):
    with within(cast):
        assert may_see_contact_of(senior, cast.member)
        assert not may_see_contact_of(senior, cast.family)
        assert not may_see_contact_of(senior, cast.other_center)


def test_who_leads_a_group_sees_its_members_but_never_families(cast):
    with within(cast):
        contact_rules.append(lambda member, other: member.pk == cast.faculty.pk)
        try:
            assert may_see_contact_of(cast.faculty, cast.member)
            assert not may_see_contact_of(cast.faculty, cast.family)
            assert not may_see_contact_of(cast.member, cast.leader)
        finally:
            contact_rules.pop()


def test_a_teacher_who_is_also_a_parent_is_protected_as_a_parent(cast, senior):
    with within(cast):
        MembershipRoleFactory(membership=cast.member, role=Role.FAMILY, team=cast.team)
        assert not may_see_contact_of(senior, cast.member)
        assert may_see_contact_of(cast.leader, cast.member)


def test_the_implementation_team_grants_every_role(cast):
    with within(cast):
        assert set(roles_to_grant(cast.implementation, None)) == set(Role) - TEAM_ROLES
        assert set(roles_to_grant(cast.implementation, cast.team.pk)) == TEAM_ROLES


def test_leaders_grant_in_their_own_team_and_nothing_above_themselves(cast, senior):
    with within(cast):
        below = {Role.TEAM_LEADER, Role.TEACHER, Role.STAFF, Role.FAMILY}
        assert set(roles_to_grant(cast.leader, cast.team.pk)) == below
        assert set(roles_to_grant(senior, cast.team.pk)) == TEAM_ROLES
        for leader in (cast.leader, senior):
            assert roles_to_grant(leader, cast.other_team.pk) == []
            assert roles_to_grant(leader, None) == []


@pytest.mark.parametrize("who", ("member", "family", "other_center", "faculty", "observer"))
def test_nobody_else_grants_anything(cast, who):
    with within(cast):
        member = getattr(cast, who)
        assert not may_invite_anybody(member)
        for team_id in (None, cast.team.pk, cast.other_team.pk):
            assert not any(may_invite(member, role, team_id) for role in Role)


def test_a_role_is_ended_by_who_may_give_it(cast, senior):
    with within(cast):
        [teacher], [head] = cast.member.hats, senior.hats
        assert may_end_role(cast.leader, teacher)
        assert may_end_role(cast.implementation, teacher)
        assert not may_end_role(cast.member, teacher)
        assert not may_end_role(cast.leader, head)
        assert not may_end_role(cast.leader, cast.implementation.hats[0])
