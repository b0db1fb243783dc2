"""A personal letter about a month that is not in: sent once, by a person, and stopped in time."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from bsc.mail.enums import Reason, State
from bsc.mail.models import Message
from metrics.enums import SubmissionStatus
from metrics.letters import Letter
from metrics.models import Nudge
from metrics.queries import metrics_in_use
from metrics.reminders import plan_reminders_of_the_month
from metrics.series import Count
from metrics.services import Entry, send_nudge, submit_month
from tests.cast import cast_gets
from tests.factories.mail import deliver_everything, send_due_reminders
from tests.factories.metrics import MonthlySubmissionFactory
from tests.metrics.helpers import AUGUST, inside, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "metric")]

JULY = date(2026, 7, 1)


@pytest.fixture
def page(cast):
    return f"metrics/overview/{cast.team.pk}/2026-07/nudge/"


def open_form(client, cast, page):
    shown = page_of(client, cast, "implementation", page)
    token = re.search(r'name="token" value="([0-9a-f-]+)"', shown)[1]
    return {"subject": "About July", "text": "Dear Ana,\n\nhow are you?", "token": token}


def send(client, cast, page, **more):
    return client.post(cast.url(page), open_form(client, cast, page) | more)


def rows(cast, model=Nudge, **lookup):
    with inside(cast.team):
        return list(model.objects.filter(**lookup).order_by("pk"))


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=403, teammate=403, leader=403, family=403, other_center=404,
        faculty=403, implementation=200, observer=404,
    ),
)  # fmt: skip
def test_who_writes(client, cast, page, who, status):
    assert cast.get(client, who, page) == status
    assert cast.post(client, who, page) == status


def test_a_press_on_a_missing_month_opens_the_letter(client, cast, page):
    shown = page_of(client, cast, "implementation", "metrics/overview/")
    assert f'href="{cast.url(page)}"' in shown
    # Before the due day it is the same page: "remind now".
    assert cast.url(page.replace("2026-07", "2026-08")) in shown
    assert "/nudge/" not in page_of(client, cast, "faculty", "metrics/overview/")


def test_the_letter_speaks_for_a_person_to_a_person(client, cast, page):
    shown = page_of(client, cast, "implementation", page)
    assert f"It goes to {cast.leader.user.name} under your name" in shown
    assert f"Hello {cast.leader.user.first_name}," in shown
    assert f"the numbers of {cast.team.name} for July 2026 did not come in." in shown
    assert f"mailto:{cast.leader.user.email.replace('@', '%40')}?" in shown
    soon = page_of(client, cast, "implementation", page.replace("2026-07", "2026-08"))
    assert "are due on September 10, and you can still send them until September 25" in soon


def test_the_letter_is_in_the_receivers_language(client, cast, page):
    with inside(cast.team):
        cast.leader.user.language = "es"
        cast.leader.user.save()
    shown = page_of(client, cast, "implementation", page)
    assert "julio" in shown
    assert "July" not in shown.split("<textarea")[1].split("</textarea>")[0]


def test_it_goes_out_once_from_a_named_person_and_stands_in_the_cell(client, cast, page):
    form = open_form(client, cast, page)
    answers = [client.post(cast.url(page), form).status_code for _time in range(2)]
    assert answers == [302, 302]
    assert len(rows(cast)) == 1
    deliver_everything()
    [letter] = mail.outbox
    sender = cast.implementation.user
    assert (letter.to, letter.subject) == ([cast.leader.user.email], "About July")
    assert letter.reply_to == [sender.email]
    assert sender.name in letter.from_email
    assert "how are you?" in letter.body
    assert f"/metrics/month/2026-07/?team={cast.team.pk}" in letter.body
    assert f"/metrics/month/2026-07/way/?team={cast.team.pk}" in letter.body
    shown = page_of(client, cast, "implementation", "metrics/overview/")
    assert f"{sender.first_name} wrote on September 8" in shown


def test_a_second_letter_within_three_days_is_asked_about_first(client, cast, page, time_machine):
    send(client, cast, page)
    time_machine.shift(2 * 24 * 3600)
    shown = page_of(client, cast, "implementation", page)
    assert f"{cast.implementation.user.name} wrote to {cast.leader.user.name}" in shown
    refused = send(client, cast, page).content.decode()
    assert "Tick this to write again so soon." in refused
    assert "how are you?" in refused
    assert len(rows(cast)) == 1
    assert send(client, cast, page, again="on").status_code == 302
    time_machine.shift(4 * 24 * 3600)
    assert send(client, cast, page).status_code == 302
    assert len(rows(cast)) == 3


@pytest.mark.parametrize(("field", "value"), (("text", ""), ("subject", ""), ("token", "x")))
def test_an_incomplete_letter_is_not_sent_and_not_lost(client, cast, page, field, value):
    answer = send(client, cast, page, **{field: value})
    assert answer.status_code == 200
    assert rows(cast) == []


def test_without_an_address_the_page_says_so_and_shows_another_way(client, cast, page):
    with inside(cast.team):
        cast.leader.user.email, cast.leader.user.phone = None, "555-0100"
        cast.leader.user.save()
    shown = page_of(client, cast, "implementation", page)
    assert f"{cast.leader.user.name} has no e-mail address" in shown
    assert "You can call: 555-0100" in shown
    assert "Send the letter" not in shown
    nobody = page.replace(f"/{cast.team.pk}/", f"/{cast.other_team.pk}/")
    assert "Nobody is named" in page_of(client, cast, "implementation", nobody)
    data = {"subject": "About July", "text": "Hello", "token": str(uuid4())}
    assert client.post(cast.url(nobody), data).status_code == 200
    assert rows(cast) == []


def submit(cast, month, by):
    entry = Entry(metrics_in_use().get(), month, Count(30, 60))
    submit_month(team=cast.team, month=month, by=by, entries=[entry])


def nudge(cast, month, **more):
    return send_nudge(
        team=cast.team, month=month, to=cast.leader, by=cast.implementation,
        letter=Letter("About it", "Hello"), token=uuid4(), **more,
    )  # fmt: skip


def test_a_letter_that_still_waits_is_taken_back_the_moment_the_month_comes_in(cast):
    with inside(cast.team):
        nudge(cast, AUGUST)
        submit(cast, AUGUST, cast.leader)
    deliver_everything()
    assert mail.outbox == []
    [message] = rows(cast, Message)
    assert (message.state, message.reason) == (State.SKIPPED, Reason.NOT_NEEDED)


def test_a_letter_about_another_month_still_goes_out(cast):
    with inside(cast.team):
        nudge(cast, JULY)
        submit(cast, AUGUST, cast.leader)
    deliver_everything()
    assert len(mail.outbox) == 1


def test_the_planned_reminder_stops_too(cast, time_machine):
    time_machine.move_to("2026-09-05 15:00:00Z", tick=False)
    with inside(cast.team):
        plan_reminders_of_the_month(cast.collaborative)
        submit(cast, AUGUST, cast.leader)
    time_machine.move_to("2026-09-07 15:00:00Z", tick=False)
    send_due_reminders()
    deliver_everything()
    assert [message for message in mail.outbox if cast.leader.user.email in message.to] == []


def test_a_month_that_came_in_meanwhile_is_not_nudged_about(client, cast, page):
    form = open_form(client, cast, page)
    MonthlySubmissionFactory(team=cast.team, month=JULY, status=SubmissionStatus.SUBMITTED)
    answer = client.post(cast.url(page), form, follow=True)
    assert "This month has come in." in answer.content.decode()
    assert rows(cast) == []
    with inside(cast.team), pytest.raises(ValidationError, match="has come in meanwhile"):
        nudge(cast, JULY)


@pytest.mark.parametrize("month", ("2026-09", "2025-12", "abc"))
def test_months_that_nobody_sends(client, cast, month):
    page = f"metrics/overview/{cast.team.pk}/{month}/nudge/"
    assert cast.get(client, "implementation", page) == 404
