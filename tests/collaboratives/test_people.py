"""The people page, one person's page, and what may be changed there."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from time_machine import travel

from bsc.accounts import cards, second_factor
from bsc.audit.models import Entry
from collaboratives.enums import Role
from collaboratives.models import Invitation, Membership, MembershipRole
from collaboratives.services import add_role, end_role
from tests.accounts.test_me import a_photo
from tests.cast import cast_gets
from tests.factories import (
    CollaborativeFactory,
    CoreTeamFactory,
    MembershipFactory,
    MembershipRoleFactory,
    UserFactory,
)
from tests.factories.accounts import mails_to
from tests.factories.invitations import InvitationFactory

pytestmark = pytest.mark.django_db


def within(cast):
    return scope(collaborative=cast.collaborative, organization=cast.collaborative.organization)


def held(member):
    with scopes_disabled():
        today = timezone.localdate()
        rows = MembershipRole.objects.filter(membership=member)
        return {row.role for row in rows if row.is_held_on(today)}


def row_of(member):
    with scopes_disabled():
        return MembershipRole.objects.select_related(
            "membership__user", "team", "collaborative"
        ).get(membership=member)


def new_person(cast, role, team=None, **user):
    member = MembershipFactory(collaborative=cast.collaborative, user=UserFactory(**user))
    MembershipRoleFactory(membership=member, role=role, team=team)
    return member


# --- the list -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200))
@pytest.mark.parametrize("path", ("people/", "people/?q=Person", "people/?role=teacher"))
def test_who_sees_the_list(client, cast, who, status, path):
    assert cast.get(client, who, path) == status


def test_an_observer_sees_counts_and_no_name(client, cast):
    cast.sign_in(client, "observer")
    text = client.get(cast.url("people/?q=Person")).content.decode()
    for person in (cast.member, cast.family, cast.implementation):
        assert person.user.name + "<" not in text
    with scopes_disabled():
        assert client.get(cast.url("people/")).context["counts"] == [
            ("Implementation team", 1),
            ("Faculty coach", 1),
            ("Observer", 1),
            ("Team leader", 1),
            ("Teacher", 3),
            ("Family member", 1),
        ]


def test_the_list_shows_no_contact_details(client, cast):
    for who in ("member", "leader", "implementation"):
        cast.sign_in(client, who)
        for path in ("people/", "people/?role=family", f"team/{cast.team.pk}/"):
            text = client.get(cast.url(path)).content.decode()
            assert cast.family.user.email not in text


def test_search_by_name_and_role(client, cast):
    new_person(cast, Role.TEACHER, cast.team, name="Zoë Ahmadi")
    new_person(cast, Role.FAMILY, cast.team, name="Amir Ahmadi")
    cast.sign_in(client, "member")
    names = {face.name for face in client.get(cast.url("people/?q=ahmadi")).context["faces"]}
    assert names == {"Zoë Ahmadi", "Amir Ahmadi"}
    page = client.get(cast.url("people/?q=ahmadi&role=family"))
    assert [face.name for face in page.context["faces"]] == ["Amir Ahmadi"]
    assert "Nobody found" in client.get(cast.url("people/?q=nobody")).content.decode()


def test_who_left_and_strangers_are_not_in_the_list(client, cast):
    cast.sign_in(client, "implementation")
    found = client.get(cast.url("people/?role=teacher")).context["faces"]
    assert {face.name for face in found} == {
        cast.member.user.name,
        cast.teammate.user.name,
        cast.other_center.user.name,
    }


@pytest.mark.parametrize("how_many", (1, 3))
def test_teams_and_people_take_a_constant_number_of_queries(
    client, cast, how_many, django_assert_num_queries
):
    CoreTeamFactory.create_batch(how_many, collaborative=cast.collaborative)
    for _ in range(how_many):
        new_person(cast, Role.FACULTY)
        new_person(cast, Role.STAFF, cast.team)
    cast.sign_in(client, "member")
    with django_assert_num_queries(9):
        client.get(cast.url("people/"))
    with django_assert_num_queries(8):
        client.get(cast.url("people/?role=staff"))


def test_there_is_a_second_page_of_people(client, cast):
    for _ in range(26):
        new_person(cast, Role.STAFF, cast.team)
    cast.sign_in(client, "member")
    assert len(client.get(cast.url("people/?role=staff&page=2")).context["faces"]) == 1


# --- one person -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "status"), cast_gets(observer=404, others=200))
def test_who_sees_a_person(client, cast, who, status):
    assert cast.get(client, who, f"people/{cast.member.pk}/") == status


@pytest.mark.parametrize("who", ("someone_who_left", "stranger"))
def test_who_is_not_here_has_no_page(client, cast, who):
    assert cast.get(client, "implementation", f"people/{getattr(cast, who).pk}/") == 404


@pytest.mark.parametrize(
    ("who", "shown"),
    (
        ("family", True),
        ("leader", True),
        ("implementation", True),
        ("member", False),
        ("faculty", False),
        ("other_center", False),
    ),
)
def test_a_familys_contact_details_on_its_page(client, cast, who, shown):
    cast.sign_in(client, who)
    text = client.get(cast.url(f"people/{cast.family.pk}/")).content.decode()
    assert (cast.family.user.email in text) is shown


def test_a_photo_is_served_to_members_only(client, cast):
    cast.sign_in(client, "member").post("/me/photo/", {"photo": a_photo()})
    path = f"people/{cast.member.pk}/photo/"
    gets = {who: cast.get(client, who, path) for who, _status in cast_gets(others=200)}
    assert gets == dict(cast_gets(observer=404, others=200))
    assert cast.get(client, "member", f"people/{cast.family.pk}/photo/") == 404


def test_a_yes_to_photos_is_said_by_oneself_and_taken_back(client, cast):
    path = f"people/{cast.family.pk}/photo-choice/"
    assert cast.post(client, "leader", path, {"welcome": "yes"}) == 403
    assert cast.post(client, "family", path, {"welcome": "yes"}) == 302
    with within(cast):
        assert Membership.objects.get(pk=cast.family.pk).photo_consent_at is not None
    cast.post(client, "family", path, {"welcome": "no"})
    with within(cast):
        assert Membership.objects.get(pk=cast.family.pk).photo_consent_at is None


# --- roles --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"), cast_gets(leader=200, implementation=200, observer=404, others=403)
)
def test_who_sees_the_form_for_one_more_role(client, cast, who, status):
    assert cast.get(client, who, f"people/{cast.member.pk}/role/") == status


@pytest.mark.parametrize(
    ("who", "status"), cast_gets(leader=302, implementation=302, observer=404, others=403)
)
def test_who_ends_a_teachers_role(client, cast, who, status):
    path = f"people/roles/{row_of(cast.member).pk}/end/"
    assert cast.get(client, who, path) in (200, status)
    assert cast.post(client, who, path) == status
    ended = who in ("leader", "implementation")
    assert held(cast.member) == (set() if ended else {"teacher"})


def test_nobody_raises_their_own_role(client, cast):
    for who in ("member", "leader", "family", "faculty"):
        member = getattr(cast, who)
        before = held(member)
        given = {"role": "implementation", "team": ""}
        assert cast.post(client, who, f"people/{member.pk}/role/", given) in (200, 403)
        assert held(member) == before


def test_a_leader_adds_a_role_in_their_own_team(client, cast):
    given = {"role": "family", "team": str(cast.team.pk)}
    assert cast.post(client, "leader", f"people/{cast.member.pk}/role/", given) == 302
    assert held(cast.member) == {"teacher", "family"}
    elsewhere = {"role": "family", "team": str(cast.other_team.pk)}
    assert cast.post(client, "leader", f"people/{cast.teammate.pk}/role/", elsewhere) == 200
    assert held(cast.teammate) == {"teacher"}


def test_a_leader_draws_nobody_of_another_team_into_the_own(client, cast):
    parent = new_person(cast, Role.FAMILY, cast.other_team, name="Rosa", email=None)
    given = {"role": "family", "team": str(cast.team.pk)}
    for other in (parent, cast.other_center, cast.implementation):
        before = held(other)
        assert cast.get(client, "leader", f"people/{other.pk}/role/") == 403
        assert cast.post(client, "leader", f"people/{other.pk}/role/", given) == 403
        assert held(other) == before
        page = client.get(cast.url(f"people/{other.pk}/"))
        assert f"people/{other.pk}/role/" not in page.content.decode()
    assert cast.post(client, "leader", f"people/{parent.pk}/card/") == 403
    assert cards.live_card(parent.user) is None
    assert cast.post(client, "implementation", f"people/{parent.pk}/role/", given) == 302
    with within(cast):
        teams = MembershipRole.objects.filter(membership=parent).values_list("team", flat=True)
        assert set(teams) == {cast.team.pk, cast.other_team.pk}


def test_adding_a_role_twice_holds_it_once(cast):
    with within(cast):
        first, second = (
            add_role(membership=cast.member, role=Role.FAMILY, team=cast.team, by=cast.leader)
            for _ in range(2)
        )
        assert first == second


def test_who_holds_the_role_already_becomes_the_data_contact(cast):
    with within(cast):
        row = add_role(
            membership=cast.member,
            role=Role.TEACHER,
            team=cast.team,
            by=cast.leader,
            is_data_contact=True,
        )
        assert row.pk == row_of(cast.member).pk
        assert row_of(cast.member).is_data_contact


def test_a_role_that_opens_much_needs_an_address(cast):
    nameonly = new_person(cast, Role.FAMILY, cast.team, email=None)
    with within(cast), pytest.raises(ValidationError):
        add_role(membership=nameonly, role=Role.FACULTY, team=None, by=cast.implementation)


def test_after_the_last_role_the_door_is_closed(client, cast):
    cast.sign_in(client, "leader")
    client.post(cast.url(f"people/roles/{row_of(cast.member).pk}/end/"))
    assert cast.get(client, "member", "people/") == 404
    assert row_of(cast.member).ends_on == timezone.localdate() - timedelta(days=1)


def test_when_a_leader_removes_a_family_member_the_liaison_hears_of_it(cast):
    liaison = new_person(cast, Role.IMPLEMENTATION)
    with scopes_disabled():
        MembershipRole.objects.filter(membership=liaison).update(competencies=["family_engagement"])
    with within(cast):
        end_role(row=row_of(cast.family), by=cast.leader)
    [mail] = mails_to(liaison.user.email)
    assert mail.kind == "left_team"
    assert cast.family.user.name in mail.body_text
    assert mails_to(cast.implementation.user.email) == []


def test_without_a_liaison_the_whole_implementation_team_hears(cast):
    with within(cast):
        end_role(row=row_of(cast.member), by=cast.leader)
    assert len(mails_to(cast.implementation.user.email)) == 1


def test_the_implementation_team_writes_itself_no_mail(cast):
    with within(cast):
        end_role(row=row_of(cast.member), by=cast.implementation)
    assert mails_to(cast.implementation.user.email) == []


def test_the_last_member_of_the_implementation_team_stays(client, cast):
    cast.sign_in(client, "implementation")
    client.post(cast.url(f"people/roles/{row_of(cast.implementation).pk}/end/"))
    assert held(cast.implementation) == {"implementation"}
    new_person(cast, Role.IMPLEMENTATION)
    client.post(cast.url(f"people/roles/{row_of(cast.implementation).pk}/end/"))
    assert held(cast.implementation) == set()


def test_invitations_of_a_leader_who_leaves_are_cancelled(cast):
    theirs = InvitationFactory(invited_by=cast.leader, team=cast.team)
    others = InvitationFactory(invited_by=cast.implementation, team=cast.team)
    with within(cast):
        end_role(row=row_of(cast.leader), by=cast.implementation)
        assert Invitation.objects.get(pk=theirs.pk).state == Invitation.State.REVOKED
        assert Invitation.objects.get(pk=others.pk).state == Invitation.State.OPEN


def test_roles_are_audited(cast):
    with within(cast):
        add_role(membership=cast.member, role=Role.FAMILY, team=cast.team, by=cast.leader)
        end_role(row=row_of(cast.teammate), by=cast.leader)
        assert list(Entry.objects.order_by("pk").values_list("action", "by")) == [
            ("role.added", cast.leader.user.pk),
            ("role.ended", cast.leader.user.pk),
        ]


def test_a_role_of_another_collaborative_cannot_be_ended(client, cast):
    assert (
        cast.post(client, "implementation", f"people/roles/{row_of(cast.stranger).pk}/end/") == 404
    )
    assert held(cast.stranger) == {"implementation"}


# --- cards --------------------------------------------------------------------------------------------


@pytest.fixture
def nameonly(cast):
    return new_person(cast, Role.FAMILY, cast.team, name="Rosa", email=None)


@pytest.mark.parametrize(
    ("who", "status"), cast_gets(leader=200, implementation=200, observer=404, others=403)
)
def test_who_may_give_somebody_a_new_card(client, cast, nameonly, who, status):
    assert cast.get(client, who, f"people/{nameonly.pk}/card/") == status


def test_a_new_card_is_shown_to_who_made_it_and_stops_the_old_one(
    client, client_elsewhere, cast, nameonly
):
    old = cards.clear_code(cards.issue_card(user=nameonly.user, by=nameonly.user))
    path = cast.url(f"people/{nameonly.pk}/card/")
    cast.sign_in(client, "leader")
    assert "code" not in client.get(path).context
    client.post(path)
    code = client.get(path).context["code"]
    assert code != old
    assert cards.use_card(old) is None
    assert cards.use_card(code) == nameonly.user
    cast.sign_in(client_elsewhere, "implementation")
    assert "code" not in client_elsewhere.get(path).context
    with travel(timezone.now() + timedelta(minutes=16)):
        assert "code" not in client.get(path).context


def test_a_card_opens_no_more_than_its_maker_may_end(client, cast, nameonly):
    MembershipRoleFactory(membership=nameonly, role=Role.TEAM_LEADER, team=cast.other_team)
    path = f"people/{nameonly.pk}/card/"
    assert cast.post(client, "leader", path) == 403
    assert cards.live_card(nameonly.user) is None
    assert cast.post(client, "implementation", path) == 302
    assert cards.live_card(nameonly.user)


def test_a_card_opens_no_other_collaborative(client, cast, nameonly):
    elsewhere = CollaborativeFactory()
    theirs = MembershipFactory(collaborative=elsewhere, user=nameonly.user)
    MembershipRoleFactory(membership=theirs, role=Role.OBSERVER, team=None)
    path = f"people/{nameonly.pk}/card/"
    for who in ("leader", "implementation"):
        assert cast.post(client, who, path) == 403
    assert cards.live_card(nameonly.user) is None
    mine = MembershipFactory(collaborative=elsewhere, user=cast.leader.user)
    MembershipRoleFactory(membership=mine, role=Role.OBSERVER, team=None)
    assert cast.post(client, "leader", path) == 302
    assert cards.live_card(nameonly.user)


@pytest.mark.parametrize("method", ("get", "post"))
def test_nobody_makes_a_card_for_an_account_with_an_address(client, cast, method):
    cast.sign_in(client, "leader")
    answer = getattr(client, method)(cast.url(f"people/{cast.member.pk}/card/"))
    assert answer.status_code == 403
    assert cards.live_card(cast.member.user) is None


def test_services_refuse_what_rules_refuse(cast):
    with within(cast):
        with pytest.raises(PermissionDenied):
            end_role(row=row_of(cast.leader), by=cast.member)
        with pytest.raises(PermissionDenied):
            add_role(membership=cast.member, role=Role.FACULTY, team=None, by=cast.leader)


# --- a lost phone -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, observer=404, others=403))
def test_who_may_help_with_a_lost_phone(client, cast, who, status):
    assert cast.get(client, who, f"people/{cast.faculty.pk}/second-factor/") == status


def test_a_lost_second_factor_is_taken_off_and_the_person_told(client, cast):
    person = cast.faculty.user
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    path = f"people/{cast.faculty.pk}/second-factor/"
    assert cast.post(client, "leader", path) == 403
    assert second_factor.has(person)
    assert cast.post(client, "implementation", path) == 302
    assert not second_factor.has(person)
    assert [mail.kind for mail in mails_to(person.email)] == ["second_factor_reset"]


def test_nobody_takes_off_their_own_this_way(client, cast):
    person = cast.implementation.user
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    path = f"people/{cast.implementation.pk}/second-factor/"
    assert cast.post(client, "implementation", path) == 403
    assert second_factor.has(person)
