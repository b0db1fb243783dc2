"""Rooms, who works in them, their cards and their paper."""

import re
from datetime import date

import pytest
from django_scopes import scopes_disabled

from bsc.audit.models import Entry
from centers.models import Classroom, RoomMember
from metrics.models import RoomCard
from tests.cast import cast_gets
from tests.factories.metrics import RoomCardFactory, TallyGridFactory
from tests.factories.people import ClassroomFactory
from tests.factories.rooms import RoomMemberFactory
from tests.metrics.helpers import inside, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

LEADERS = {
    "others": 403, "leader": 200, "implementation": 200, "other_center": 404, "observer": 404,
}  # fmt: skip
ON_THE_TEAM = {"others": 200, "other_center": 404, "observer": 404}


def path(room, more=""):
    return f"metrics/rooms/{room.pk}/{more}"


def cards(room):
    with scopes_disabled():
        return list(RoomCard.objects.filter(classroom=room).order_by("pk"))


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        others=403, leader=200, implementation=404, faculty=404, other_center=403, observer=404
    ),
)
def test_who_keeps_the_rooms(client, cast, room, who, status):
    assert cast.get(client, who, "metrics/rooms/") == status


def test_the_implementation_team_keeps_them_on_behalf(client, cast, room):
    assert cast.get(client, "implementation", f"metrics/rooms/?team={cast.team.pk}") == 200
    assert cast.get(client, "faculty", f"metrics/rooms/?team={cast.team.pk}") == 403


@pytest.mark.parametrize(("who", "status"), cast_gets(**LEADERS))
@pytest.mark.parametrize("more", ("", "card/"))
def test_who_opens_a_room_and_its_card(client, cast, room, more, who, status):
    assert cast.get(client, who, path(room, more)) == status


@pytest.mark.parametrize(
    ("who", "status"), cast_gets(**{**LEADERS, "leader": 302, "implementation": 302})
)
@pytest.mark.parametrize(
    ("more", "data"), (("people/", {}), ("open/", {}), ("card/change/", {"do": "make"}))
)
def test_who_changes_a_room(client, cast, room, more, data, who, status):
    assert cast.post(client, who, path(room, more), data) == status


@pytest.mark.parametrize(("who", "status"), cast_gets(**ON_THE_TEAM))
@pytest.mark.parametrize("kind", ("families", "families-key", "behaviours"))
def test_who_prints_paper(client, cast, room, reached, seen, kind, who, status):
    assert cast.get(client, who, f"metrics/count/{room.pk}/paper/{kind}/") == status


def test_adding_a_room_twice_makes_one(client, cast):
    cast.sign_in(client, "leader")
    for name in ("Robin", " Robin ", "robin"):
        answer = client.post(cast.url("metrics/rooms/"), {"name": name})
        assert answer.status_code == 302
    with scopes_disabled():
        [room] = Classroom.objects.filter(center=cast.team.center)
    assert room.name == "Robin"
    assert room.organization_id == cast.team.organization_id
    assert "Robin" in page_of(client, cast, "leader", "metrics/rooms/")


def test_a_room_without_a_name_is_said_beside_the_field(client, cast):
    answer = cast.sign_in(client, "leader").post(cast.url("metrics/rooms/"), {"name": " "})
    assert "usa-error-message" in answer.content.decode()


@pytest.mark.parametrize("number", (1, 3))
def test_the_list_takes_the_same_queries_whatever_stands(
    client, cast, number, django_assert_num_queries
):
    for _room in range(number):
        room = ClassroomFactory(center=cast.team.center)
        RoomMemberFactory(team=cast.team, classroom=room, member=cast.member)
        RoomCardFactory(team=cast.team, classroom=room, made_by=cast.leader)
    cast.sign_in(client, "leader")
    with django_assert_num_queries(9):
        page = client.get(cast.url("metrics/rooms/")).content.decode()
    assert page.count("Has a card") == number
    assert page.count("1 person works here") == number


def test_a_room_gets_another_name_but_not_another_room_s(client, cast, room):
    ClassroomFactory(center=cast.team.center, name="Finch")
    cast.sign_in(client, "leader")
    taken = client.post(cast.url(path(room)), {"name": "finch"})
    assert "Another room has this name already." in taken.content.decode()
    assert 'value="finch"' in taken.content.decode()
    assert client.post(cast.url(path(room)), {"name": "Heron"}).status_code == 302
    with scopes_disabled():
        assert Classroom.objects.get(pk=room.pk).name == "Heron"


def test_saying_who_works_in_a_room(client, cast, room):
    cast.sign_in(client, "leader")
    chosen = [cast.member.pk, cast.family.pk]
    for people in (chosen, chosen, [cast.family.pk]):
        client.post(cast.url(path(room, "people/")), {"people": people})
    with scopes_disabled():
        assert [row.member_id for row in RoomMember.objects.all()] == [cast.family.pk]
    page = page_of(client, cast, "leader", path(room))
    assert re.search(rf'value="{cast.family.pk}"[^>]*checked', page)
    assert not re.search(rf'value="{cast.member.pk}"[^>]*checked', page)


def test_nobody_from_outside_the_team_can_be_put_into_a_room(client, cast, room):
    answer = cast.sign_in(client, "leader").post(
        cast.url(path(room, "people/")), {"people": [cast.other_center.pk]}
    )
    assert answer.status_code == 200
    with scopes_disabled():
        assert not RoomMember.objects.exists()


def test_closing_a_room_stops_its_card_and_opening_it_does_not_bring_it_back(client, cast, room):
    RoomCardFactory(team=cast.team, classroom=room, made_by=cast.leader)
    cast.sign_in(client, "leader")
    for _twice in range(2):
        client.post(cast.url(path(room, "open/")))
    assert cards(room)[0].revoked_by_id == cast.leader.pk
    assert "Nothing is counted here any more." in page_of(client, cast, "leader", path(room))
    assert cast.post(client, "leader", path(room, "card/change/"), {"do": "make"}) == 404
    client.post(cast.url(path(room, "open/")), {"open": "yes"})
    with scopes_disabled():
        assert not Classroom.objects.get(pk=room.pk).is_closed
    assert len(cards(room)) == 1
    assert "Make a card" in page_of(client, cast, "leader", path(room))


def test_a_card_is_made_once_and_can_be_printed_again(client, cast, room):
    cast.sign_in(client, "leader")
    for _twice in range(2):
        answer = client.post(cast.url(path(room, "card/change/")), {"do": "make"})
        assert answer.url == cast.url(path(room, "card/"))
    [card] = cards(room)
    page = page_of(client, cast, "implementation", path(room, "card/"))
    assert card.code in page
    assert "<svg" in page
    assert "Found this card?" in page
    assert page.count('<div lang="') == 2


def test_renewing_stops_the_card_before(client, cast, room):
    old = RoomCardFactory(team=cast.team, classroom=room, made_by=cast.leader)
    cast.sign_in(client, "leader").post(cast.url(path(room, "card/change/")), {"do": "renew"})
    first, second = cards(room)
    assert first.pk == old.pk
    assert first.revoked_at
    assert second.revoked_at is None
    page = page_of(client, cast, "leader", path(room, "card/"))
    assert second.code in page
    assert first.code not in page


def test_stopping_a_card(client, cast, room):
    RoomCardFactory(team=cast.team, classroom=room, made_by=cast.leader)
    cast.sign_in(client, "leader")
    for _twice in range(2):
        client.post(cast.url(path(room, "card/change/")), {"do": "revoke"})
    assert cards(room)[0].revoked_at
    assert "This room has no card" in page_of(client, cast, "leader", path(room, "card/"))
    with inside(cast.team):
        assert Entry.objects.filter(action="room_card.revoked").count() == 1


def test_an_unknown_wish_is_404(client, cast, room):
    assert cast.post(client, "leader", path(room, "card/change/"), {"do": "copy"}) == 404


def test_a_card_of_a_lost_key_can_be_made_anew(client, cast, room, settings):
    RoomCardFactory(team=cast.team, classroom=room, made_by=cast.leader)
    with scopes_disabled():
        RoomCard.objects.update(code_hash="x")
    page = page_of(client, cast, "leader", path(room, "card/"))
    assert "cannot be shown any more" in page
    assert "Make a new card" in page


def slots_in(page):
    return page.split('class="sheet-slots"')[1].split("</ol>")[0].count("<li>")


def test_the_paper_grid_has_the_room_s_numbers_and_the_key_is_a_page_of_its_own(
    client, cast, room, reached, seen
):
    page = page_of(client, cast, "member", f"metrics/count/{room.pk}/paper/families/")
    assert slots_in(page) == 20
    TallyGridFactory(team=cast.team, classroom=room, metric=reached, week=date(2026, 9, 7), size=7)
    page = page_of(client, cast, "member", f"metrics/count/{room.pk}/paper/families/")
    assert slots_in(page) == 7
    key = page_of(client, cast, "member", f"metrics/count/{room.pk}/paper/families-key/")
    assert key.count("<li><span>") == 7
    assert "Keep it in the room. Never photograph it" in key
    watch = page_of(client, cast, "member", f"metrics/count/{room.pk}/paper/behaviours/")
    assert watch.count("Started") == 4
    assert watch.count('class="sheet-box"') == 160


def test_paper_for_a_counter_that_is_off_says_so(client, cast, room):
    page = page_of(client, cast, "member", f"metrics/count/{room.pk}/paper/families/")
    assert "No counter is switched on" in page
    assert cast.get(client, "member", f"metrics/count/{room.pk}/paper/poster/") == 404
