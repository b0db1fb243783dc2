"""One reminder before the day, then a person; both decided again when they are sent."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail

from bsc.notifications.models import Reminder
from metrics import reminders
from metrics.enums import SubmissionStatus
from metrics.tasks import plan_reminders_everywhere
from tests.factories import MembershipFactory, MembershipRoleFactory
from tests.factories.mail import deliver_everything, send_due_reminders
from tests.factories.metrics import MonthlySubmissionFactory, ValueFactory
from tests.metrics.helpers import AUGUST, inside

pytestmark = pytest.mark.django_db

EARLY = "2026-09-02 15:00:00Z"
BEFORE_THE_DAY = "2026-09-07 14:00:00Z"
AFTER_THE_DAY = "2026-09-11 14:00:00Z"


@pytest.fixture
def contact(cast, metric, time_machine):
    """The data contact of the first team, early in the month after the month."""
    time_machine.move_to(EARLY, tick=False)
    contact = MembershipFactory(collaborative=cast.collaborative)
    MembershipRoleFactory(membership=contact, role="staff", team=cast.team, is_data_contact=True)
    return contact


def plan(cast):
    with inside(cast.team):
        return reminders.plan_reminders_of_the_month(cast.collaborative)


def planned(cast):
    with inside(cast.team):
        found = Reminder.objects.select_related("recipient").order_by("kind", "subject", "pk")
        return [(row.kind, row.subject, row.recipient.name, row.state) for row in found]


def send_at(time_machine, moment):
    time_machine.move_to(moment, tick=False)
    send_due_reminders()
    deliver_everything()
    return mail.outbox


def send_month(team):
    MonthlySubmissionFactory(
        team=team, month=AUGUST, status=SubmissionStatus.SUBMITTED,
        submitted_at=datetime(2026, 9, 3, 12, tzinfo=UTC), due_on=date(2026, 9, 10),
    )  # fmt: skip


def test_one_for_the_data_contact_and_one_for_the_data_lead(cast, contact):
    assert plan(cast) == 2
    assert plan(cast) == 0
    name, lead = contact.user.name, cast.implementation.user.name
    assert planned(cast) == [
        ("metrics.due", f"month:2026-08:{cast.team.pk}", name, "planned"),
        ("metrics.missing", "month:2026-08:lead", lead, "planned"),
    ]


def test_the_contact_gets_one_mail_before_the_day_and_no_more(cast, contact, time_machine):
    plan(cast)
    [message] = send_at(time_machine, BEFORE_THE_DAY)
    assert message.to == [contact.user.email]
    assert "August 2026" in message.subject
    assert "Due on September 10; you can still send until September 25." in message.body
    assert f"/metrics/month/2026-08/?team={cast.team.pk}" in message.body
    plan(cast)
    assert len(send_at(time_machine, "2026-09-09 14:00:00Z")) == 1


def test_no_mail_when_it_is_sent_already(cast, contact, time_machine):
    plan(cast)
    send_month(cast.team)
    assert send_at(time_machine, BEFORE_THE_DAY) == []


def test_no_mail_when_the_month_could_not_be_counted(cast, contact, metric, time_machine):
    plan(cast)
    ValueFactory(
        team=cast.team, metric=metric, grain="month", period_start=AUGUST,
        numerator=None, denominator=None, reason_missing="We moved.",
    )  # fmt: skip
    assert send_at(time_machine, BEFORE_THE_DAY) == []


def test_no_mail_to_somebody_who_is_no_longer_the_contact(cast, contact, time_machine):
    plan(cast)
    with inside(cast.team):
        contact.role_rows.update(is_data_contact=False)
    assert send_at(time_machine, BEFORE_THE_DAY) == []


def test_a_new_contact_takes_the_place_of_the_old_one(cast, contact):
    plan(cast)
    with inside(cast.team):
        contact.role_rows.update(is_data_contact=False)
    plan(cast)
    assert [row[2:] for row in planned(cast)[:2]] == [
        (contact.user.name, "cancelled"),
        (cast.leader.user.name, "planned"),
    ]


def test_after_the_day_the_data_lead_is_told_which_teams_to_write_to(cast, contact, time_machine):
    plan(cast)
    [message] = send_at(time_machine, AFTER_THE_DAY)
    assert message.to == [cast.implementation.user.email]
    assert f"{cast.team.name}: {contact.user.name}" in message.body
    assert cast.other_team.name in message.body
    assert "/metrics/overview/" in message.body


def test_the_data_lead_hears_nothing_when_every_month_is_in(cast, contact, time_machine):
    plan(cast)
    for team in (cast.team, cast.other_team):
        send_month(team)
    assert send_at(time_machine, AFTER_THE_DAY) == []


def test_every_day_looks_at_every_running_collaborative(
    cast, contact, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert plan_reminders_everywhere() >= 1
    assert len(planned(cast)) == 2
