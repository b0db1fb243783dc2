"""The demonstration's mail server and the page that shows what landed there."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from bsc.embedded.mailbox import names, read
from tests.factories.mail import MessageFactory, deliver_everything
from tests.mail import demonstration_urls

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings, tmp_path):
    settings.BSC_DEMO = True
    settings.ROOT_URLCONF = demonstration_urls.__name__
    settings.MAILBOX_DIR = tmp_path / "mail"
    settings.EMAIL_BACKEND = "bsc.embedded.mailbox.Backend"
    return settings


def test_the_outbox_delivers_into_the_mailbox(client, demonstration):
    MessageFactory(
        address="rosa@example.org",
        subject="¿Puede venir?",
        body_text="Answer here: http://localhost:8000/e/abc/rsvp/ <now>\n",
        body_html="<p>Answer <script>alert(1)</script></p>",
    )
    deliver_everything()
    (name,) = names()
    page = client.get("/demo/mail/").content.decode()
    assert "¿Puede venir?" in page
    assert "To rosa@example.org" in page
    assert timezone.now() - read(name).at < timedelta(minutes=1)
    letter = client.get(f"/demo/mail/{name}/").content.decode()
    assert '<a href="http://localhost:8000/e/abc/rsvp/"' in letter
    assert "&lt;now&gt;" in letter
    assert "&lt;script&gt;alert(1)" in letter
    assert "<script>alert" not in letter


def test_newest_mail_stands_first_and_long_lists_have_pages(client, demonstration):
    for number in range(26):
        mail = EmailMultiAlternatives(f"Mail {number}", "Words", "a@example.org", ["b@example.org"])
        mail.send()
    assert read(names()[0]).subject == "Mail 25"
    assert len(client.get("/demo/mail/").context["letters"]) == 25
    assert len(client.get("/demo/mail/?page=2").context["letters"]) == 1


def test_an_empty_mailbox_says_how_to_fill_it(client, demonstration):
    assert b"No mail yet" in client.get("/demo/mail/").content


@pytest.mark.parametrize("name", ("settings", "20260101000000000000-" + "0" * 32))
def test_there_is_nothing_else_to_read(client, demonstration, name):
    (demonstration.MAILBOX_DIR).mkdir()
    (demonstration.MAILBOX_DIR / "settings.eml").write_text("Subject: secret\n\nsecret")
    assert client.get(f"/demo/mail/{name}/").status_code == 404


def test_outside_the_demonstration_there_is_no_such_page(client, demonstration):
    demonstration.BSC_DEMO = False
    assert client.get("/demo/mail/").status_code == 404
    demonstration.ROOT_URLCONF = "bsc.urls"
    with pytest.raises(NoReverseMatch):
        reverse("demo:mailbox")
