"""Signing in by a code from the mail."""

import re
from datetime import timedelta

import pytest
from django.urls import NoReverseMatch, reverse
from time_machine import travel

from bsc.accounts.models import User
from bsc.accounts.throttle import allow
from bsc.accounts.views.sign_in import UNKNOWN_MAILS_AN_HOUR
from tests.factories import UserFactory
from tests.factories.accounts import ask_for_code, code_in_mail, mails_to, sign_in_by_code

pytestmark = pytest.mark.django_db
CODE_PAGE = "/sign-in/code/"


def is_signed_in(client):
    return "_auth_user_id" in client.session


def words(response):
    """The page without what differs by itself: the token and the address."""
    text = response.content.decode()
    return re.sub(r'value="[\w-]{64}"|[\w.]+@example\.org', "", text)


@pytest.fixture
def ana():
    return UserFactory(name="Ana Lima", email="ana@example.org", language="es")


def test_the_code_from_the_mail_signs_in(client, ana):
    asked = ask_for_code(client, "ana@example.org")
    assert (asked.status_code, asked.url) == (302, CODE_PAGE)
    given = client.post(CODE_PAGE, {"code": code_in_mail("ana@example.org"), "device": "own"})
    assert (given.status_code, given.url) == (302, reverse("home"))
    assert client.session["_auth_user_id"] == str(ana.pk)


def test_upper_and_lower_case_and_blanks_do_not_matter(client, ana):
    ask_for_code(client, " ANA@Example.org ")
    typed = code_in_mail("ana@example.org").lower().replace("-", "  ")
    client.post(CODE_PAGE, {"code": typed, "device": "own"})
    assert is_signed_in(client)


def test_the_mail_is_in_the_persons_language_and_its_subject_has_no_code(client, ana):
    ask_for_code(client, "ana@example.org")
    (mail,) = mails_to("ana@example.org")
    assert (mail.language, mail.queue, mail.collaborative) == ("es", "codes", None)
    code = code_in_mail("ana@example.org")
    assert code not in mail.subject
    assert f"{CODE_PAGE}?c={code}" in mail.body_text
    assert f"{CODE_PAGE}?c={code}" in mail.body_html


def test_the_link_in_the_mail_only_fills_the_code_in(client, ana):
    ask_for_code(client, "ana@example.org")
    code = code_in_mail("ana@example.org")
    page = client.get(f"{CODE_PAGE}?c={code}")
    assert f'value="{code}"' in page.content.decode()
    assert not is_signed_in(client)


def test_in_another_browser_the_page_says_where_to_type_it(client, client_elsewhere, ana):
    ask_for_code(client, "ana@example.org")
    code = code_in_mail("ana@example.org")
    page = client_elsewhere.get(f"{CODE_PAGE}?c={code}")
    assert page.status_code == 200
    assert code in page.content.decode()
    assert "where you started" in page.content.decode()
    posted = client_elsewhere.post(CODE_PAGE, {"code": code, "device": "own"})
    assert posted.status_code == 200
    assert not is_signed_in(client_elsewhere)


def test_the_page_elsewhere_repeats_nothing_but_a_code(client):
    page = client.get(CODE_PAGE, {"c": "<b>CALL 555</b>"})
    assert "CALL 555" not in page.content.decode()


def test_an_unknown_address_gets_the_same_page_and_wording(client, client_elsewhere, ana):
    known = ask_for_code(client, "ana@example.org")
    unknown = ask_for_code(client_elsewhere, "nobody@example.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert words(client.get(CODE_PAGE)) == words(client_elsewhere.get(CODE_PAGE))
    wrong = {"code": "AAA-AAA", "device": "own"}
    assert words(client.post(CODE_PAGE, wrong)) == words(client_elsewhere.post(CODE_PAGE, wrong))
    again = [c.post(CODE_PAGE, {"action": "resend"}) for c in (client, client_elsewhere)]
    assert again[0].url == again[1].url
    assert not User.objects.filter(email="nobody@example.org").exists()


def test_an_unknown_address_is_told_so_by_mail_only(client):
    ask_for_code(client, "nobody@example.org")
    (mail,) = mails_to("nobody@example.org")
    assert mail.kind == "unknown_address"


def test_strangers_cannot_have_us_write_to_the_whole_world(client):
    for _ in range(UNKNOWN_MAILS_AN_HOUR):
        allow("unknown-mail", "", times=UNKNOWN_MAILS_AN_HOUR, within=timedelta(hours=1))
    ask_for_code(client, "nobody@example.org")
    assert mails_to("nobody@example.org") == []


def test_five_wrong_codes_end_it(client, ana):
    ask_for_code(client, "ana@example.org")
    code = code_in_mail("ana@example.org")
    for _ in range(4):
        assert client.post(CODE_PAGE, {"code": "AAA-AAA", "device": "own"}).status_code == 200
    assert client.post(CODE_PAGE, {"code": "AAA-AAA", "device": "own"}).status_code == 302
    client.post(CODE_PAGE, {"code": code, "device": "own"})
    assert not is_signed_in(client)


@pytest.mark.parametrize(("minutes", "works"), ((14, True), (16, False)))
def test_a_code_works_for_fifteen_minutes(client, ana, minutes, works):
    with travel("2026-11-20 12:00:00+00:00", tick=False):
        ask_for_code(client, "ana@example.org")
    code = code_in_mail("ana@example.org")
    with travel(f"2026-11-20 12:{minutes}:00+00:00", tick=False):
        client.post(CODE_PAGE, {"code": code, "device": "own"})
        assert is_signed_in(client) is works


def test_a_new_code_replaces_the_first(client, ana):
    ask_for_code(client, "ana@example.org")
    first = code_in_mail("ana@example.org")
    client.post(CODE_PAGE, {"action": "resend"})
    second = code_in_mail("ana@example.org")
    assert first != second
    client.post(CODE_PAGE, {"code": first, "device": "own"})
    assert not is_signed_in(client)
    client.post(CODE_PAGE, {"code": second, "device": "own"})
    assert is_signed_in(client)


def test_a_mistyped_address_can_be_corrected(client, ana):
    ask_for_code(client, "anna@example.org")
    assert client.get("/sign-in/").status_code == 200
    sign_in_by_code(client, "ana@example.org")
    assert is_signed_in(client)


def test_forty_people_sign_in_from_one_room(client_class):
    people = UserFactory.create_batch(40)
    for person in people:
        client = client_class(REMOTE_ADDR="203.0.113.7")
        sign_in_by_code(client, person.email)
        assert client.session["_auth_user_id"] == str(person.pk)


def test_one_address_gets_five_codes_from_wherever_they_are_asked(client_class, ana):
    for number in range(7):
        client = client_class(REMOTE_ADDR=f"203.0.113.{number}")
        answer = ask_for_code(client, "ana@example.org")
        assert answer.status_code == (302 if number < 5 else 200)
    assert len(mails_to("ana@example.org")) == 5
    assert "Wait 15 minutes" in answer.content.decode()


def test_own_phone_keeps_signed_in_and_a_shared_tablet_does_not(client, client_elsewhere, ana):
    sign_in_by_code(client, "ana@example.org", device="own")
    sign_in_by_code(client_elsewhere, "ana@example.org", device="shared")
    assert client.session.get_expiry_age() == 180 * 24 * 3600
    assert client_elsewhere.session.get_expire_at_browser_close() is True


def test_after_signing_in_one_is_where_one_wanted_to_go(client, ana):
    ask_for_code(client, "ana@example.org", next="/me/")
    # The mail's own link knows nothing of it.
    code = code_in_mail("ana@example.org")
    client.get(f"{CODE_PAGE}?c={code}")
    assert client.post(CODE_PAGE, {"code": code, "device": "own"}).url == "/me/"


def test_nobody_is_led_to_another_site(client, ana):
    ask_for_code(client, "ana@example.org", next="https://evil.example/")
    code = code_in_mail("ana@example.org")
    assert client.post(CODE_PAGE, {"code": code, "device": "own"}).url == reverse("home")


def test_a_closed_account_is_like_an_unknown_one(client):
    UserFactory(email="gone@example.org", is_active=False)
    ask_for_code(client, "gone@example.org")
    (mail,) = mails_to("gone@example.org")
    assert mail.kind == "unknown_address"


def test_signing_out_asks_first(client, ana):
    client.force_login(ana)
    assert client.get("/sign-out/").status_code == 200
    assert is_signed_in(client)
    assert client.post("/sign-out/").status_code == 302
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "name",
    (
        "account_signup",
        "account_change_password",
        "account_set_password",
        "account_reset_password",
        "account_reauthenticate",
        "account_email",
        "account_inactive",
        "account_email_verification_sent",
    ),
)
def test_pages_of_allauth_that_we_have_not_dressed_are_not_reachable(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_the_footers_language_switch_is_kept_on_the_person(client, ana):
    client.force_login(ana)
    assert 'lang="es"' in client.get("/me/").content.decode()
    client.post("/i18n/setlang/", {"language": "en", "next": "/me/"})
    ana.refresh_from_db()
    assert ana.language == "en"
    assert '<html lang="en"' in client.get("/me/").content.decode()
