"""Mail about answers to a test, and about comments that mean somebody."""

import datetime as dt

import pytest
from django.utils import timezone

from bsc.notifications.models import Reminder
from pdsa.models import CommentMention, CycleComment
from pdsa.notices import ANSWERED, MENTIONED
from tests.factories.mail import send_due_reminders
from tests.factories.pdsa import CycleFactory, RampFactory
from tests.pdsa.test_comments import say


@pytest.fixture
def later(mailoutbox, django_capture_on_commit_callbacks, awake, cast, settings):
    """Send what is due three hours later; returns what came, by receiver."""
    awake(cast.member, cast.teammate, cast.faculty, cast.other_center, cast.family)

    def sent():
        mailoutbox.clear()
        Reminder.objects.filter(state="planned").update(
            due_at=timezone.now() - dt.timedelta(minutes=1)
        )
        with django_capture_on_commit_callbacks(execute=True):
            send_due_reminders()
        return {mail.to[0]: mail for mail in mailoutbox}

    return sent


def test_the_owner_is_told_once_of_several_answers(client, cast, shared, inside, later):
    say(cast.sign_in(client, "faculty"), cast, shared, "I noticed the song.")
    say(cast.sign_in(client, "other_center"), cast, shared, "We sing, too.")
    with inside():
        assert Reminder.objects.filter(kind=ANSWERED).count() == 1
        came = later()
    assert set(came) == {cast.member.user.email}
    mail = came[cast.member.user.email]
    assert mail.subject.startswith("Somebody answered your test")
    assert "I noticed the song." in mail.body
    assert "We sing, too." in mail.body
    assert f"/pdsa/{shared.pk}/#comments" in mail.body


def test_after_that_mail_the_next_answer_makes_a_new_one(client, cast, shared, inside, later):
    say(cast.sign_in(client, "faculty"), cast, shared, "First words")
    with inside():
        later()
    say(cast.sign_in(client, "other_center"), cast, shared, "Later words")
    with inside():
        mail = later()[cast.member.user.email]
    assert "Later words" in mail.body
    assert "First words" not in mail.body


def test_nobody_is_told_of_their_own_words(client, cast, shared, inside, later):
    say(cast.sign_in(client, "member"), cast, shared, "Thank you all.")
    with inside():
        assert later() == {}


def test_the_writer_of_a_thread_hears_of_a_reply(client, cast, shared, inside, later):
    say(cast.sign_in(client, "faculty"), cast, shared, "What surprised you?")
    with inside():
        later()
        thread = CycleComment.objects.get()
    say(cast.sign_in(client, "member"), cast, shared, "The waiting.", reply_to=thread.pk)
    with inside():
        came = later()
    assert set(came) == {cast.faculty.user.email}
    assert "The waiting." in came[cast.faculty.user.email].body


def test_a_comment_taken_back_is_not_told(client, cast, shared, inside, later):
    say(cast.sign_in(client, "faculty"), cast, shared)
    with inside():
        comment = CycleComment.objects.get()
    client.post(cast.url(f"pdsa/comments/{comment.pk}/remove/"))
    with inside():
        assert later() == {}
        assert Reminder.objects.get(kind=ANSWERED).reason == "the comments were taken back"


def test_somebody_mentioned_gets_a_mail_with_the_words(client, cast, shared, inside, later):
    cast.sign_in(client, "faculty")
    say(client, cast, shared, "Maria could see this.", mentions=[cast.family.pk])
    with inside():
        assert CommentMention.objects.get().member == cast.family
        came = later()
    mail = came[cast.family.user.email]
    assert mail.subject == f"{cast.faculty} wants you to see this"
    assert "Maria could see this." in mail.body
    page = client.get(cast.url(f"pdsa/{shared.pk}/")).content.decode()
    assert f"Told by mail: {cast.family}" in page


def test_the_mentioned_owner_gets_one_mail_not_two(client, cast, shared, inside, later):
    cast.sign_in(client, "faculty")
    say(client, cast, shared, mentions=[cast.member.pk])
    with inside():
        assert not Reminder.objects.filter(kind=ANSWERED).exists()
        assert set(later()) == {cast.member.user.email}


def test_who_can_be_mentioned(client, cast, shared, team_only):
    cast.sign_in(client, "other_center")
    page = client.get(cast.url(f"pdsa/{shared.pk}/"))
    team = {cast.member, cast.teammate, cast.leader, cast.family}
    coaches = {cast.faculty, cast.implementation}
    offered = {key for key, _name in page.context["comment_form"].fields["mentions"].choices}
    assert offered == {person.pk for person in team | coaches}
    cast.sign_in(client, "faculty")
    page = client.get(cast.url(f"pdsa/{team_only.pk}/"))
    offered = {key for key, _name in page.context["comment_form"].fields["mentions"].choices}
    assert offered == {person.pk for person in team | {cast.implementation}}


def test_nobody_else_can_be_mentioned_by_hand(client, cast, team_only, inside):
    cast.sign_in(client, "faculty")
    page = say(client, cast, team_only, "Look", mentions=[cast.other_center.pk])
    assert "mentions" in page.context["comment_form"].errors
    with inside():
        assert not CycleComment.objects.exists()


def test_a_mention_in_a_test_that_became_the_teams_own_is_not_told(client, cast, inside, later):
    cycle = CycleFactory(ramp=RampFactory(team=cast.team), started_by=cast.member)
    say(cast.sign_in(client, "other_center"), cast, cycle, "Hello")
    say(cast.sign_in(client, "member"), cast, cycle, "Look", mentions=[cast.other_center.pk])
    with inside():
        cycle.visibility = "team"
        cycle.save(update_fields=["visibility"])
        assert cast.other_center.user.email not in later()
        skipped = Reminder.objects.get(kind=MENTIONED)
        assert skipped.reason == "they do not read this test any more"
