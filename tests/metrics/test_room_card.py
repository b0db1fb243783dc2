"""A room's card opens that room's two counters, and nothing else, until it is revoked."""

import json
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django_scopes import scopes_disabled

from centers.models import CoreTeam
from metrics import phones
from metrics.models import RoomCard, Tap, Value
from metrics.views.batches import ANSWER_TYPE
from tests.architecture.test_tenancy import fill
from tests.factories.metrics import RoomCardFactory
from tests.factories.people import ClassroomFactory
from tests.metrics.helpers import inside

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

DAY = date(2026, 9, 8)


@pytest.fixture
def card(cast, room):
    return RoomCardFactory(team=cast.team, classroom=room, made_by=cast.leader)


@pytest.fixture
def home(cast, room):
    return f"/r/room/{phones.room_key(cast.team, room)}/"


@pytest.fixture
def held(client, card, home):
    """A phone that has scanned the card."""
    assert client.get(f"/r/{card.code}/").url == home
    return client


def change(card, **fields):
    with scopes_disabled():
        RoomCard.objects.filter(pk=card.pk).update(**fields)


def test_the_code_is_exchanged_at_once_and_leaves_the_address(client, card, home):
    answer = client.get(f"/r/{card.code.lower()}/")
    assert (answer.status_code, answer.url) == (302, home)
    assert card.code not in answer.url
    cookie = answer.cookies["room_card"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (home, True, "Lax")
    assert card.code.replace("-", "") not in cookie.value
    assert "sessionid" not in answer.cookies


def test_the_card_opens_the_room_and_says_no_more_than_it_must(held, home, cast, room, grid, seen):
    page = held.get(home).content.decode()
    assert room.name in page
    assert f"{home}families/" in page
    assert f"{home}behaviours/" in page
    for address in (home, f"{home}families/", f"{home}behaviours/"):
        answer = held.get(address)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert '<meta name="robots" content="noindex">' in page
        assert "no-store" in answer["Cache-Control"]
        assert "main-nav" not in page
        assert "/c/" not in page
        for person in (cast.member, cast.leader, cast.family):
            assert person.user.name not in page


def test_a_member_who_scans_the_card_is_not_named_on_it(client, cast, card, home, grid):
    cast.member.user.name = "Dana Whitfield"
    cast.member.user.save()
    cast.sign_in(client, "member")
    assert client.get(f"/r/{card.code}/").url == home
    for address in (home, f"{home}families/"):
        page = client.get(address).content.decode()
        assert "Dana" not in page
        assert "account-link" not in page


def test_counting_with_the_card(held, home, cast, room, grid):
    held.post(f"{home}families/", {"tap": "5", "token": uuid4()})
    tap = {"uuid": str(uuid4()), "measure": "reached", "day": str(DAY), "slot": 6}
    body = {"owner": phones.room_key(cast.team, room), "measure": "reached", "taps": [tap]}
    answer = held.post(f"{home}taps/", json.dumps(body), "application/json")
    assert answer["Content-Type"] == ANSWER_TYPE
    assert answer.json()["saved"] == [tap["uuid"]]
    with inside(cast.team):
        value = Value.objects.get(classroom=room)
        assert (value.numerator, value.entered_by_id) == (2, None)


def everything():
    """Yield one address of every page of the site."""

    def walk(patterns, prefix=""):
        for entry in patterns:
            address = prefix + re.sub(r"[\^$]|\\Z", "", str(entry.pattern))
            if isinstance(entry, URLResolver):
                yield from walk(entry.url_patterns, address)
            elif isinstance(entry, URLPattern):
                yield "/" + address

    return sorted(set(walk(get_resolver().url_patterns)))


# What anybody may open: signing in, joining, codes on paper, health, files of the frame.
PUBLIC = (
    "/sign-in/", "/code/", "/card/", "/j/", "/r/", "/health", "/styleguide/", "/i18n/",
    "/counting-worker.js", "/second-factor/", "/sign-out/",
)  # fmt: skip


def test_the_walk_finds_pages():
    found = everything()
    assert "/c/<slug:collaborative>/metrics/" in found
    assert len(found) > 100


def test_the_card_opens_nothing_else(held, cast, room):
    opened = []
    for pattern in everything():
        if pattern.startswith(PUBLIC):
            continue
        named = pattern.replace("<slug:collaborative>", cast.collaborative.slug)
        address = fill(named.replace("<int:classroom>", str(room.pk)))
        for ask in (held.get, held.post):
            answer = ask(address)
            shows = answer.status_code == 200 and cast.team.name in answer.content.decode()
            if shows or (address.startswith(CLOSED) and not is_closed(answer)):
                opened.append((address, answer.status_code))
    assert opened == []


CLOSED = ("/c/", "/o/", "/api/v1/c/")


def is_closed(answer):
    sent_away = answer.status_code == 302 and answer.url.startswith("/sign-in/")
    return sent_away or answer.status_code in {401, 403, 404, 405}


def test_the_card_opens_no_other_room(held, cast, home):
    other = ClassroomFactory(center=cast.team.center)
    address = f"/r/room/{phones.room_key(cast.team, other)}/"
    assert held.get(address).status_code == 404
    # Nor with the cookie carried over by hand.
    held.cookies["room_card"]["path"] = "/"
    assert held.get(home).status_code == 200
    assert held.get(address).status_code == 404


def test_two_cards_on_one_phone_stay_apart(held, cast, home):
    other = ClassroomFactory(center=cast.team.center, name="Finch")
    second = RoomCardFactory(team=cast.team, classroom=other, made_by=cast.leader)
    answer = held.get(f"/r/{second.code}/")
    assert answer.cookies["room_card"]["path"] == answer.url != home


@pytest.mark.parametrize("cookie", ("", "x", "x:y:z"))
def test_a_cookie_of_one_s_own_making_opens_nothing(client, home, card, cookie):
    client.cookies["room_card"] = cookie
    assert client.get(home).status_code == 404


def test_a_wrong_code_and_a_revoked_card_get_the_same_answer(client, card):
    change(card, revoked_at=timezone.now())
    wrong = client.get("/r/AAAA-BBBB-CCCC/")
    revoked = client.get(f"/r/{card.code}/")
    assert wrong.status_code == revoked.status_code == 404
    plain = [
        re.sub(r'next" value="[^"]*"|value="\w{64}"', "", a.content.decode())
        for a in (wrong, revoked)
    ]
    assert plain[0] == plain[1]


@pytest.mark.parametrize("ending", ("revoked", "closed", "left"))
def test_a_card_ends_at_once(held, cast, card, room, home, grid, ending):
    assert held.get(f"{home}families/").status_code == 200
    with scopes_disabled():
        if ending == "revoked":
            RoomCard.objects.update(revoked_at=timezone.now())
        elif ending == "closed":
            room.is_closed = True
            room.save()
        else:
            CoreTeam.objects.filter(pk=cast.team.pk).update(status=CoreTeam.Status.LEFT)
    page = held.get(f"{home}families/")
    assert page.status_code == 404
    assert "This card does not open a room" in page.content.decode()
    answer = held.post(f"{home}taps/", json.dumps({"owner": "x", "taps": []}), "application/json")
    assert (answer.status_code, answer.json()) == (404, {"problem": "card_ended"})
    assert answer["Content-Type"] == ANSWER_TYPE
    with inside(cast.team):
        assert not Tap.objects.exists()


def test_the_new_card_of_a_room_sends_what_the_old_one_kept(client, cast, room, card, home, grid):
    change(card, revoked_at=timezone.now())
    renewed = RoomCardFactory(team=cast.team, classroom=room, made_by=cast.leader)
    assert client.get(f"/r/{renewed.code}/").url == home
    assert client.get(f"{home}families/").status_code == 200


def test_a_new_secret_key_changes_neither_the_address_nor_what_waits(
    held, home, cast, room, grid, settings
):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 9
    assert f"/r/room/{phones.room_key(cast.team, room)}/" == home
    assert held.get(f"{home}families/").status_code == 200
    newest = phones.room_keys(cast.team, room)[1]
    tap = {"uuid": str(uuid4()), "measure": "reached", "day": str(DAY), "slot": 6}
    for owner in (newest, home.split("/")[3]):
        body = json.dumps({"owner": owner, "taps": [tap]})
        answer = held.post(f"{home}taps/", body, "application/json")
        assert answer.json()["saved"] == [tap["uuid"]]
    # An address that was made with another of the keys is this room's too.
    held.cookies["room_card"]["path"] = "/"
    assert held.get(f"/r/room/{newest}/").status_code == 200


def test_a_phone_that_counts_keeps_the_card_and_one_that_does_not_scans_again(
    held, home, grid, time_machine
):
    start = timezone.now()
    for days in (50, 100):
        time_machine.move_to(start + timedelta(days=days), tick=False)
        assert held.get(home).status_code == 200
    time_machine.move_to(start + timedelta(days=161), tick=False)
    assert held.get(home).status_code == 404


def test_guessing_codes_is_slowed_down(client, card):
    for guess in range(10):
        assert client.get(f"/r/AAAA-BBBB-{guess:04}/").status_code == 404
    assert client.get("/r/AAAA-BBBB-CCCC/").status_code == 429
    assert client.get(f"/r/{card.code}/").status_code == 429


def test_a_grid_of_the_card_asks_no_more_of_the_database_than_the_member_s(
    held, home, grid, django_assert_num_queries
):
    with django_assert_num_queries(7):
        assert held.get(f"{home}families/").status_code == 200
