"""Asking another center to answer a test."""

import pytest

from collaboratives.enums import Role
from pdsa.models import CycleComment, PeerInvitation
from tests.cast import cast_gets
from tests.factories import CoreTeamFactory, MembershipFactory, MembershipRoleFactory
from tests.factories.mail import send_due_reminders
from tests.factories.pdsa import CycleFactory, PeerInvitationFactory, RampFactory
from tests.pdsa.test_comments import say

STAFF = cast_gets(faculty=302, implementation=302, observer=404, others=403)
ONLY_THE_ASKED = cast_gets(other_center=302, others=404)


@pytest.fixture
def asked(cast, shared):
    """The other center is asked to answer the shared test."""
    return PeerInvitationFactory(
        cycle=shared, team=cast.other_team, by=cast.faculty, note="They sing at the door, too."
    )


@pytest.mark.parametrize(("who", "status"), STAFF)
def test_who_asks_a_center(client, cast, shared, inside, who, status):
    data = {"team": cast.other_team.pk, "note": ""}
    assert cast.post(client, who, f"pdsa/{shared.pk}/ask-a-center/", data) == status
    with inside():
        asked = PeerInvitation.objects.filter(cycle=shared, team=cast.other_team).count()
        assert asked == (who in {"faculty", "implementation"})


@pytest.mark.parametrize(("who", "status"), ONLY_THE_ASKED)
def test_who_says_not_now(client, cast, asked, inside, who, status):
    assert cast.post(client, who, f"pdsa/asked/{asked.pk}/not-now/") == status
    with inside():
        asked.refresh_from_db()
        assert (asked.declined_at is not None) == (who == "other_center")


def test_a_test_for_the_team_alone_is_shown_to_no_other_center(client, cast, team_only, inside):
    data = {"team": cast.other_team.pk}
    assert cast.post(client, "faculty", f"pdsa/{team_only.pk}/ask-a-center/", data) == 403
    with inside():
        assert not PeerInvitation.objects.exists()


def test_the_form_offers_other_active_centers_that_were_not_asked(client, cast, shared, asked):
    third = CoreTeamFactory(collaborative=cast.collaborative)
    CoreTeamFactory(collaborative=cast.collaborative, status="left")
    cast.sign_in(client, "faculty")
    page = client.get(cast.url(f"pdsa/{shared.pk}/"))
    offered = [key for key, _name in page.context["peer_form"].fields["team"].choices]
    assert offered == ["", str(third.pk)]


def test_without_a_center_the_note_stays(client, cast, shared, inside):
    cast.sign_in(client, "faculty")
    page = client.post(
        cast.url(f"pdsa/{shared.pk}/ask-a-center/"), {"team": "", "note": "They know songs."}
    )
    assert page.context["peer_form"].errors["team"] == ["Choose a center."]
    assert "They know songs." in page.content.decode()
    with inside():
        assert not PeerInvitation.objects.exists()


def test_asking_twice_asks_once(client, cast, shared, inside):
    cast.sign_in(client, "faculty")
    for _ in range(2):
        answer = client.post(
            cast.url(f"pdsa/{shared.pk}/ask-a-center/"), {"team": cast.other_team.pk}
        )
        assert answer.status_code == 302
    with inside():
        assert PeerInvitation.objects.count() == 1


def test_the_asked_center_reads_who_asks_and_why(client, cast, shared, asked):
    cast.sign_in(client, "other_center")
    page = client.get(cast.url(f"pdsa/{shared.pk}/")).content.decode()
    assert f"{cast.faculty} asks {cast.other_team} to answer this test" in page
    assert asked.note in page
    home = client.get(cast.url("home/")).content.decode()
    assert f"{cast.faculty} asks your center about a test" in home


def test_others_who_read_the_test_do_not_see_who_was_asked(client, cast, shared, asked):
    third = MembershipFactory(collaborative=cast.collaborative)
    team = CoreTeamFactory(collaborative=cast.collaborative)
    MembershipRoleFactory(membership=third, role=Role.TEACHER, team=team)
    client.force_login(third.user)
    assert asked.note not in client.get(cast.url(f"pdsa/{shared.pk}/")).content.decode()
    cast.sign_in(client, "member")
    page = client.get(cast.url(f"pdsa/{shared.pk}/")).content.decode()
    assert f"{cast.other_team} was asked by {cast.faculty}" in page


def test_a_comment_of_that_center_answers_it(client, cast, shared, asked, inside):
    say(cast.sign_in(client, "teammate"), cast, shared)
    with inside():
        asked.refresh_from_db()
        assert asked.answered_at is None
    say(cast.sign_in(client, "other_center"), cast, shared)
    with inside():
        asked.refresh_from_db()
        assert asked.answered_at is not None
    page = client.get(cast.url("home/")).content.decode()
    assert "asks your center about a test" not in page


def test_its_leaders_are_told_by_mail_unless_it_was_answered_before(
    client, cast, shared, inside, mailoutbox, django_capture_on_commit_callbacks, awake
):
    leader = MembershipFactory(collaborative=cast.collaborative)
    MembershipRoleFactory(membership=leader, role=Role.TEAM_LEADER, team=cast.other_team)
    awake(leader)
    other = CycleFactory(ramp=RampFactory(team=cast.team), started_by=cast.member)
    for cycle in (shared, other):
        data = {"team": cast.other_team.pk, "note": "They sing, too."}
        cast.post(client, "faculty", f"pdsa/{cycle.pk}/ask-a-center/", data)
    say(cast.sign_in(client, "other_center"), cast, other)
    with django_capture_on_commit_callbacks(execute=True):
        send_due_reminders()
    told = [mail for mail in mailoutbox if mail.to == [leader.user.email]]
    assert [mail.subject for mail in told] == [f"{cast.faculty} asks your center about a test"]
    assert shared.ramp.idea in told[0].body
    assert "They sing, too." in told[0].body
    assert f"/pdsa/{shared.pk}/#comments" in told[0].body


def test_a_removed_center_cannot_be_chosen_by_hand(client, cast, shared, inside):
    cast.sign_in(client, "faculty")
    for pk in (cast.team.pk, 10**15, "x"):
        page = client.post(cast.url(f"pdsa/{shared.pk}/ask-a-center/"), {"team": pk})
        assert "team" in page.context["peer_form"].errors
    with inside():
        assert not PeerInvitation.objects.exists()
        assert not CycleComment.objects.exists()
