"""A language that nobody has checked says so on every page, and each page says its language."""

import re

import pytest
from django.urls import reverse

from bsc.home.context import draft_language_notice
from tests.factories.invitations import InvitationFactory
from tests.languages.reading import blocks_of

pytestmark = pytest.mark.django_db

NOTICE = "Una computadora tradujo esta página."
LANGUAGES = ("en", "es")


def address_of(cast, page: str, language: str) -> str:
    invitation = InvitationFactory(invited_by=cast.leader, team=cast.team, language=language)
    return {
        "sign_in": reverse("account_login"),
        "code": reverse("code_on_paper"),
        "invitation": reverse("join:language", kwargs={"code": invitation.code}),
        "home": cast.url("home/"),
        "workplan": cast.url("workplan/"),
    }[page]


def open_page(client, cast, page: str, who: str, language: str) -> str:
    """Return a page as somebody reads it; who is signed out chooses by the browser's language."""
    cast.sign_in(client, who)
    if who != "anonymous":
        user = getattr(cast, who).user
        user.language = language
        user.save(update_fields=["language"])
    address = address_of(cast, page, language)
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


PAGES = pytest.mark.parametrize(
    ("page", "who"),
    (
        ("sign_in", "anonymous"),
        ("code", "anonymous"),
        ("invitation", "anonymous"),
        ("home", "family"),
        ("home", "member"),
        ("workplan", "implementation"),
    ),
)


@PAGES
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_language_says_so_on_every_page(client, cast, page, who, language):
    html = open_page(client, cast, page, who, language)
    told = any(block.startswith(NOTICE) for block in blocks_of(html))
    assert told is (language == "es")
    assert ("draft-language" in html) is (language == "es")


@PAGES
def test_a_reviewed_language_does_not(client, cast, settings, page, who):
    settings.LANGUAGE_STATES = {"en": "reviewed", "es": "reviewed"}
    html = open_page(client, cast, page, who, "es")
    assert "draft-language" not in html
    assert draft_language_notice() == ""


@PAGES
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_says_its_language(client, cast, page, who, language):
    html = open_page(client, cast, page, who, language)
    assert re.search(r'<html lang="([\w-]+)"', html)[1] == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_is_named_in_itself(client, cast, language):
    html = open_page(client, cast, "home", "family", language)
    named = re.findall(r'<button[^>]*name="language"[^>]*lang="(\w+)"[^>]*>([^<]+)<', html)
    assert named == [("en", "English"), ("es", "Español")]


def test_the_switch_changes_the_language_of_who_is_signed_out(client):
    client.post(reverse("set_language"), {"language": "es", "next": "/sign-in/"})
    assert '<html lang="es"' in client.get(reverse("account_login")).content.decode()
