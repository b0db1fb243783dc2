from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from django_scopes import scopes_disabled

from bsc.notifications.models import Reminder
from bsc.tenancy.doors import inside
from collaboratives.enums import Role
from collaboratives.schedule.enums import Answer
from collaboratives.schedule.models import Event
from collaboratives.schedule.reminders import reason_to_skip
from collaboratives.schedule.services import answer, cancel_event, change_event, create_event
from collaboratives.schedule.tasks import plan_everywhere
from tests.factories import MembershipFactory, MembershipRoleFactory
from tests.factories.mail import deliver_everything, send_due_reminders

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")
# A Friday, so that neither reminder meets a weekend.
CALL = datetime(2026, 7, 17, 11, 0, tzinfo=NEW_YORK)
MONTH_BEFORE = CALL - timedelta(days=30)
QUESTIONS = "What did you try?\nWhat got in the way?"
SPANISH = {"es": {"questions": "¿Qué probó?", "title": "Llamada", "state": "machine draft"}}


@pytest.fixture
def call(cast):
    with time_machine.travel(MONTH_BEFORE), inside(cast.collaborative):
        return create_event(
            collaborative=cast.collaborative,
            by=cast.implementation,
            leaders=[cast.faculty],
            kind="all_team_call",
            title="When a test fails",
            starts_at=CALL,
            ends_at=CALL + timedelta(minutes=45),
            online_url="https://example.org/join",
            dial_in="555-0100, code 22",
            questions=QUESTIONS,
            translations=SPANISH,
        )


def planned(**where):
    with scopes_disabled():
        return list(
            Reminder.objects.filter(state="planned", **where)
            .order_by("due_at", "recipient")
            .select_related("recipient")
        )


def day_of(reminder):
    return reminder.due_at.astimezone(NEW_YORK)


def test_everyone_concerned_is_reminded_a_week_and_a_day_ahead(cast, call):
    found = planned(recipient=cast.member.user)
    assert [(r.kind, day_of(r).isoformat()) for r in found] == [
        ("call.week_ahead", "2026-07-10T09:00:00-04:00"),
        ("call.day_ahead", "2026-07-16T09:00:00-04:00"),
    ]
    reminded = {r.recipient for r in planned()}
    everyone = (
        "member",
        "teammate",
        "leader",
        "family",
        "other_center",
        "faculty",
        "implementation",
    )
    assert reminded == {getattr(cast, who).user for who in everyone}


def test_a_move_plans_anew_and_a_cancelled_call_is_not_reminded_of(cast, call):
    week = timedelta(days=7)
    with time_machine.travel(MONTH_BEFORE), inside(cast.collaborative):
        moved = {"starts_at": CALL + week, "ends_at": CALL + week + timedelta(minutes=45)}
        event = change_event(event=call, by=cast.implementation, **moved)
        assert {r.subject for r in planned()} == {f"event:{event.pk}:r1"}
        assert len(planned()) == 2 * 7
        cancel_event(event=event, by=cast.implementation)
    assert planned() == []


def test_other_changes_keep_the_reminders(cast, call):
    before = [r.pk for r in planned()]
    with time_machine.travel(MONTH_BEFORE), inside(cast.collaborative):
        change_event(event=call, by=cast.implementation, title="Another title")
    assert [r.pk for r in planned()] == before


def test_what_is_past_is_not_planned(cast):
    with time_machine.travel(CALL - timedelta(days=3)), inside(cast.collaborative):
        create_event(
            collaborative=cast.collaborative,
            by=None,
            kind="all_team_call",
            title="Soon",
            starts_at=CALL,
            ends_at=CALL + timedelta(minutes=45),
        )
    assert {r.kind for r in planned()} == {"call.day_ahead"}


def skip(cast, who="member"):
    reminder = planned(recipient=getattr(cast, who).user)[0]
    with inside(cast.collaborative):
        return reason_to_skip(reminder)


def test_the_decision_at_send_time(cast, call):
    with time_machine.travel(MONTH_BEFORE):
        assert skip(cast) is None
        with inside(cast.collaborative):
            answer(event=call, member=cast.member, answer=Answer.NO)
        assert skip(cast) == "said no"
        with inside(cast.collaborative):
            answer(event=call, member=cast.member, answer=Answer.YES)
        assert skip(cast) is None
        with scopes_disabled():
            Event.objects.filter(pk=call.pk).update(revision=1)
        assert skip(cast) == "event moved"
        with scopes_disabled():
            Event.objects.filter(pk=call.pk).update(revision=0, audience="faculty")
        assert skip(cast) == "not concerned"
    with time_machine.travel(CALL + timedelta(minutes=1)):
        assert skip(cast) == "event began"


def test_the_mail_a_week_ahead_holds_the_questions_in_the_receivers_language(cast, call):
    with scopes_disabled():
        cast.family.user.language = "es"
        cast.family.user.save()
    with time_machine.travel(datetime(2026, 7, 10, 9, 30, tzinfo=NEW_YORK)):
        send_due_reminders()
        deliver_everything()
    sent = {message.to[0]: message for message in mail.outbox}
    assert len(sent) == 7
    english = sent[cast.member.user.email]
    assert english.subject == "When a test fails: July 17, 11 a.m."
    for part in (
        "- What did you try?",
        "- What got in the way?",
        "https://example.org/join",
        "555-0100",
    ):
        assert part in english.body
    assert f"/c/{cast.collaborative.slug}/calendar/{call.pk}/" in english.body
    assert cast.faculty.user.name in english.from_email
    assert english.reply_to == [cast.faculty.user.email]
    assert sent[cast.family.user.email].subject.startswith("Llamada")
    assert "- ¿Qué probó?" in sent[cast.family.user.email].body


def test_nobody_gets_the_same_reminder_twice(cast, call):
    with time_machine.travel(datetime(2026, 7, 10, 9, 30, tzinfo=NEW_YORK)):
        for _ in range(2):
            send_due_reminders()
            deliver_everything()
    assert len(mail.outbox) == 7


def test_those_who_said_no_or_left_get_nothing(cast, call):
    with time_machine.travel(MONTH_BEFORE), inside(cast.collaborative):
        answer(event=call, member=cast.teammate, answer=Answer.NO)
    with scopes_disabled():
        hat = cast.other_center.role_rows.get()
        hat.ends_on = datetime(2026, 7, 1, tzinfo=NEW_YORK).date()
        hat.save()
    with time_machine.travel(datetime(2026, 7, 10, 9, 30, tzinfo=NEW_YORK)):
        send_due_reminders()
        deliver_everything()
    reached = {message.to[0] for message in mail.outbox}
    assert cast.teammate.user.email not in reached
    assert cast.other_center.user.email not in reached
    assert len(reached) == 5


def test_a_family_member_who_leads_is_named_but_not_as_the_address_to_answer(cast):
    with time_machine.travel(MONTH_BEFORE), inside(cast.collaborative):
        create_event(
            collaborative=cast.collaborative,
            by=None,
            leaders=[cast.family],
            kind="affinity_call",
            title="Family call",
            starts_at=CALL,
            ends_at=CALL + timedelta(minutes=45),
        )
    with time_machine.travel(datetime(2026, 7, 10, 9, 30, tzinfo=NEW_YORK)):
        send_due_reminders()
        deliver_everything()
    message = mail.outbox[0]
    assert cast.family.user.name in message.body
    assert cast.family.user.email not in message.reply_to


def test_people_who_join_later_are_planned_too(cast, call):
    with time_machine.travel(CALL - timedelta(days=8)):
        newcomer = MembershipFactory(collaborative=cast.collaborative)
        MembershipRoleFactory(
            membership=newcomer, role=Role.TEACHER, team=cast.team, starts_on=timezone.localdate()
        )
        assert planned(recipient=newcomer.user) == []
        before = len(planned())
        for _ in range(2):
            plan_everywhere()
        assert [r.kind for r in planned(recipient=newcomer.user)] == [
            "call.week_ahead",
            "call.day_ahead",
        ]
        assert len(planned()) == before + 2
