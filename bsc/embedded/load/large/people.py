"""160 centers with their rooms and teams, about 800 people, and the people who run it all."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any

from bsc.accounts.models import User
from bsc.embedded.load.story import Story, public_id_of, read
from bsc.tenancy.doors import inside
from centers.models import Center, Classroom, CoreTeam
from collaboratives.enums import CollaborativeStatus, Competency, Role
from collaboratives.models import Collaborative, Membership, MembershipRole, Organization
from collaboratives.queries import with_hats

CENTERS, MONTHS, MONTHS_AHEAD = 160, 18, 3
BATCH = 2000
TEAM = (Role.SENIOR_LEADER, Role.TEAM_LEADER, Role.TEACHER, Role.TEACHER, Role.FAMILY)
# Who sees the large collaborative with the sign-in links: the person, the role.
VISITORS = (
    ("hana-whitcomb", Role.IMPLEMENTATION),
    ("tomas-arriaga", Role.FACULTY),
    ("keisha-hammond", Role.TEAM_LEADER),
    ("marisol-quinones", Role.FAMILY),
    ("grace-hollister", Role.OBSERVER),
)


def load_people() -> Iterator[Story]:
    """Make organization, collaborative, teams and people, then yield with its tenant open."""
    told = read("large")
    place = told["organization"]
    organization = Organization.objects.create(slug=place["slug"], name=place["name"])
    today = dt.date.today()  # noqa: DTZ011 -- the day on this machine decides how far back it goes
    collaborative = Collaborative.objects.create(
        organization=organization,
        starts_on=today - dt.timedelta(days=31 * MONTHS),
        ends_on=today + dt.timedelta(days=31 * MONTHS_AHEAD),
        status=CollaborativeStatus.RUNNING,
        **told["collaborative"],
    )
    with inside(collaborative):
        story = Story(collaborative=collaborative, today=collaborative.today())
        _teams(story, told)
        _people(story, told)
        yield story


def _teams(story: Story, told: dict[str, Any]) -> None:
    organization = story.collaborative.organization
    names = [f"{town} {second}" for town, second in product(told["towns"], told["second"])]
    centers = Center.objects.bulk_create(
        Center(organization=organization, name=name, town=name.rsplit(" ", 2)[0])
        for name in names[:CENTERS]
    )
    Classroom.objects.bulk_create(
        Classroom(organization=organization, center=center, name=room)
        for center in centers
        for room in told["rooms"][: 2 + center.pk % 3]
    )
    teams = CoreTeam.objects.bulk_create(
        CoreTeam(
            collaborative=story.collaborative,
            organization=organization,
            center=center,
            name=center.name,
        )
        for center in centers
    )
    story.teams.update({team.name: team for team in teams})


def _people(story: Story, told: dict[str, Any]) -> None:
    """Five on each team, and the visitors; everybody has been there from the first day."""
    since = story.collaborative.starts_on
    teams = list(story.teams.values())
    seats = [(team, role) for team in teams for role in TEAM]
    users = User.objects.bulk_create(
        (User(name=name, email=None) for name in _names(story, told, len(seats))), batch_size=BATCH
    )
    visitors = [
        (User.objects.get(public_id=public_id_of(person)), role) for person, role in VISITORS
    ]
    members = Membership.objects.bulk_create(
        (
            Membership(collaborative=story.collaborative, user=user)
            for user in [*users, *(user for user, _role in visitors)]
        ),
        batch_size=BATCH,
    )
    hats = [
        MembershipRole(
            collaborative=story.collaborative,
            membership=member,
            role=role,
            team=team,
            is_data_contact=role == Role.TEAM_LEADER,
            starts_on=since,
        )
        for member, (team, role) in zip(members, seats, strict=False)
    ]
    hats += _visitors(
        story, members[len(seats) :], [role for _user, role in visitors], teams, since
    )
    MembershipRole.objects.bulk_create(hats, batch_size=BATCH)
    for member in with_hats(Membership.objects.all()):
        story.people[str(member.pk)] = member


def _visitors(
    story: Story,
    members: Sequence[Membership],
    roles: Sequence[str],
    teams: Sequence[CoreTeam],
    since: dt.date,
) -> Iterator[MembershipRole]:
    on_a_team = {Role.TEAM_LEADER, Role.FAMILY}
    for member, role in zip(members, roles, strict=True):
        yield MembershipRole(
            collaborative=story.collaborative,
            membership=member,
            role=role,
            team=teams[0] if role in on_a_team else None,
            competencies=[Competency.DATA_CAPACITY] if role == Role.IMPLEMENTATION else [],
            starts_on=since,
        )


def _names(story: Story, told: dict[str, Any], count: int) -> Iterable[str]:
    for _person in range(count):
        first = story.random.choice(told["first_names"])
        yield f"{first} {story.random.choice(told['last_names'])}"
