"""Organizations, collaboratives, centers, teams and people of the demonstration."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from bsc.accounts.cards import issue_card
from bsc.accounts.models import User
from bsc.embedded.load.story import Story, public_id_of, read
from bsc.tenancy.doors import inside, inside_organization
from centers.models import Center, Classroom, CoreTeam
from collaboratives.enums import CollaborativeStatus, Role
from collaboratives.models import (
    Collaborative,
    Membership,
    MembershipRole,
    Organization,
    OrganizationAdmin,
)
from collaboratives.queries import with_hats
from collaboratives.services import create_invitation

ADMIN = "organization_admin"
KINDS = {
    "child_care": Center.Kind.CHILD_CARE,
    "head_start": Center.Kind.HEAD_START,
    "family_child_care_network": Center.Kind.FAMILY_CARE,
}
# What a pending list looks like: a poster that some have used, and one that nobody has.
OPEN_INVITATIONS: tuple[dict[str, Any], ...] = (
    {
        "role": Role.FAMILY,
        "language": "es",
        "name_hint": "Poster at the front door",
        "max_uses": 10,
    },
    {"role": Role.TEACHER, "language": "en", "name_hint": "New colleague in August", "max_uses": 1},
)


def load_people() -> Iterator[Story]:
    """Create everybody, then yield each collaborative's story while its tenant is open."""
    told = read("people")
    organizations = {each["key"]: _organization(each) for each in told["organizations"]}
    persons = {each["key"]: _person(each) for each in told["people"]}
    for each in told["people"]:
        for role in each["roles"]:
            if role["role"] == ADMIN:
                _administer(organizations[role["organization"]], persons[each["key"]])
    centers = {each["key"]: _center(each, organizations) for each in told["centers"]}
    for each in told["collaboratives"]:
        collaborative = _collaborative(each, organizations[each["organization"]])
        with inside(collaborative):
            story = Story(collaborative=collaborative, today=collaborative.today())
            _teams(story, each["key"], centers)
            _members(story, each["key"], persons)
            _point_persons(story, each["key"])
            _invite(story)
            yield story


def monday(today: dt.date, weeks_ago: int) -> dt.date:
    """Return the Monday of the week that long ago, as the story files count."""
    return today - dt.timedelta(days=today.weekday() + 7 * weeks_ago)


def _organization(told: dict[str, Any]) -> Organization:
    return Organization.objects.create(slug=told["slug"], name=told["name"])


def _administer(organization: Organization, person: User) -> None:
    with inside_organization(organization):
        OrganizationAdmin.objects.create(organization=organization, user=person)


def _person(told: dict[str, Any]) -> User:
    person = User.objects.create_user(
        name=told["name"],
        email=told["email"],
        language=told["language"],
        public_id=public_id_of(told["key"]),
    )
    if not person.email:
        issue_card(user=person, by=person)
    return person


def _center(told: dict[str, Any], organizations: dict[str, Organization]) -> Center:
    organization = organizations[told["organization"]]
    with inside_organization(organization):
        center = Center.objects.create(
            organization=organization,
            name=told["name"],
            kind=KINDS[told["kind"]],
            town=told["town"],
            age_groups=", ".join(told["age_groups"]),
        )
        for name in told["classrooms"]:
            Classroom.objects.create(organization=organization, center=center, name=name)
    return center


def _collaborative(told: dict[str, Any], organization: Organization) -> Collaborative:
    today = timezone.localdate()
    same = ("slug", "name", "topic", "time_zone", "holiday_country", "holiday_subdivision")
    days = ("metrics_due_day", "metrics_close_day", "report_day")
    return Collaborative.objects.create(
        organization=organization,
        starts_on=monday(today, told["starts_weeks_ago"]),
        ends_on=monday(today, told["ends_weeks_ago"]),
        status=CollaborativeStatus.RUNNING,
        **{name: told[name] for name in (*same, *days)},
    )


def _told_centers(key: str) -> list[dict[str, Any]]:
    return [each for each in read("people")["centers"] if each["collaborative"] == key]


def _teams(story: Story, key: str, centers: dict[str, Center]) -> None:
    """Create the core teams; elsewhere in the story a team goes by its center's key."""
    for each in _told_centers(key):
        team = each["team"]
        story.teams[each["key"]] = CoreTeam.objects.create(
            collaborative=story.collaborative,
            organization=story.collaborative.organization,
            center=centers[each["key"]],
            name=team["name"],
            motto=team["motto"],
            story=team["story"].strip(),
            commitment_signed_at=story.moment(weeks_ago=team["signed_weeks_ago"], hour=15),
        )


def _members(story: Story, key: str, persons: dict[str, User]) -> None:
    for each in read("people")["people"]:
        roles = [role for role in each["roles"] if role.get("collaborative") == key]
        if not roles:
            continue
        member = Membership.objects.create(
            collaborative=story.collaborative, user=persons[each["key"]]
        )
        joined = story.moment(weeks_ago=each["joined_weeks_ago"], hour=10)
        Membership.objects.filter(pk=member.pk).update(joined_at=joined)
        for role in roles:
            _role(story, member, role, person=each)
    loaded = {member.user.public_id: member for member in with_hats(Membership.objects.all())}
    for each in read("people")["people"]:
        member_now = loaded.get(public_id_of(each["key"]))
        if member_now is not None:
            story.people[each["key"]] = member_now


def _role(
    story: Story, member: Membership, told: dict[str, Any], *, person: dict[str, Any]
) -> None:
    until = told.get("until_weeks_ago", person.get("left_weeks_ago"))
    row = MembershipRole(
        collaborative=story.collaborative,
        membership=member,
        role=told["role"],
        team=story.teams.get(told.get("team", "")),
        perspective=told.get("perspective", "").replace("_", " ").capitalize(),
        competencies=told.get("competencies", []),
        duties=told.get("duties", []),
        is_data_contact=told.get("is_data_contact", False),
        starts_on=monday(story.today, told.get("from_weeks_ago", person["joined_weeks_ago"])),
        ends_on=None if until is None else monday(story.today, until),
    )
    row.full_clean()
    row.save()


def _point_persons(story: Story, key: str) -> None:
    for each in _told_centers(key):
        team = story.teams[each["key"]]
        if each["team"]["point_person"]:
            team.point_person = story.people[each["team"]["point_person"]]
            team.save(update_fields=["point_person"])


def _invite(story: Story) -> None:
    leader = next(
        (member for member in story.people.values() if Role.TEAM_LEADER in member.roles), None
    )
    if leader is None:
        return
    for told in OPEN_INVITATIONS:
        create_invitation(invited_by=leader, team=leader.teams[0], **told)
