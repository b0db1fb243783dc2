"""One's own page."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from zeal import zeal_ignore

from bsc.accounts import cards
from bsc.accounts.models import User
from tests.factories import UserFactory
from tests.factories.accounts import code_in_mail, mails_to

pytestmark = pytest.mark.django_db


def a_photo(name="me.jpg", size=(900, 600)):
    written = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", size, "teal").save(written, "JPEG", exif=exif)
    return SimpleUploadedFile(name, written.getvalue(), content_type="image/jpeg")


@pytest.fixture
def ana(client):
    person = UserFactory(name="Ana Lima", email="ana@example.org")
    client.force_login(person)
    return person


@pytest.fixture
def rosa(client):
    person = UserFactory(name="Rosa", email=None)
    client.force_login(person)
    return person


def is_signed_out(client):
    # Django reads a session once more to delete it.
    with zeal_ignore():
        return client.get("/me/").status_code == 302


def test_every_page_needs_somebody_signed_in(client):
    for name in ("me", "me_email", "me_card", "me_photo_file", "mfa_index"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/sign-in/")


def test_name_language_and_time_zone_are_kept(client, ana):
    given = {
        "form": "profile",
        "name": "Ana Lima Souza",
        "phone": "555 0100",
        "language": "es",
        "time_zone": "America/Denver",
    }
    assert client.post("/me/", given).status_code == 302
    ana.refresh_from_db()
    assert (ana.name, ana.phone, ana.language, ana.time_zone) == (
        "Ana Lima Souza",
        "555 0100",
        "es",
        "America/Denver",
    )


def test_a_wrong_answer_says_so_and_keeps_the_page(client, ana):
    given = {"form": "profile", "name": "", "language": "xx", "time_zone": "Mars/Base"}
    page = client.post("/me/", given)
    assert set(page.context["profile_form"].errors) == {"name", "language", "time_zone"}
    ana.refresh_from_db()
    assert ana.name == "Ana Lima"
    assert "<h1" in page.content.decode()
    assert "Ana Lima" in page.content.decode()


def test_mail_choices_are_kept_apart(client, ana):
    given = {
        "form": "mail",
        "mail_choice": "none",
        "quiet_from": "20:00",
        "quiet_until": "08:00",
        "name": "Somebody Else",
    }
    assert client.post("/me/", given).status_code == 302
    ana.refresh_from_db()
    assert (ana.mail_choice, ana.quiet_from.hour, ana.name) == ("none", 20, "Ana Lima")


def test_nobody_raises_themselves_through_the_profile_form(client, ana):
    given = {
        "form": "profile",
        "name": "Ana",
        "language": "en",
        "email": "boss@example.org",
        "is_active": "",
        "public_id": "x",
    }
    client.post("/me/", given)
    ana.refresh_from_db()
    assert (ana.email, ana.is_active) == ("ana@example.org", True)


def test_a_photo_is_made_anew_and_served_to_its_owner_only(client, ana):
    client.post("/me/photo/", {"photo": a_photo()})
    ana.refresh_from_db()
    assert "me.jpg" not in ana.photo.name
    answer = client.get("/me/photo/file/")
    assert answer.headers["Cache-Control"].startswith("private")
    picture = Image.open(BytesIO(answer.content))
    assert picture.format == "JPEG"
    assert max(picture.size) == 400
    assert len(picture.getexif()) == 0


def test_a_new_photo_replaces_the_file_of_the_old_one(client, ana, settings):
    client.post("/me/photo/", {"photo": a_photo()})
    client.post("/me/photo/", {"photo": a_photo()})
    assert len(list((settings.MEDIA_ROOT / "people").iterdir())) == 1
    client.post("/me/photo/remove/")
    assert list((settings.MEDIA_ROOT / "people").iterdir()) == []
    assert client.get("/me/photo/file/").status_code == 404


def test_what_is_no_photo_is_refused_kindly(client, ana):
    text = SimpleUploadedFile("me.jpg", b"not a picture", content_type="image/jpeg")
    page = client.post("/me/photo/", {"photo": text})
    assert page.status_code == 422
    assert "We could not read this photo" in page.content.decode()
    ana.refresh_from_db()
    assert not ana.photo


def test_a_new_address_must_be_proven(client, ana):
    client.post("/me/email/", {"email": "new@example.org"})
    ana.refresh_from_db()
    assert ana.email == "ana@example.org"
    assert client.post("/me/email/code/", {"code": "AAA-AAA"}).status_code == 200
    client.post("/me/email/code/", {"code": code_in_mail("new@example.org")})
    ana.refresh_from_db()
    assert ana.email == "new@example.org"
    assert [mail.kind for mail in mails_to("ana@example.org")] == ["address_changed"]


def test_the_address_of_somebody_else_stays_theirs(client, ana):
    other = UserFactory(email="other@example.org")
    client.post("/me/email/", {"email": "other@example.org"})
    answer = client.post("/me/email/code/", {"code": code_in_mail("other@example.org")})
    assert answer.url == "/me/email/"
    assert User.objects.get(email="other@example.org") == other


def test_five_wrong_codes_end_the_change(client, ana):
    client.post("/me/email/", {"email": "new@example.org"})
    code = code_in_mail("new@example.org")
    for _ in range(5):
        client.post("/me/email/code/", {"code": "AAA-AAA"})
    client.post("/me/email/code/", {"code": code})
    ana.refresh_from_db()
    assert ana.email == "ana@example.org"


def test_with_an_address_the_card_stops(client, rosa):
    code = cards.clear_code(cards.issue_card(user=rosa, by=rosa))
    client.post("/me/email/", {"email": "rosa@example.org"})
    client.post("/me/email/code/", {"code": code_in_mail("rosa@example.org")})
    assert cards.use_card(code) is None
    assert client.get("/me/card/").status_code == 404


def test_ones_own_card_can_be_printed_again(client, rosa):
    code = cards.clear_code(cards.issue_card(user=rosa, by=rosa))
    page = client.get("/me/card/").content.decode()
    assert code in page
    assert "<svg" in page


def test_a_new_card_ends_other_sessions_but_not_this_one(client, client_elsewhere, rosa):
    client_elsewhere.force_login(rosa)
    assert client.post("/me/card/new/").status_code == 302
    assert client.get("/me/").status_code == 200
    assert is_signed_out(client_elsewhere)


def test_signing_out_everywhere_ends_every_session(client, client_elsewhere, ana):
    client_elsewhere.force_login(ana)
    client.post("/me/sign-out-everywhere/")
    assert is_signed_out(client)
    assert is_signed_out(client_elsewhere)
