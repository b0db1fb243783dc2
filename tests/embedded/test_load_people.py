"""The people of the demonstration."""

import pytest
from django_scopes import scopes_disabled

from bsc.accounts import cards
from bsc.accounts.models import User
from bsc.embedded.load.people import load_people
from bsc.embedded.load.story import public_id_of, read
from bsc.tenancy.doors import everything
from collaboratives.enums import Role
from collaboratives.models import Collaborative, Invitation, Membership
from collaboratives.queries import teams

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories():
    with everything("The demonstration is loaded for every tenant."):
        return list(load_people())


def test_everybody_of_the_story_is_there(stories):
    told = read("people")
    assert User.objects.count() == len(told["people"])
    assert Collaborative.objects.count() == len(told["collaboratives"])
    for persona in told["personas"]:
        assert User.objects.filter(public_id=public_id_of(persona["person"])).exists()


def test_who_has_no_address_has_a_card(stories):
    for person in User.objects.filter(email=None):
        assert cards.live_card(person)


def test_teams_are_cross_role_with_five_to_seven_people(stories):
    first = stories[0]
    with scopes_disabled():
        assert len(first.teams) == 8
        for team in teams().filter(collaborative=first.collaborative):
            assert 5 <= team.people <= 7
        held = {role for member in first.people.values() for role in member.roles}
        assert held >= {Role.FAMILY, Role.SENIOR_LEADER, Role.IMPLEMENTATION, Role.FACULTY}


def test_each_story_knows_only_its_own_people(stories):
    first, second = stories
    with scopes_disabled():
        for story in (first, second):
            assert {m.collaborative_id for m in story.people.values()} == {story.collaborative.pk}
        assert Membership.objects.count() == len(first.people) + len(second.people)


def test_the_pending_list_is_not_empty(stories):
    with scopes_disabled():
        assert Invitation.objects.filter(collaborative=stories[0].collaborative).count() == 2
