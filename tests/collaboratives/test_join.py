"""Joining by an invitation."""

import re
import threading
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_scopes import scope, scopes_disabled
from time_machine import travel

from bsc.accounts.models import PersonalCard, User
from collaboratives.enums import Role
from collaboratives.models import InvitationUse, Membership, MembershipRole
from collaboratives.services import (
    InvitationClosed,
    accept_invitation,
    cancel_invitation,
    end_role,
    join_as_new_person,
    renew_invitation,
)
from tests.cast import make_cast
from tests.factories import UserFactory
from tests.factories.accounts import app_code, code_in_mail, mails_to
from tests.factories.invitations import InvitationFactory


def within(row):
    return scope(collaborative=row.collaborative, organization=row.collaborative.organization)


def now(row):
    with scopes_disabled():
        return type(row).objects.get(pk=row.pk)


def count(model, **filters):
    with scopes_disabled():
        return model.objects.filter(**filters).count()


def link(invitation, screen="language"):
    return reverse(f"join:{screen}", kwargs={"code": invitation.code})


def walk(client, invitation, **given):
    """Go through the three screens; return the last answer."""
    client.post(link(invitation), {"language": given.pop("language", "en")})
    client.get(link(invitation, "about"))
    return client.post(link(invitation, "you"), {"name": "Rosa Paz", **given})


def prove(client, invitation, address):
    return client.post(link(invitation, "prove"), {"code": code_in_mail(address)})


@pytest.fixture
def invitation(cast):
    """Three families of the first team may use it; the team's leader made it."""
    return InvitationFactory(invited_by=cast.leader, team=cast.team, max_uses=3, language="es")


@pytest.fixture
def bound(cast):
    return InvitationFactory(
        invited_by=cast.implementation, role=Role.FACULTY, email="coach@example.org"
    )


@pytest.fixture
def home(cast):
    return cast.url("home/")


def signed_in_as(client):
    return client.session.get("_auth_user_id")


# --- looking ------------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", ("language", "about", "you"))
def test_a_get_never_joins(client, invitation, screen):
    before = count(Membership)
    for _ in range(3):
        assert client.get(link(invitation, screen)).status_code == 200
    assert client.head(link(invitation)).status_code == 200
    assert (count(Membership), now(invitation).used) == (before, 0)


def test_a_mail_scanner_that_opens_every_link_uses_nothing_up(client, cast, bound):
    with within(bound):
        renew_invitation(invitation=bound, by=cast.implementation.user)
    (mail,) = mails_to("coach@example.org")
    for url in re.findall(r"https?://[^\s\"<]+", mail.body_text + mail.body_html):
        client.get(url)
        client.head(url)
    assert now(bound).used == 0
    walk(client, bound)
    assert prove(client, bound, "coach@example.org").status_code == 302
    assert now(bound).used == 1


def test_the_first_page_is_in_the_language_of_the_invitation(client, invitation):
    page = client.get(link(invitation)).content.decode()
    assert '<html lang="es"' in page
    assert invitation.invited_by.user.name in page
    assert page.index('lang="en"') < page.index("</form>")


def test_spelling_of_the_code_does_not_matter(client, invitation):
    typed = invitation.code.lower().replace("-", "")
    assert client.get(f"/j/{typed}/").status_code == 200
    assert client.post("/code/", {"code": typed}).url == link(invitation)


def test_the_code_is_stored_nowhere(invitation):
    row = now(invitation)
    stored = " ".join(str(getattr(row, field.attname)) for field in row._meta.fields)
    assert re.fullmatch(r"[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}", row.code)
    assert row.code not in stored
    assert row.code.replace("-", "") not in stored


# --- people without an account ------------------------------------------------------------------


def test_by_name_only_one_is_in_and_gets_a_card(client, invitation, cast):
    answer = walk(client, invitation, language="es")
    assert answer.url == "/me/card/"
    person = User.objects.get(name="Rosa Paz")
    assert signed_in_as(client) == str(person.pk)
    assert (person.email, person.language) == (None, "es")
    with within(invitation):
        row = MembershipRole.objects.get(membership__user=person)
        assert (row.role, row.team, row.membership.photo_consent_at) == ("family", cast.team, None)
    assert now(invitation).used == 1
    assert client.get(cast.url("people/")).status_code == 200


def test_who_joined_by_name_comes_back_by_the_card(client, client_elsewhere, invitation, cast):
    card = client.get(walk(client, invitation).url)
    code = card.context["code"]
    assert client_elsewhere.get(f"/card/{code}/").status_code == 200
    client_elsewhere.post(f"/card/{code}/", {"code": code, "device": "shared"})
    assert signed_in_as(client_elsewhere) == signed_in_as(client)
    assert client_elsewhere.get(cast.url("people/")).status_code == 200


def test_an_address_is_proven_before_one_is_in(client, invitation, home):
    before = count(Membership)
    answer = walk(client, invitation, email="Rosa@Example.org", photos_welcome="on")
    assert answer.url == link(invitation, "prove")
    assert (count(Membership), signed_in_as(client)) == (before, None)
    assert client.post(answer.url, {"code": "AAA-AAA"}).status_code == 200
    assert count(Membership) == before
    assert prove(client, invitation, "rosa@example.org").url == home
    person = User.objects.get(email="rosa@example.org")
    assert signed_in_as(client) == str(person.pk)
    with within(invitation):
        assert Membership.objects.get(user=person).photo_consent_at is not None
    assert not PersonalCard.objects.filter(user=person).exists()


def test_the_mail_with_the_code_is_in_the_language_chosen(client, invitation):
    walk(client, invitation, language="es", email="rosa@example.org")
    (mail,) = mails_to("rosa@example.org")
    assert (mail.language, mail.kind) == ("es", "prove_address")


def test_if_the_mail_does_not_come_the_name_is_enough(client, invitation):
    walk(client, invitation, email="rosa@example.org")
    assert client.post(link(invitation, "prove"), {"name_only": "yes"}).url == "/me/card/"
    assert User.objects.get(name="Rosa Paz").email is None


def test_without_a_name_the_page_says_so_and_keeps_the_rest(client, invitation):
    page = client.post(link(invitation, "you"), {"name": " ", "phone": "555 0100"})
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"name"}
    assert "555 0100" in page.content.decode()


def test_a_shared_tablet_forgets(client, invitation):
    walk(client, invitation, shared="on")
    assert client.session.get_expire_at_browser_close() is True


def test_going_back_and_sending_again_joins_once(client, invitation):
    walk(client, invitation)
    client.post(link(invitation, "you"), {"name": "Rosa Paz"})
    assert User.objects.filter(name="Rosa Paz").count() == 1
    assert now(invitation).used == 1


# --- people with an account -----------------------------------------------------------------------


def test_the_address_of_an_account_is_not_taken_over(client, invitation):
    ana = UserFactory(name="Ana Lima", email="ana@example.org")
    walk(client, invitation, email="ana@example.org", name="Mallory")
    assert signed_in_as(client) is None
    answer = prove(client, invitation, "ana@example.org")
    assert answer.url == link(invitation)
    assert signed_in_as(client) == str(ana.pk)
    assert now(invitation).used == 0
    ana.refresh_from_db()
    assert ana.name == "Ana Lima"


def test_known_and_unknown_addresses_look_alike(client, client_elsewhere, invitation):
    UserFactory(email="ana@example.org")
    known = walk(client, invitation, email="ana@example.org")
    unknown = walk(client_elsewhere, invitation, email="new@example.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_a_second_factor_is_asked_for_on_joining_too(client, client_elsewhere, invitation):
    ana = UserFactory(email="ana@example.org")
    client.force_login(ana)
    with travel("2026-11-20 12:00:00+00:00", tick=False):
        secret = client.get("/second-factor/set-up/").context["form"].secret
        client.post("/second-factor/set-up/", {"code": app_code(secret)})
    with travel("2026-11-20 13:00:00+00:00", tick=False):
        walk(client_elsewhere, invitation, email="ana@example.org")
        answer = prove(client_elsewhere, invitation, "ana@example.org")
        assert answer.url == "/sign-in/second-factor/"
        assert signed_in_as(client_elsewhere) is None
        answer = client_elsewhere.post(answer.url, {"code": app_code(secret)})
        assert answer.url == link(invitation)


def test_somebody_signed_in_adds_the_role_with_one_button(client, invitation, cast, home):
    client.force_login(cast.member.user)
    page = client.get(link(invitation))
    assert page.templates[0].name == "join/confirm.html"
    assert now(invitation).used == 0
    assert client.post(link(invitation)).url == home
    with within(invitation):
        member = Membership.objects.get(pk=cast.member.pk)
        assert member.roles == {"teacher", "family"}
    assert now(invitation).used == 1


def test_somebody_of_another_collaborative_joins_with_their_account(client, invitation, cast):
    client.force_login(cast.stranger.user)
    client.post(link(invitation), {"photos_welcome": "on"})
    with within(invitation):
        member = Membership.objects.get(user=cast.stranger.user)
        assert member.roles == {"family"}
        assert member.photo_consent_at is not None


def test_who_holds_the_role_already_uses_nothing_up(client, invitation, cast):
    client.force_login(cast.family.user)
    assert client.get(link(invitation)).templates[0].name == "join/already.html"
    client.post(link(invitation))
    assert now(invitation).used == 0


def test_someone_who_left_may_be_invited_back(client, cast):
    back = InvitationFactory(invited_by=cast.leader, team=cast.team, role=Role.TEACHER)
    client.force_login(cast.someone_who_left.user)
    assert client.get(cast.url("people/")).status_code == 404
    client.post(link(back))
    assert client.get(cast.url("people/")).status_code == 200
    assert count(MembershipRole, membership=cast.someone_who_left) == 2


def test_a_poster_does_not_let_back_in_who_was_removed(client, cast, invitation, home):
    with within(invitation):
        row = MembershipRole.objects.select_related("collaborative").get(membership=cast.family)
        end_role(row=row, by=cast.leader)
    client.force_login(cast.family.user)
    assert client.post(link(invitation)).status_code == 410
    assert client.get(cast.url("people/")).status_code == 404
    personal = InvitationFactory(invited_by=cast.leader, team=cast.team)
    assert client.post(link(personal)).url == home


def test_who_signs_in_first_comes_back_to_the_button(client, invitation, home):
    ana = UserFactory(email="ana@example.org")
    where = re.search(
        r'href="(/sign-in/[^"]+)"', client.get(link(invitation, "about")).content.decode()
    )
    client.post(where[1], {"email": ana.email})
    given = {"code": code_in_mail(ana.email), "device": "own"}
    answer = client.post("/sign-in/code/", given)
    assert answer.url == link(invitation)
    assert client.get(answer.url).templates[0].name == "join/confirm.html"
    assert client.post(answer.url).url == home


# --- invitations bound to an address ----------------------------------------------------------------


def test_a_bound_invitation_asks_for_no_address_and_shows_little_of_it(client, bound):
    page = client.get(link(bound, "you")).content.decode()
    assert 'name="email"' not in page
    assert "coach@example.org" not in page
    assert "c…@example.org" in page


def test_an_address_typed_into_a_bound_invitation_is_ignored(client, bound):
    walk(client, bound, email="mallory@example.org")
    assert mails_to("mallory@example.org") == []
    assert client.post(link(bound, "prove"), {"name_only": "yes"}).status_code == 200
    assert now(bound).used == 0
    prove(client, bound, "coach@example.org")
    assert User.objects.get(email="coach@example.org").name == "Rosa Paz"


def test_a_bound_invitation_is_not_for_somebody_else_signed_in(client, bound, cast):
    client.force_login(cast.member.user)
    assert client.get(link(bound)).status_code == 403
    assert client.post(link(bound)).status_code == 403
    assert now(bound).used == 0


def test_the_services_hold_the_binding_too(bound, cast):
    with within(bound):
        with pytest.raises(PermissionDenied):
            accept_invitation(invitation=bound, user=cast.member.user, token=uuid.uuid4())
        with pytest.raises(PermissionDenied):
            join_as_new_person(invitation=bound, name="X", language="en", token=uuid.uuid4())


# --- codes that do not open ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    (
        {"expires_at": "2026-01-01T00:00:00Z"},
        {"revoked_at": "2026-01-01T00:00:00Z"},
        {"used": 3},
    ),
)
@pytest.mark.parametrize("screen", ("language", "about", "you", "prove"))
def test_expired_used_up_and_revoked_name_whom_to_ask(client, cast, change, screen):
    over = InvitationFactory(invited_by=cast.leader, team=cast.team, max_uses=3, **change)
    before = count(Membership)
    for answer in (client.get(link(over, screen)), client.post(link(over, screen), {"name": "X"})):
        if answer.status_code == 405:
            continue
        assert answer.status_code == 410
        assert cast.leader.user.name in answer.content.decode()
    assert count(Membership) == before


def test_who_is_in_already_is_led_home_from_an_old_link(client, cast, home):
    over = InvitationFactory(
        invited_by=cast.leader, team=cast.team, revoked_at="2026-01-01T00:00:00Z"
    )
    client.force_login(cast.member.user)
    assert home in client.get(link(over)).content.decode()
    client.force_login(cast.stranger.user)
    assert home not in client.get(link(over)).content.decode()


def bare(answer):
    """The page without its form token and its own address."""
    text = answer.content.decode()
    return re.sub(r'value="[^"]*"', "", text)


def test_wrong_unknown_and_nonsense_codes_get_one_page(client, cast):
    pages = [
        client.get(f"/j/{code}/") for code in ("AAAA-AAAA", "A", "ÄÖÜ", "K7M4-QX2P-K7M4", "%00")
    ]
    assert {page.status_code for page in pages} == {404}
    assert len({bare(page) for page in pages}) == 1


def test_each_look_up_costs_the_same(client, cast, django_assert_num_queries):
    client.get("/j/AAAA-AAAA/")
    for code in ("BBBB-BBBB", "B", "not-a-code-at-all"):
        with django_assert_num_queries(25):
            client.get(f"/j/{code}/")


def test_guessing_is_slowed_down_by_browser(client, client_elsewhere, invitation):
    for number in range(10):
        assert client.get(f"/j/AAAA-AAA{number}/").status_code == 404
    assert client.get(link(invitation)).status_code == 429
    assert client_elsewhere.get(link(invitation)).status_code == 200


def test_right_codes_are_never_counted(client, invitation):
    for _ in range(30):
        assert client.get(link(invitation)).status_code == 200


def test_the_code_of_another_collaborative_opens_only_that_one(client, cast):
    theirs = InvitationFactory(invited_by=cast.stranger, role=Role.OBSERVER, email="o@example.org")
    with within(cast.member):
        assert count(Membership, collaborative=theirs.collaborative) == 1
    page = client.get(link(theirs)).content.decode()
    assert theirs.collaborative.name in page
    assert cast.collaborative.name + "<" not in page


# --- several at once ------------------------------------------------------------------------------------


def test_forty_people_join_from_one_room(cast, monkeypatch):
    poster = InvitationFactory(invited_by=cast.leader, team=cast.team, max_uses=40)
    for number in range(40):
        client = Client(REMOTE_ADDR="203.0.113.7")
        assert walk(client, poster, name=f"Guest {number}").url == "/me/card/"
    assert now(poster).used == 40
    late = Client(REMOTE_ADDR="203.0.113.7")
    assert late.get(link(poster)).status_code == 410
    assert User.objects.filter(name__startswith="Guest ").count() == 40


def at_once(*jobs):
    """Run the jobs in threads that start together; return what each returned or raised."""
    ready, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(number, job):
        try:
            ready.wait()
            results[number] = job()
        except Exception as error:  # noqa: BLE001 -- a thread has nobody to raise to
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def joining(invitation, name, token):
    def job():
        with within(invitation):
            return join_as_new_person(invitation=invitation, name=name, language="en", token=token)

    return job


@pytest.mark.django_db(transaction=True)
def test_two_people_race_for_the_last_use():
    cast = make_cast()
    last = InvitationFactory(invited_by=cast.leader, team=cast.team, max_uses=1)
    jobs = [joining(last, name, uuid.uuid4()) for name in ("First", "Second")]
    kinds = sorted(type(result).__name__ for result in at_once(*jobs))
    assert kinds == ["InvitationClosed", "Membership"]
    assert now(last).used == 1
    assert User.objects.filter(name__in=["First", "Second"]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twice_at_once_joins_once():
    cast = make_cast()
    wide = InvitationFactory(invited_by=cast.leader, team=cast.team, max_uses=5)
    token = uuid.uuid4()
    first, second = at_once(*[joining(wide, "Rosa Paz", token)] * 2)
    assert first == second
    assert count(InvitationUse, invitation=wide) == 1
    assert User.objects.filter(name="Rosa Paz").count() == 1


def test_the_last_use_taken_meanwhile_gets_the_kind_page(client, client_elsewhere, cast):
    last = InvitationFactory(invited_by=cast.leader, team=cast.team, max_uses=1)
    client.get(link(last, "you"))
    walk(client_elsewhere, last, name="Faster")
    answer = client.post(link(last, "you"), {"name": "Slower"})
    assert answer.status_code == 410
    assert not User.objects.filter(name="Slower").exists()


def test_a_cancelled_code_stops_in_the_middle(client, invitation, cast):
    walk(client, invitation, email="rosa@example.org")
    with within(invitation):
        cancel_invitation(invitation=invitation, by=cast.leader.user)
    assert prove(client, invitation, "rosa@example.org").status_code == 410
    with within(invitation), pytest.raises(InvitationClosed):
        join_as_new_person(invitation=invitation, name="X", language="en", token=uuid.uuid4())
