"""The second step: the example, a copy of the organization's own, or an empty one."""

import pytest

from collaboratives.framework.models import ChangeFramework, FrameworkRelease, SecondaryDriver
from collaboratives.framework.services import load_framework, read_data, start_empty
from tests.collaboratives.setup.walking import inside, outside, within
from tests.factories import CollaborativeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sister(begun):
    """Another collaborative of the same organization, with a framework of its own words."""
    one = CollaborativeFactory(organization=begun.organization, name="The sister")
    with within(one):
        load_framework(
            collaborative=one, data=read_data() | {"name": "The sister's words"}, by=None
        )
    return one


def choices(page):
    return [value for value, _label in page.context["form"].fields["choice"].choices]


def frameworks(collaborative):
    with within(collaborative):
        return list(ChangeFramework.objects.values_list("name", "status"))


def test_it_offers_the_example_and_an_empty_one(client, admin, begun):
    page = client.get(outside(begun, "framework"))
    assert choices(page) == ["example", "empty"]
    assert page.context["number"] == 2


def test_the_example_is_loaded_and_released(client, admin, begun):
    answer = client.post(outside(begun, "framework"), {"choice": "example"})
    assert answer.url == outside(begun, "sessions")
    with within(begun):
        release = FrameworkRelease.objects.get()
        assert release.version == 1
        assert release.released_by.user == admin.user
        assert SecondaryDriver.objects.count() > 10
    begun.refresh_from_db()
    assert begun.set_up_steps == ["basics", "framework"]


def test_pressing_twice_loads_one(client, admin, begun):
    for _ in range(2):
        client.post(outside(begun, "framework"), {"choice": "example"})
    assert len(frameworks(begun)) == 1
    with within(begun):
        assert FrameworkRelease.objects.count() == 1


def test_nothing_chosen_is_refused_beside_the_field(client, admin, begun):
    page = client.post(outside(begun, "framework"), {})
    assert list(page.context["form"].errors) == ["choice"]


def test_a_copy_is_the_sisters_and_then_lives_by_itself(client, admin, begun, sister):
    page = client.get(outside(begun, "framework"))
    assert choices(page) == ["example", str(sister.pk), "empty"]
    assert "The sister&#x27;s words" in page.content.decode()
    client.post(outside(begun, "framework"), {"choice": str(sister.pk)})
    assert frameworks(begun) == frameworks(sister)
    with within(begun):
        ChangeFramework.objects.update(name="Our own words")
        assert "The sister" in FrameworkRelease.objects.get().note
    assert frameworks(sister)[0][0] == "The sister's words"


def test_the_latest_release_is_copied_not_what_is_being_written(client, admin, begun, sister):
    with within(sister):
        ChangeFramework.objects.update(name="Half-written")
    client.post(outside(begun, "framework"), {"choice": str(sister.pk)})
    assert frameworks(begun)[0][0] == "The sister's words"


def test_another_organizations_framework_is_neither_offered_nor_taken(client, admin, begun):
    theirs = CollaborativeFactory()
    with within(theirs):
        load_framework(collaborative=theirs, data=read_data() | {"name": "Theirs"}, by=None)
    page = client.get(outside(begun, "framework"))
    assert choices(page) == ["example", "empty"]
    refused = client.post(outside(begun, "framework"), {"choice": str(theirs.pk)})
    assert list(refused.context["form"].errors) == ["choice"]
    assert frameworks(begun) == []


def test_a_member_copies_only_from_where_they_are_a_member(client, cast):
    sister = CollaborativeFactory(organization=cast.collaborative.organization)
    with within(sister):
        load_framework(collaborative=sister, data=read_data(), by=None)
    cast.sign_in(client, "implementation")
    page = client.get(inside(cast.collaborative, "framework"))
    assert choices(page) == ["example", "empty"]


def test_what_stands_is_named_and_left_alone(client, admin, begun, sister):
    client.post(outside(begun, "framework"), {"choice": "example"})
    page = client.get(outside(begun, "framework"))
    assert 'name="choice"' not in page.content.decode()
    assert read_data()["name"] in page.content.decode()
    before = frameworks(begun)
    answer = client.post(outside(begun, "framework"), {"choice": str(sister.pk)})
    assert answer.status_code == 302
    assert frameworks(begun) == before


def test_an_empty_one_can_still_be_filled(client, admin, begun):
    client.post(outside(begun, "framework"), {"choice": "empty"})
    assert frameworks(begun) == [(begun.topic, "draft")]
    page = client.get(outside(begun, "framework"))
    assert choices(page) == ["example"]
    assert client.post(outside(begun, "framework"), {}).url == outside(begun, "sessions")
    client.post(outside(begun, "framework"), {"choice": "example"})
    assert frameworks(begun) == [(read_data()["name"], "in_use")]
    with within(begun):
        assert FrameworkRelease.objects.count() == 1


def test_a_framework_without_a_release_is_copied_as_it_stands(client, admin, begun):
    sister = CollaborativeFactory(organization=begun.organization)
    with within(sister):
        start_empty(collaborative=sister, name="Begun", by=None)
    client.post(outside(begun, "framework"), {"choice": str(sister.pk)})
    assert frameworks(begun)[0][0] == "Begun"


@pytest.mark.parametrize("how_many", (1, 3))
def test_the_choice_takes_a_constant_number_of_queries(
    client, admin, begun, how_many, django_assert_num_queries
):
    for one in CollaborativeFactory.create_batch(how_many, organization=begun.organization):
        with within(one):
            start_empty(collaborative=one, name="Begun", by=None)
    with django_assert_num_queries(8):
        client.get(outside(begun, "framework"))
