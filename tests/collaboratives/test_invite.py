"""Inviting: who may, what they get, and what is refused on the server."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django_scopes import scope, scopes_disabled

from collaboratives.enums import BOUND_ROLES, Role
from collaboratives.models import Invitation
from collaboratives.services import cancel_invitation, create_invitation, renew_invitation
from tests.cast import cast_gets
from tests.factories import MembershipFactory, MembershipRoleFactory
from tests.factories.accounts import mails_to
from tests.factories.invitations import InvitationFactory

pytestmark = pytest.mark.django_db


def within(cast):
    return scope(collaborative=cast.collaborative, organization=cast.collaborative.organization)


def invitations():
    with scopes_disabled():
        return list(Invitation.objects.order_by("pk"))


def form(cast, **given):
    return {
        "team": str(cast.team.pk),
        "role": "family",
        "language": "es",
        "max_uses": "1",
        "name_hint": "",
        "email": "",
    } | given


@pytest.fixture
def invitation(cast):
    return InvitationFactory(invited_by=cast.leader, team=cast.team, name_hint="The new mom")


@pytest.mark.parametrize(("who", "status"), cast_gets(leader=200, implementation=200, others=403))
@pytest.mark.parametrize("path", ("people/invite/", "people/invitations/"))
def test_who_sees_the_pages(client, cast, who, status, path):
    assert cast.get(client, who, path) == status


@pytest.mark.parametrize(("who", "status"), cast_gets(leader=200, implementation=200, others=404))
@pytest.mark.parametrize("path", ("", "print/"))
def test_who_sees_an_invitation_with_its_code(client, cast, invitation, who, status, path):
    assert cast.get(client, who, f"people/invitations/{invitation.pk}/{path}") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(leader=302, implementation=302, others=404))
@pytest.mark.parametrize("path", ("renew/", "cancel/"))
def test_who_changes_an_invitation(client, cast, invitation, who, status, path):
    assert cast.post(client, who, f"people/invitations/{invitation.pk}/{path}") == status


def test_the_leader_of_another_team_does_not_see_it(client, cast, invitation):
    other = MembershipFactory(collaborative=cast.collaborative)
    MembershipRoleFactory(membership=other, role=Role.TEAM_LEADER, team=cast.other_team)
    client.force_login(other.user)
    assert client.get(cast.url(f"people/invitations/{invitation.pk}/")).status_code == 404
    page = client.get(cast.url("people/invitations/"))
    assert page.status_code == 200
    assert "The new mom" not in page.content.decode()


def test_a_leader_invites_and_gets_link_message_picture_and_card(client, cast):
    cast.sign_in(client, "leader")
    answer = client.post(cast.url("people/invite/"), form(cast, max_uses="10"))
    [made] = invitations()
    assert answer.url == cast.url(f"people/invitations/{made.pk}/")
    assert (made.role, made.team_id, made.language, made.max_uses) == (
        "family",
        cast.team.pk,
        "es",
        10,
    )
    page = client.get(answer.url)
    assert page.context["message"].count(f"/j/{made.code}/") == 1
    text = page.content.decode()
    assert made.code in text
    assert "<svg" in text
    assert 'lang="es"' in text
    card = client.get(answer.url + "print/").content.decode()
    assert '<div lang="es">' in card
    assert '<div lang="en">' in card


@pytest.mark.parametrize(
    "asked",
    (
        {"role": "implementation", "team": "", "email": "x@example.org"},
        {"role": "faculty", "team": "", "email": "x@example.org"},
        {"role": "senior_leader", "email": "x@example.org"},
        {"role": "teacher", "team": "OTHER"},
        {"role": "implementation", "email": "x@example.org"},
        {"role": "administrator"},
    ),
)
def test_a_role_or_team_that_is_not_theirs_to_give_is_refused(client, cast, asked):
    asked = {key: str(cast.other_team.pk) if v == "OTHER" else v for key, v in asked.items()}
    cast.sign_in(client, "leader")
    answer = client.post(cast.url("people/invite/"), form(cast, **asked))
    assert answer.status_code in (200, 403)
    assert invitations() == []
    # The same form with what is theirs goes through.
    assert client.post(cast.url("people/invite/"), form(cast)).status_code == 302


@pytest.mark.parametrize("who", ("member", "teammate", "family", "faculty", "observer"))
def test_the_service_refuses_too(cast, who):
    member = getattr(cast, who)
    for role, team in ((Role.TEACHER, cast.team), (Role.OBSERVER, None)):
        with within(cast), pytest.raises(PermissionDenied):
            create_invitation(
                invited_by=member, role=role, team=team, language="en", email="x@example.org"
            )


@pytest.mark.parametrize("role", sorted(BOUND_ROLES))
def test_roles_that_open_much_are_for_one_person_at_one_address(cast, role):
    team = cast.team if role == Role.SENIOR_LEADER else None
    given = {"invited_by": cast.implementation, "role": role, "team": team, "language": "en"}
    with within(cast):
        with pytest.raises(ValidationError):
            create_invitation(**given)
        with pytest.raises(ValidationError):
            create_invitation(**given, email="x@example.org", max_uses=2)
        assert create_invitation(**given, email="X@example.org").email == "x@example.org"


def test_a_team_leaders_invitation_is_for_one(cast):
    given = {"invited_by": cast.leader, "role": Role.TEAM_LEADER, "team": cast.team}
    with within(cast), pytest.raises(ValidationError):
        create_invitation(**given, language="en", max_uses=3)


def test_a_missing_address_is_said_beside_the_field(client, cast):
    cast.sign_in(client, "implementation")
    page = client.post(
        cast.url("people/invite/"), form(cast, role="faculty", team="", name_hint="Tomás")
    )
    assert list(page.context["form"].errors) == ["email"]
    assert "Tomás" in page.content.decode()


def test_the_mail_is_in_the_language_of_the_invitation_and_names_a_person(cast):
    with within(cast):
        made = create_invitation(
            invited_by=cast.leader,
            role=Role.FAMILY,
            team=cast.team,
            language="es",
            email="rosa@example.org",
        )
    [mail] = mails_to("rosa@example.org")
    assert (mail.language, mail.from_name) == ("es", cast.leader.user.name)
    assert mail.reply_to == cast.leader.user.email
    assert f"/j/{made.code}/" in mail.body_text
    assert f"/j/{made.code}/" in mail.body_html


def test_sending_again_keeps_the_code_and_opens_it_for_longer(cast):
    with within(cast):
        made = create_invitation(
            invited_by=cast.leader,
            role=Role.FAMILY,
            team=cast.team,
            language="en",
            email="rosa@example.org",
        )
        Invitation.objects.filter(pk=made.pk).update(expires_at="2026-01-01T00:00:00Z")
        code = made.code
        again = renew_invitation(invitation=made, by=cast.leader.user)
        assert (again.code, again.state) == (code, Invitation.State.OPEN)
    assert len(mails_to("rosa@example.org")) == 2


def test_cancelling_is_final_and_may_be_pressed_twice(cast, invitation):
    with within(cast):
        cancelled = cancel_invitation(invitation=invitation, by=cast.leader.user)
        again = cancel_invitation(invitation=invitation, by=cast.leader.user)
        assert cancelled.revoked_at == again.revoked_at
        with pytest.raises(ValidationError):
            renew_invitation(invitation=invitation, by=cast.leader.user)


def test_the_list_shows_who_has_not_come_yet(client, cast):
    InvitationFactory(invited_by=cast.leader, team=cast.team, name_hint="Waiting")
    InvitationFactory(
        invited_by=cast.leader, team=cast.team, name_hint="Late", expires_at="2026-01-01T00:00:00Z"
    )
    InvitationFactory(invited_by=cast.leader, team=cast.team, name_hint="Came", used=1)
    InvitationFactory(
        invited_by=cast.leader,
        team=cast.team,
        name_hint="Cancelled",
        revoked_at="2026-01-01T00:00:00Z",
    )
    cast.sign_in(client, "leader")
    page = client.get(cast.url("people/invitations/"))
    assert {row.name_hint for row in page.context["page"]} == {"Waiting", "Late"}


@pytest.mark.parametrize("how_many", (1, 3))
def test_the_list_asks_as_often_for_one_as_for_three(
    client, cast, how_many, django_assert_num_queries
):
    InvitationFactory.create_batch(how_many, invited_by=cast.leader, team=cast.team)
    cast.sign_in(client, "leader")
    with django_assert_num_queries(7):
        client.get(cast.url("people/invitations/"))


def test_the_list_has_a_second_page(client, cast):
    InvitationFactory.create_batch(26, invited_by=cast.leader, team=cast.team)
    cast.sign_in(client, "leader")
    assert len(client.get(cast.url("people/invitations/?page=2")).context["page"]) == 1
