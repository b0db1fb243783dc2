"""The page behind the last line of every optional mail."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from bsc.notifications.links import LIFE, mail_choice_url, person_behind
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
WANTED = {
    "mail_choice": "reminders",
    "quiet_from": "20:00",
    "quiet_until": "06:30",
}


@pytest.fixture
def reader(db):
    return UserFactory()


@pytest.fixture
def stranger_to_cookies():
    return Client(enforce_csrf_checks=True)


def path_of(reader, settings):
    return mail_choice_url(reader).removeprefix(settings.SITE_URL)


def test_a_get_changes_nothing(stranger_to_cookies, reader, settings):
    response = stranger_to_cookies.get(path_of(reader, settings))
    assert response.status_code == 200
    assert b'value="digest"' in response.content
    reader.refresh_from_db()
    assert reader.mail_choice == "digest"


def test_one_click_ends_optional_mail_without_cookies(stranger_to_cookies, reader, settings):
    answer = stranger_to_cookies.post(path_of(reader, settings), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    reader.refresh_from_db()
    assert reader.mail_choice == "none"


def test_only_the_person_of_the_link_is_concerned(stranger_to_cookies, reader, settings):
    other = UserFactory()
    stranger_to_cookies.post(path_of(reader, settings), {"List-Unsubscribe": "One-Click"})
    other.refresh_from_db()
    assert other.mail_choice == "digest"


def test_the_choices_are_saved_and_shown(stranger_to_cookies, reader, settings):
    path = path_of(reader, settings)
    answer = stranger_to_cookies.post(path, WANTED, follow=True)
    assert answer.redirect_chain[0][1] == 302
    assert b"Saved." in answer.content
    reader.refresh_from_db()
    assert reader.mail_choice == "reminders"
    assert (f"{reader.quiet_from:%H:%M}", f"{reader.quiet_until:%H:%M}") == ("20:00", "06:30")
    assert not reader.quiet_weekends


def test_a_wrong_time_is_said_beside_the_field_and_nothing_is_saved(
    stranger_to_cookies, reader, settings
):
    answer = stranger_to_cookies.post(path_of(reader, settings), WANTED | {"quiet_from": "25:99"})
    assert answer.status_code == 200
    assert b"25:99" in answer.content
    assert "quiet_from" in answer.context["form"].errors
    reader.refresh_from_db()
    assert reader.mail_choice == "digest"


@pytest.mark.parametrize("method", ("get", "post"))
def test_a_forged_link_opens_nothing(client, reader, settings, method):
    path = path_of(reader, settings)
    forged = path.replace("/mail/", "x/mail/")
    answer = getattr(client, method)(forged, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 404
    reader.refresh_from_db()
    assert reader.mail_choice == "digest"


def test_a_link_too_old_asks_to_sign_in(client, reader, settings):
    path = path_of(reader, settings)
    with time_machine.travel(timezone.now() + timedelta(seconds=LIFE + 10)):
        answer = client.get(path)
    assert answer.status_code == 404
    assert b"does not work" in answer.content


def test_the_link_of_a_closed_account_is_dead(reader, settings):
    token = path_of(reader, settings).split("/")[-3]
    assert person_behind(token) == reader
    reader.is_active = False
    reader.save()
    assert person_behind(token) is None
