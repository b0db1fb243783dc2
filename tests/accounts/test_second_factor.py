"""The second factor: who must have one, setting it up, signing in with it."""

import re

import pytest
from django.test import override_settings
from django.urls import reverse
from time_machine import travel

from bsc.accounts import second_factor
from collaboratives.enums import Role
from tests.factories import (
    MembershipFactory,
    MembershipRoleFactory,
    OrganizationAdminFactory,
    UserFactory,
)
from tests.factories.accounts import app_code, sign_in_by_code

pytestmark = pytest.mark.django_db
SET_UP = "/second-factor/set-up/"
required = override_settings(SECOND_FACTOR_REQUIRED=True)


def secret_on(page):
    return page.context["form"].secret


def set_up(client):
    """Set the second factor up as a person does; return its secret."""
    secret = secret_on(client.get(SET_UP))
    assert client.post(SET_UP, {"code": app_code(secret)}).status_code == 302
    return secret


@pytest.fixture
def coordinator(cast):
    return cast.implementation.user


@required
@pytest.mark.parametrize(
    ("who", "due"),
    (
        ("implementation", True),
        ("organization_admin", True),
        ("member", False),
        ("leader", False),
        ("family", False),
        ("faculty", False),
        ("observer", False),
        ("someone_who_left", False),
    ),
)
def test_who_must_have_one_sees_nothing_before(client, cast, who, due):
    cast.sign_in(client, who)
    answer = client.get("/me/")
    assert (answer.status_code, answer.headers.get("Location")) == (
        (302, SET_UP) if due else (200, None)
    )


@required
def test_it_is_asked_before_content_and_for_a_post_too(client, cast):
    cast.sign_in(client, "implementation")
    assert client.get(cast.url("people/")).url == SET_UP
    assert client.post(cast.url("people/invite/"), {"role": "family"}).url == SET_UP
    by_htmx = client.get(cast.url("people/"), headers={"HX-Request": "true"})
    assert (by_htmx.status_code, by_htmx.headers["HX-Redirect"]) == (204, SET_UP)


@required
def test_somebody_who_left_the_implementation_team_is_not_asked(client):
    member = MembershipFactory()
    MembershipRoleFactory(membership=member, role=Role.IMPLEMENTATION, ends_on="2026-02-01")
    assert second_factor.must_have(member.user) is False


def test_an_organization_admin_and_the_implementation_team_must_have_one():
    member = MembershipFactory()
    MembershipRoleFactory(membership=member, role=Role.IMPLEMENTATION)
    assert second_factor.must_have(member.user)
    assert second_factor.must_have(OrganizationAdminFactory().user)
    assert not second_factor.must_have(UserFactory())


def test_while_the_setting_is_off_nobody_is_sent(client, cast):
    cast.sign_in(client, "implementation")
    assert client.get("/me/").status_code == 200


@required
def test_setting_it_up_with_a_real_code_leads_to_recovery_codes(client, coordinator):
    client.force_login(coordinator)
    page = client.get(SET_UP)
    assert page.status_code == 200
    secret = secret_on(page)
    assert client.post(SET_UP, {"code": "000000"}).status_code == 200
    assert not second_factor.has(coordinator)
    done = client.post(SET_UP, {"code": app_code(secret)})
    assert second_factor.has(coordinator)
    codes = client.get(done.url)
    assert len(re.findall(r"<strong[^>]*>\d{8}</strong>", codes.content.decode())) == 10
    assert client.get("/me/").status_code == 200


def test_signing_in_takes_both_codes(client, client_elsewhere, coordinator):
    client.force_login(coordinator)
    with travel("2026-11-20 12:00:00+00:00", tick=False):
        secret = set_up(client)
    with travel("2026-11-20 13:00:00+00:00", tick=False):
        answer = sign_in_by_code(client_elsewhere, coordinator.email)
        assert answer.url == "/sign-in/second-factor/"
        assert client_elsewhere.get("/me/").status_code == 302
        assert client_elsewhere.get(answer.url).status_code == 200
        wrong = client_elsewhere.post(answer.url, {"code": "000000"})
        assert wrong.status_code == 200
        right = client_elsewhere.post(answer.url, {"code": app_code(secret)})
        assert right.url == reverse("home")
        assert client_elsewhere.get("/me/").status_code == 200


def test_a_code_of_the_app_works_once(client, client_class, coordinator):
    client.force_login(coordinator)
    with travel("2026-11-20 12:00:00+00:00", tick=False):
        secret = set_up(client)
    with travel("2026-11-20 14:00:00+00:00", tick=False):
        answers = []
        for _ in range(2):
            other = client_class()
            where = sign_in_by_code(other, coordinator.email).url
            answers.append(other.post(where, {"code": app_code(secret)}).status_code)
    assert answers == [302, 200]


def test_a_recovery_code_replaces_the_phone_once(client, client_class, coordinator):
    client.force_login(coordinator)
    set_up(client)
    code = client.get("/second-factor/recovery-codes/").context["unused_codes"][0]
    answers = []
    for _ in range(2):
        other = client_class()
        where = sign_in_by_code(other, coordinator.email).url
        answers.append(other.post(where, {"code": code}).status_code)
    assert answers == [302, 200]


def test_guessing_the_second_code_is_slowed_down(client, client_elsewhere, coordinator):
    client.force_login(coordinator)
    with travel("2026-11-20 12:00:00+00:00", tick=False):
        secret = set_up(client)
    with travel("2026-11-20 15:00:00+00:00", tick=False):
        where = sign_in_by_code(client_elsewhere, coordinator.email).url
        for number in range(10):
            client_elsewhere.post(where, {"code": f"00000{number}"})
        answer = client_elsewhere.post(where, {"code": app_code(secret)})
        assert answer.status_code == 200
        assert "tried too often" in answer.content.decode()


@required
def test_who_must_have_one_cannot_switch_it_off(client, coordinator):
    client.force_login(coordinator)
    set_up(client)
    page = client.get("/second-factor/switch-off/")
    assert page.status_code == 200
    client.post("/second-factor/switch-off/")
    assert second_factor.has(coordinator)


def test_who_need_not_have_one_can(client, cast):
    person = cast.member.user
    client.force_login(person)
    set_up(client)
    assert client.post("/second-factor/switch-off/").status_code == 302
    assert not second_factor.has(person)


def test_an_old_session_must_confirm_before_changing_it(client, client_elsewhere, coordinator):
    client.force_login(coordinator)
    set_up(client)
    client_elsewhere.force_login(coordinator)
    answer = client_elsewhere.get("/second-factor/recovery-codes/")
    assert answer.url.startswith("/second-factor/confirm/")
    assert client_elsewhere.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    "path", ("/second-factor/", "/second-factor/recovery-codes/new/", "/second-factor/set-up/")
)
def test_each_page_is_dressed(client, coordinator, path):
    client.force_login(coordinator)
    page = client.get(path, follow=True)
    assert page.status_code == 200
    assert "css/app.css" in page.content.decode()
