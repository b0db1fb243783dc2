"""Mails to families are as plain as their pages, and all mails are in one language only."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from bsc.mail.rendering import render
from collaboratives.enums import Role
from collaboratives.services import enter_collaborative
from tests.factories.accounts import mails_to
from tests.languages.test_nothing_left import left_in_english
from tests.languages.test_plain_words import banned_words, prose_of, too_hard, too_long

HOUSE = Path(__file__).resolve().parents[2]
EVERY_MAIL = sorted(path.parent.name for path in HOUSE.glob("templates/mail/*/body.html"))
TO_FAMILIES = (
    "address_changed",
    "call_reminder",
    "invitation",
    "prove_address",
    "sign_in_code",
    "unknown_address",
)


def somebody(name: str) -> SimpleNamespace:
    return SimpleNamespace(name=name)


@pytest.fixture
def context():
    """Return something for every variable that a mail's templates use."""
    later = timezone.now() + timedelta(days=7)
    team = SimpleNamespace(name="Team Maple", pk=1)
    state = {"month": later.date(), "due_on": later, "closes_on": later}
    measure = SimpleNamespace(plain_name="Talks", translations={})
    counted = {"metric": measure, "weeks_counted": 3, "weeks_in_month": 4}
    return {
        "admin": somebody("Noor"),
        "answered": False,
        "asker": SimpleNamespace(user=SimpleNamespace(name="Ana", email="")),
        "by": somebody("Noor"),
        "code": "ABC-DEF",
        "collaborative": somebody("Growing"),
        "event": {
            "starts_at": later,
            "ends_at": later,
            "place": "Town hall",
            "online_url": "https://example.org/",
            "dial_in": "555 0100",
        },
        "invitation": {
            "team": team,
            "get_role_display": Role.FAMILY.label,
            "expires_at": later,
        },
        "inviter": somebody("Ana"),
        "leaders": ["Ana"],
        "lines": ["Rosas?"],
        "link": "https://example.org/",
        "minutes": 15,
        "month": later,
        "name": "Rosa",
        "person": somebody("Ana"),
        "reader": {"name": "Rosa", "expires_at": later},
        "reach": "Rosas",
        "reason": "Rosas",
        "recipient_name": "Rosa",
        "role": Role.TEACHER.label,
        "state": {**state, "measures": [counted]},
        "team": team,
        "teams": [(team, "Ana")],
        "title": {"text": "Rosas", "lang": ""},
        "unsubscribe_url": "https://example.org/",
        "words": "Rosas?",
    }


def mail(name: str, context, language: str) -> str:
    """Return subject, text and HTML as one page, for the readers of pages."""
    made = render(name, context, language=language, zone="")
    lines = "".join(f"<p>{line}</p>" for line in made.text.splitlines())
    return f'<html lang="{language}"><h1>{made.subject}</h1>{lines}</html>{made.html}'


@pytest.mark.parametrize("language", ("en", "es"))
def test_mails_to_families(context, language):
    mails = {name: mail(name, context, language) for name in TO_FAMILIES}
    prose = {name: prose_of(html) for name, html in mails.items()}
    wrong = too_hard(prose, language)
    for name, html in mails.items():
        wrong += [*banned_words(name, html, language), *too_long(name, html)]
    assert wrong == []


@pytest.mark.parametrize("name", EVERY_MAIL)
def test_a_mail_in_spanish_holds_no_english(context, name):
    left = left_in_english({name: mail(name, context, "es")})
    assert not left, left


@pytest.mark.parametrize("name", EVERY_MAIL)
@pytest.mark.parametrize("language", ("en", "es"))
def test_each_mail_says_its_language(context, name, language):
    assert f'<html lang="{language}"' in render(name, context, language=language, zone="").html


def test_a_role_is_named_in_the_receivers_language(cast, django_capture_on_commit_callbacks):
    reader = cast.implementation.user
    reader.language = "es"
    reader.save(update_fields=["language"])
    admin = cast.organization_admin
    with translation.override("en"), django_capture_on_commit_callbacks():
        enter_collaborative(
            collaborative=cast.collaborative, user=admin, role=Role.OBSERVER, reason="Rosas"
        )
    (message,) = mails_to(reader.email)
    with translation.override("es"):
        assert str(Role.OBSERVER.label) in message.body_text
