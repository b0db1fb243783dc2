"""The people and places of the demonstration, without the rest of it, for tests of the loader."""

from bsc.embedded.load.story import Story, read
from collaboratives.framework.models import SecondaryDriver
from collaboratives.framework.services import load_framework, read_data
from tests.factories import (
    CollaborativeFactory,
    CoreTeamFactory,
    MembershipFactory,
    MembershipRoleFactory,
    UserFactory,
)
from tests.factories.metrics import MetricFactory

MAIN = "growing-together"


def make_story(today) -> Story:
    """Return the main collaborative with its teams, people, framework and two measures."""
    told = read("people")
    collaborative = CollaborativeFactory(slug=MAIN, name="Growing Together")
    story = Story(collaborative=collaborative, today=today)
    for center in told["centers"]:
        if center["collaborative"] == MAIN:
            story.teams[center["key"]] = CoreTeamFactory(
                collaborative=collaborative, name=center["team"]["name"]
            )
    for person in told["people"]:
        roles = [role for role in person["roles"] if role.get("collaborative") == MAIN]
        if roles:
            story.people[person["key"]] = _person(story, person, roles)
    load_framework(
        collaborative=collaborative, data=read_data(), by=next(iter(story.people.values()))
    )
    story.found["drivers"] = {
        driver.key: driver for driver in SecondaryDriver.objects.filter(collaborative=collaborative)
    }
    for key in ("two-way-communication", "challenging-behaviors"):
        MetricFactory(collaborative=collaborative, key=key)
    return story


def _person(story, told, roles):
    user = UserFactory(name=told["name"], language=told["language"])
    membership = MembershipFactory(collaborative=story.collaborative, user=user)
    for role in roles:
        MembershipRoleFactory(
            membership=membership, role=role["role"], team=story.teams.get(role.get("team"))
        )
    return membership
