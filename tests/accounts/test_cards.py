"""Personal cards: coming back without an e-mail address."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.test import override_settings

from bsc.accounts import cards
from bsc.accounts.models import PersonalCard
from collaboratives.enums import Role
from tests.factories import MembershipFactory, MembershipRoleFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def nameonly():
    return UserFactory(name="Rosa", email=None)


@pytest.fixture
def code(nameonly):
    return cards.clear_code(cards.issue_card(user=nameonly, by=nameonly))


def is_signed_in(client):
    return "_auth_user_id" in client.session


def use(client, code):
    return client.post(f"/card/{code}/", {"code": code, "device": "own"})


def test_a_code_has_eighty_bits_and_is_stored_nowhere(nameonly, code):
    assert len(code.replace("-", "")) * 5 == 80
    row = PersonalCard.objects.get()
    stored = " ".join(str(getattr(row, field.attname)) for field in row._meta.fields)
    assert code not in stored
    assert code.replace("-", "") not in stored


def test_opening_the_link_signs_nobody_in(client, code):
    page = client.get(f"/card/{code}/")
    assert page.status_code == 200
    assert not is_signed_in(client)
    assert client.head(f"/card/{code}/").status_code == 200
    assert not is_signed_in(client)


def test_the_button_does(client, nameonly, code):
    assert use(client, code).status_code == 302
    assert client.session["_auth_user_id"] == str(nameonly.pk)


def test_typed_without_dashes_it_leads_to_the_card(client, code):
    answer = client.post("/code/", {"code": code.replace("-", "").lower()})
    assert answer.url == f"/card/{code}/"


def test_a_get_says_the_same_for_every_code(client, code):
    # HTML differs only in the code itself and the form's token.
    pages = [client.get(f"/card/{c}/") for c in (code, "AAAA-AAAA-AAAA-AAAA")]
    assert [page.status_code for page in pages] == [200, 200]
    assert pages[0].context["form"].initial.keys() == pages[1].context["form"].initial.keys()
    assert [t.name for t in pages[0].templates] == [t.name for t in pages[1].templates]


def test_a_new_card_stops_the_old_one(client, nameonly, code):
    new = cards.clear_code(cards.issue_card(user=nameonly, by=nameonly))
    assert use(client, code).status_code == 404
    assert not is_signed_in(client)
    use(client, new)
    assert is_signed_in(client)


def test_a_revoked_card_and_a_wrong_one_look_the_same(client, nameonly, code):
    cards.revoke_cards(user=nameonly)
    revoked, wrong = use(client, code), use(client, "AAAA-AAAA-AAAA-AAAA")
    assert revoked.status_code == wrong.status_code == 404
    assert revoked.templates[0].name == wrong.templates[0].name == "accounts/card_unknown.html"


def test_no_card_for_an_account_with_an_address():
    with pytest.raises(PermissionDenied):
        cards.issue_card(user=UserFactory(), by=None)


def test_no_card_for_an_account_with_a_second_factor(nameonly):
    Authenticator.objects.create(user=nameonly, type=Authenticator.Type.TOTP, data={})
    with pytest.raises(PermissionDenied):
        cards.issue_card(user=nameonly, by=None)


def test_no_card_for_a_role_that_must_have_a_second_factor(nameonly):
    member = MembershipFactory(user=nameonly)
    MembershipRoleFactory(membership=member, role=Role.IMPLEMENTATION)
    with pytest.raises(PermissionDenied):
        cards.issue_card(user=nameonly, by=None)


def test_a_card_stops_once_the_account_is_protected(client, nameonly, code):
    member = MembershipFactory(user=nameonly)
    MembershipRoleFactory(membership=member, role=Role.IMPLEMENTATION)
    assert use(client, code).status_code == 404
    assert not is_signed_in(client)


def test_after_ten_wrong_codes_a_browser_waits_and_another_does_not(
    client, client_class, nameonly, code
):
    for _ in range(10):
        assert use(client, "AAAA-AAAA-AAAA-AAAA").status_code == 404
    assert use(client, code).status_code == 429
    assert not is_signed_in(client)
    neighbour = client_class()
    use(neighbour, code)
    assert is_signed_in(neighbour)


def test_throwing_cookies_away_does_not_help(client_class, code, monkeypatch):
    monkeypatch.setattr("bsc.accounts.http.WRONG_BY_ALL", 30)
    for _ in range(30):
        use(client_class(REMOTE_ADDR="203.0.113.9"), "AAAA-AAAA-AAAA-AAAA")
    assert use(client_class(REMOTE_ADDR="203.0.113.9"), code).status_code == 429
    # Guessing from one network does not lock the others out.
    elsewhere = client_class(REMOTE_ADDR="198.51.100.4")
    assert use(elsewhere, code).status_code == 302


def test_behind_a_proxy_the_visitor_counts_and_not_the_proxy(
    client_class, code, settings, monkeypatch
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    monkeypatch.setattr("bsc.accounts.http.WRONG_BY_ALL", 30)

    def visitor(seen_by_proxy):
        # What stands further left came from outside and may be a lie.
        return client_class(
            REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR=f"198.51.100.99, {seen_by_proxy}"
        )

    for _ in range(30):
        use(visitor("203.0.113.9"), "AAAA-AAAA-AAAA-AAAA")
    assert use(visitor("203.0.113.9"), code).status_code == 429
    assert use(visitor("198.51.100.4"), code).status_code == 302


def test_old_cards_work_after_a_change_of_the_secret_key(client, code, settings):
    old = settings.SECRET_KEY
    with override_settings(SECRET_KEY="another" * 8, SECRET_KEY_FALLBACKS=[old]):
        use(client, code)
        assert is_signed_in(client)
        assert cards.clear_code(PersonalCard.objects.get()) == code
    with override_settings(SECRET_KEY="another" * 8, SECRET_KEY_FALLBACKS=[]):
        assert cards.clear_code(PersonalCard.objects.get()) == ""
