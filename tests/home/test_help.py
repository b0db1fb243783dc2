"""Whom to ask, what for, and writing to them without anybody's address being shown."""

import uuid

import pytest
from django_scopes import scope, scopes_disabled

from bsc.audit.models import Entry
from bsc.home.people_to_ask import people_to_ask
from bsc.mail.models import Message
from collaboratives.enums import Role
from tests.cast import cast_gets
from tests.factories import MembershipFactory, MembershipRoleFactory

pytestmark = pytest.mark.django_db


def on_the_team(cast, name, **held):
    member = MembershipFactory(collaborative=cast.collaborative, user__name=name)
    return MembershipRoleFactory(membership=member, role=Role.IMPLEMENTATION, **held).membership


def asked(cast, who):
    with scope(collaborative=cast.collaborative, organization=cast.collaborative.organization):
        member = getattr(cast, who)
        return [(one.member.user.name, one.what_for) for one in people_to_ask(member)]


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200, implementation=404))
def test_who_may_write_to_the_implementation_team(client, cast, who, status):
    assert cast.get(client, who, f"help/{cast.implementation.pk}/write/") == status


def test_nobody_writes_to_somebody_else_this_way(client, cast):
    for other in (cast.leader, cast.faculty, cast.stranger):
        assert cast.get(client, "family", f"help/{other.pk}/write/") == 404


def test_a_parent_finds_the_leader_the_point_person_and_the_family_liaison(cast):
    point = on_the_team(cast, "Point")
    on_the_team(cast, "Families", competencies=["family_engagement"])
    on_the_team(cast, "Tech", duties=["technical_help"])
    with scopes_disabled():
        cast.team.point_person = point
        cast.team.save()
    names = [name for name, _what in asked(cast, "family")]
    assert names == [
        cast.leader.user.name, "Point", "Families", "Tech", cast.implementation.user.name,
    ]  # fmt: skip
    purposes = dict(asked(cast, "family"))
    assert purposes["Point"] == [f"{cast.team.name}: anything at all"]
    assert purposes["Families"] == ["Anything on a family’s mind"]
    assert purposes["Tech"] == ["A page, a link or a phone that does not work"]


def test_each_person_once_with_everything_they_are_for(cast):
    with scopes_disabled():
        row = cast.implementation.role_rows.get()
        row.competencies, row.duties = ["data_capacity"], ["technical_help", "faculty_liaison"]
        row.save()
    assert asked(cast, "faculty") == [
        (
            cast.implementation.user.name,
            [
                "Anything on a coach’s mind",
                "Counting and numbers",
                "A page, a link or a phone that does not work",
            ],
        )
    ]


def test_addresses_are_shown_to_those_only_who_may_see_them(client, cast):
    colleague = on_the_team(cast, "Colleague")
    shown = cast.sign_in(client, "implementation").get(cast.url("help/")).content.decode()
    assert colleague.user.email in shown
    for who in ("family", "member", "leader", "faculty", "observer"):
        text = cast.sign_in(client, who).get(cast.url("help/")).content.decode()
        assert cast.implementation.user.email not in text
        assert f"help/{cast.implementation.pk}/write/" in text


def mails():
    with scopes_disabled():
        return list(Message.objects.filter(kind="asked").order_by("pk"))


def test_a_question_reaches_the_person_once_and_the_answer_comes_back(client, cast):
    url = cast.url(f"help/{cast.implementation.pk}/write/")
    cast.sign_in(client, "family")
    sent = {"words": "May I bring <my> sister?", "reach": "", "token": str(uuid.uuid4())}
    client.post(url, sent)
    page = client.post(url, sent, follow=True)
    assert "is on its way" in page.content.decode()
    (mail,) = mails()
    assert mail.recipient == cast.implementation.user
    assert mail.reply_to == cast.family.user.email
    assert "May I bring <my> sister?" in mail.body_text
    assert "&lt;my&gt;" in mail.body_html
    assert cast.team.name in mail.body_text
    with scopes_disabled():
        (entry,) = Entry.objects.filter(action="help.asked")
    assert (entry.by, entry.summary) == (cast.family.user, "")


def test_without_an_address_one_says_how_to_be_reached(client, cast):
    with scopes_disabled():
        cast.family.user.email = None
        cast.family.user.save()
    url = cast.url(f"help/{cast.implementation.pk}/write/")
    cast.sign_in(client, "family")
    sent = {"words": "May I ask?", "token": str(uuid.uuid4())}
    refused = client.post(url, sent)
    assert "How can we reach you?" in str(refused.context["form"].errors["reach"])
    assert "May I ask?" in refused.content.decode()
    client.post(url, sent | {"reach": "Mondays at the center"})
    (mail,) = mails()
    assert "Mondays at the center" in mail.body_text
    assert "cannot be answered" in mail.body_text
    assert mail.reply_to == ""


def test_many_questions_in_an_hour_wait(client, cast):
    url = cast.url(f"help/{cast.implementation.pk}/write/")
    cast.sign_in(client, "family")
    for _ in range(10):
        client.post(url, {"words": "Again?", "token": str(uuid.uuid4())})
    page = client.post(url, {"words": "Once more?", "token": str(uuid.uuid4())})
    assert "wait an hour" in page.content.decode()
    assert "Once more?" in page.content.decode()
    assert len(mails()) == 10


@pytest.mark.parametrize("people", (1, 3))
def test_the_page_takes_the_same_queries_for_any_number(
    client, cast, people, django_assert_num_queries
):
    for number in range(people):
        on_the_team(cast, f"Helper {number}", competencies=["data_capacity"])
    cast.sign_in(client, "family")
    with django_assert_num_queries(7):
        client.get(cast.url("help/"))


def test_the_teams_page_names_the_point_person_while_they_are_on_the_team(client, cast):
    point = on_the_team(cast, "Point")
    with scopes_disabled():
        cast.team.point_person = point
        cast.team.save()
    cast.sign_in(client, "member")
    url = cast.url(f"team/{cast.team.pk}/")
    text = client.get(url).content.decode()
    assert "Point person for this center" in text
    assert f"help/{point.pk}/write/" in text
    with scopes_disabled():
        point.role_rows.update(ends_on="2026-01-06")
    assert "Point person for this center" not in client.get(url).content.decode()
