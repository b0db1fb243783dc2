"""The cast: the same people in every view test. Each page says in one line what each of them gets.

@pytest.mark.parametrize(("who", "status"), cast_gets(member=200, stranger=404, ...))
def test_who_may_see_the_page(client, cast, who, status):
    assert cast.get(client, who, "/pdsa/") == status
"""

from dataclasses import dataclass, fields
from datetime import timedelta

from django.utils import timezone

from collaboratives.enums import Role
from tests.factories import (
    CollaborativeFactory,
    CoreTeamFactory,
    MembershipFactory,
    MembershipRoleFactory,
    OrganizationAdminFactory,
    UserFactory,
)

WHO = (
    "member",  # a teacher of the first team
    "teammate",  # another teacher of the same team
    "leader",  # the team leader of the same team
    "family",  # a family member of the same team
    "other_center",  # a teacher of another team in the same collaborative
    "faculty",
    "implementation",
    "observer",
    "organization_admin",  # of the same organization, without a role in the collaborative
    "someone_who_left",  # was a teacher of the first team until yesterday
    "stranger",  # a member of another collaborative
    "anonymous",
)


@dataclass
class Cast:
    """Memberships by name; ``organization_admin`` is a user, for they have no membership."""

    collaborative: object
    team: object
    other_team: object
    member: object
    teammate: object
    leader: object
    family: object
    other_center: object
    faculty: object
    implementation: object
    observer: object
    organization_admin: object
    someone_who_left: object
    stranger: object

    def url(self, path: str) -> str:
        return f"/c/{self.collaborative.slug}/{path.lstrip('/')}"

    def sign_in(self, client, who: str):
        client.logout()
        if who != "anonymous":
            person = getattr(self, who)
            client.force_login(getattr(person, "user", person))
        return client

    def get(self, client, who: str, path: str) -> int:
        return self.sign_in(client, who).get(self.url(path)).status_code

    def post(self, client, who: str, path: str, data=None) -> int:
        return self.sign_in(client, who).post(self.url(path), data or {}).status_code


def make_cast() -> Cast:
    collaborative = CollaborativeFactory()
    team = CoreTeamFactory(collaborative=collaborative)
    other_team = CoreTeamFactory(collaborative=collaborative)

    def person(role, team=None, **dates):
        membership = MembershipFactory(collaborative=collaborative)
        MembershipRoleFactory(membership=membership, role=role, team=team, **dates)
        return membership

    stranger = MembershipFactory()
    MembershipRoleFactory(membership=stranger, role=Role.IMPLEMENTATION)
    return Cast(
        collaborative=collaborative,
        team=team,
        other_team=other_team,
        member=person(Role.TEACHER, team),
        teammate=person(Role.TEACHER, team),
        leader=person(Role.TEAM_LEADER, team),
        family=person(Role.FAMILY, team),
        other_center=person(Role.TEACHER, other_team),
        faculty=person(Role.FACULTY),
        implementation=person(Role.IMPLEMENTATION),
        observer=person(Role.OBSERVER),
        organization_admin=OrganizationAdminFactory(
            organization=collaborative.organization, user=UserFactory()
        ).user,
        someone_who_left=person(
            Role.TEACHER,
            team,
            starts_on=timezone.localdate() - timedelta(days=90),
            ends_on=timezone.localdate() - timedelta(days=1),
        ),
        stranger=stranger,
    )


def cast_gets(**expected: int) -> list[tuple[str, int]]:
    """Return (who, status) pairs for parametrize; everybody must be named.

    ``others`` stands for all who are not named. Those outside are fixed: the organization's
    admin, someone who left and a stranger get 404, an anonymous person is sent to sign in.
    """
    outside = {
        "organization_admin": 404,
        "someone_who_left": 404,
        "stranger": 404,
        "anonymous": 302,
    }
    others = expected.pop("others", None)
    given = outside | expected
    pairs = [(who, given.get(who, others)) for who in WHO]
    missing = [who for who, status in pairs if status is None]
    unknown = set(given) - set(WHO)
    if missing or unknown:
        raise ValueError(f"not said: {missing}; unknown: {sorted(unknown)}")
    return pairs


assert {field.name for field in fields(Cast)} >= set(WHO) - {"anonymous"}
