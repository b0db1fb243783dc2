import pytest
from django_scopes import scopes_disabled

from collaboratives.framework.models import ChangeIdea
from tests.cast import cast_gets
from tests.factories.framework import ChangeIdeaFactory, SecondaryDriverFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def driver(cast):
    return SecondaryDriverFactory(collaborative=cast.collaborative, key="directions")


@pytest.fixture
def idea(cast, driver):
    return ChangeIdeaFactory(
        secondary=driver, text="Sing it", status="proposed", proposed_by=cast.member
    )


def status_of(idea):
    with scopes_disabled():
        return ChangeIdea.objects.get(pk=idea.pk).status


@pytest.mark.parametrize("path", ("directions/suggest/", "suggestions/"))
@pytest.mark.parametrize(("who", "status"), cast_gets(observer=403, others=200))
def test_everybody_who_takes_part_may_suggest(client, cast, driver, path, who, status):
    assert cast.get(client, who, f"framework/{path}") == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(implementation=302, member=403, observer=403, others=404),
)
def test_only_the_implementation_team_decides(client, cast, idea, who, status):
    given = {"status": "accepted"}
    assert cast.post(client, who, f"framework/suggestions/{idea.pk}/", given) == status
    assert status_of(idea) == ("accepted" if who == "implementation" else "proposed")


@pytest.mark.parametrize("who", ("member", "family", "faculty"))
def test_an_idea_sent_twice_is_one_and_waits(client, cast, driver, who):
    cast.sign_in(client, who)
    for _click in range(2):
        answer = client.post(
            cast.url("framework/directions/suggest/"), {"text": "Sing it"}, follow=True
        )
    page = answer.content.decode()
    assert "Thank you." in page
    assert "You suggested, and it is being looked at:" in page
    with scopes_disabled():
        made = ChangeIdea.objects.get()
    assert (made.status, made.proposed_by_id) == ("proposed", getattr(cast, who).pk)
    other = cast.sign_in(client, "other_center").get(cast.url("framework/directions/"))
    assert "Sing it" not in other.content.decode()


def test_too_long_an_idea_is_kept_beside_the_field(client, cast, driver):
    cast.sign_in(client, "member")
    page = client.post(cast.url("framework/directions/suggest/"), {"text": "y" * 401})
    assert "at most 400 characters" in page.content.decode()
    assert "y" * 401 in page.content.decode()


def test_nothing_is_suggested_for_a_driver_that_was_taken_out(client, cast, driver):
    with scopes_disabled():
        driver.retired_on = "2026-05-01"
        driver.save()
    assert cast.get(client, "member", "framework/directions/suggest/") == 404


def test_one_tap_takes_in_another_leaves_out_and_each_is_put_back(client, cast, idea):
    cast.sign_in(client, "implementation")
    address = cast.url(f"framework/suggestions/{idea.pk}/")
    page = client.get(cast.url("framework/suggestions/")).content.decode()
    assert f"Suggested by {cast.member.user.name}" in page
    assert "Take it in" in page
    for status in ("accepted", "proposed", "retired"):
        client.post(address, {"status": status})
        assert status_of(idea) == status
    page = client.get(cast.url("framework/suggestions/")).content.decode()
    assert "Put it back" in page
    assert client.post(address, {"status": "nonsense"}).status_code == 400
    edit = client.get(cast.url("framework/edit/")).content.decode()
    assert "waiting" not in edit
    client.post(address, {"status": "proposed"})
    edit = client.get(cast.url("framework/edit/")).content.decode()
    assert "1 idea from a team is waiting" in edit


def test_others_see_their_own_only(client, cast, idea):
    page = cast.sign_in(client, "member").get(cast.url("framework/suggestions/")).content.decode()
    assert "Sing it" in page
    assert "Take it in" not in page
    page = cast.sign_in(client, "teammate").get(cast.url("framework/suggestions/"))
    assert "Sing it" not in page.content.decode()
    assert "No ideas yet" in page.content.decode()


@pytest.mark.parametrize("rows", (1, 3))
def test_queries_do_not_grow(client, cast, driver, rows, django_assert_num_queries):
    for number in range(rows):
        ChangeIdeaFactory(
            secondary=driver, text=f"Idea {number}", status="proposed", proposed_by=cast.member
        )
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(7):
        assert client.get(cast.url("framework/suggestions/")).status_code == 200


def test_the_list_has_pages(client, cast, driver):
    for number in range(26):
        ChangeIdeaFactory(
            secondary=driver, text=f"Idea {number}.", status="proposed", proposed_by=cast.member
        )
    page = cast.sign_in(client, "implementation").get(cast.url("framework/suggestions/?page=2"))
    assert "Idea 0." in page.content.decode()
    assert "Idea 25." not in page.content.decode()
