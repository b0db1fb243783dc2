"""Comments, replies, what teammates saw, thanks."""

import uuid

import pytest

from bsc.audit.models import Entry
from collaboratives.enums import Role
from pdsa.models import CycleComment, CycleThanks
from tests.cast import cast_gets
from tests.factories import MembershipRoleFactory
from tests.factories.pdsa import CycleCommentFactory

READERS = cast_gets(observer=404, others=302)
TEAM_READERS = cast_gets(observer=404, other_center=404, others=302)


def say(client, cast, cycle, text="I noticed the song.", *, to="comments", **data):
    given = {"text": text, "token": uuid.uuid4()} | data
    return client.post(cast.url(f"pdsa/{cycle.pk}/{to}/"), given)


@pytest.mark.parametrize(("who", "status"), READERS)
def test_who_comments_on_a_shared_test(client, cast, shared, inside, who, status):
    data = {"text": "Hello", "token": uuid.uuid4()}
    assert cast.post(client, who, f"pdsa/{shared.pk}/comments/", data) == status
    with inside():
        assert CycleComment.objects.count() == (status == 302 and who != "anonymous")


@pytest.mark.parametrize(("who", "status"), TEAM_READERS)
def test_comments_are_seen_and_written_where_the_test_is(
    client, cast, team_only, inside, who, status
):
    data = {"text": "Hello", "token": uuid.uuid4()}
    assert cast.post(client, who, f"pdsa/{team_only.pk}/comments/", data) == status
    with inside():
        assert CycleComment.objects.count() == (status == 302 and who != "anonymous")


def test_nobody_comments_on_a_draft(client, cast, draft):
    assert say(cast.sign_in(client, "faculty"), cast, draft).status_code == 404
    assert say(cast.sign_in(client, "member"), cast, draft).status_code == 403


def test_a_comment_is_signed_with_name_and_role(client, cast, shared):
    cast.sign_in(client, "other_center")
    page = client.get(say(client, cast, shared).url).content.decode()
    assert "I noticed the song." in page
    assert f"Teacher, {cast.other_team.name}" in page


def test_an_empty_comment_gets_a_message_beside_the_field(client, cast, shared, inside):
    cast.sign_in(client, "faculty")
    page = say(client, cast, shared, "  ")
    assert page.context["comment_form"].errors["text"] == ["Write a few words first."]
    assert shared.what in page.content.decode()
    with inside():
        assert not CycleComment.objects.exists()


def test_a_comment_sent_twice_is_said_once(client, cast, shared, inside):
    cast.sign_in(client, "faculty")
    token = uuid.uuid4()
    for _ in range(2):
        assert say(client, cast, shared, token=token).status_code == 302
    with inside():
        assert CycleComment.objects.count() == 1
        assert Entry.objects.filter(action="cycle.commented").count() == 1


def test_by_htmx_only_the_conversation_comes_back(client, cast, shared):
    cast.sign_in(client, "faculty")
    answer = client.post(
        cast.url(f"pdsa/{shared.pk}/comments/"),
        {"text": "I noticed the song.", "token": uuid.uuid4()},
        headers={"HX-Request": "true"},
    )
    html = answer.content.decode()
    assert html.lstrip().startswith('<section class="section" id="comments"')
    assert "I noticed the song." in html
    assert "Your comment is posted." in answer.headers["HX-Trigger"]


def test_a_reply_hangs_on_its_comment_and_a_reply_to_it_too(client, cast, shared, hat, inside):
    comment = CycleCommentFactory(cycle=shared, hat=hat("faculty"))
    cast.sign_in(client, "member")
    say(client, cast, shared, "Thank you", reply_to=comment.pk)
    with inside():
        reply = CycleComment.objects.get(text="Thank you")
    say(client, cast, shared, "And more", reply_to=reply.pk)
    with inside():
        replies = CycleComment.objects.filter(reply_to=comment)
        assert [row.text for row in replies] == ["Thank you", "And more"]


def test_an_empty_reply_keeps_its_own_form_open(client, cast, shared, hat):
    comment = CycleCommentFactory(cycle=shared, hat=hat("faculty"))
    cast.sign_in(client, "member")
    page = say(client, cast, shared, "", reply_to=comment.pk)
    assert page.context["threads"][0].reply_form.errors
    assert not page.context["comment_form"].errors


@pytest.mark.parametrize("reply_to", ("999999", "abc"))
def test_a_reply_to_nothing_is_not_found(client, cast, shared, reply_to):
    cast.sign_in(client, "member")
    assert say(client, cast, shared, reply_to=reply_to).status_code == 404


def test_a_reply_does_not_join_another_tests_thread(client, cast, shared, team_only, hat):
    hidden = CycleCommentFactory(cycle=team_only, hat=hat("faculty"))
    cast.sign_in(client, "other_center")
    assert say(client, cast, shared, reply_to=hidden.pk).status_code == 404


def test_a_reply_to_a_removed_comment_is_kept_in_the_form(client, cast, shared, hat, inside):
    comment = CycleCommentFactory(cycle=shared, hat=hat("faculty"))
    cast.sign_in(client, "faculty").post(cast.url(f"pdsa/comments/{comment.pk}/remove/"))
    cast.sign_in(client, "member")
    page = say(client, cast, shared, "Wait", reply_to=comment.pk)
    assert page.status_code == 200
    assert "This comment is gone." in page.content.decode()
    with inside():
        assert CycleComment.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(other_center=302, observer=404, others=403),
)
def test_who_takes_a_comment_back(client, cast, shared, hat, inside, who, status):
    comment = CycleCommentFactory(cycle=shared, hat=hat("other_center"), text="Oh no")
    assert cast.post(client, who, f"pdsa/comments/{comment.pk}/remove/") == status
    with inside():
        comment.refresh_from_db()
        gone = comment.removed_at is not None
        assert gone == (who == "other_center")
        assert Entry.objects.filter(action="cycle.comment_removed").exists() == gone
        assert comment.text == ("" if gone else "Oh no")


def test_a_removed_comment_leaves_its_place(client, cast, shared, hat):
    comment = CycleCommentFactory(cycle=shared, hat=hat("faculty"), text="Oh no")
    CycleCommentFactory(cycle=shared, hat=hat("member"), text="Why?", reply_to=comment)
    cast.sign_in(client, "faculty").post(cast.url(f"pdsa/comments/{comment.pk}/remove/"))
    page = client.get(cast.url(f"pdsa/{shared.pk}/")).content.decode()
    assert "A comment was removed by its writer." in page
    assert "Why?" in page
    assert "Oh no" not in page


def test_a_comment_on_a_hidden_test_cannot_be_removed_by_guessing(client, cast, team_only, hat):
    comment = CycleCommentFactory(cycle=team_only, hat=hat("member"))
    assert cast.post(client, "other_center", f"pdsa/comments/{comment.pk}/remove/") == 404


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(teammate=302, leader=302, family=302, observer=404, others=403),
)
def test_teammates_add_what_they_saw(client, cast, shared, inside, who, status):
    data = {"text": "He waved at home too.", "token": uuid.uuid4()}
    assert cast.post(client, who, f"pdsa/{shared.pk}/notes/", data) == status
    with inside():
        notes = CycleComment.objects.filter(kind="observation")
        assert [note.author_id for note in notes] == (
            [getattr(cast, who).pk] if who in {"teammate", "leader", "family"} else []
        )


def test_a_family_is_asked_about_home(client, cast, shared):
    page = cast.sign_in(client, "family").get(cast.url(f"pdsa/{shared.pk}/")).content.decode()
    assert "Did you notice anything at home?" in page


def test_a_coach_finds_ways_to_begin(client, cast, shared):
    url = cast.url(f"pdsa/{shared.pk}/")
    assert "I noticed…" in cast.sign_in(client, "faculty").get(url).content.decode()
    assert "I noticed…" not in cast.sign_in(client, "teammate").get(url).content.decode()


def test_somebody_with_two_hats_chooses_one(client, cast, shared, hat, inside):
    MembershipRoleFactory(membership=cast.faculty, role=Role.FAMILY, team=cast.other_team)
    cast.sign_in(client, "faculty")
    page = client.get(cast.url(f"pdsa/{shared.pk}/"))
    offered = [key for key, _label in page.context["comment_form"].fields["hat"].choices]
    assert len(offered) == 2
    say(client, cast, shared, hat=offered[1])
    with inside():
        assert str(CycleComment.objects.get().hat_id) == offered[1]


def test_a_hat_of_another_person_is_refused(client, cast, shared, hat, inside):
    MembershipRoleFactory(membership=cast.faculty, role=Role.FAMILY, team=cast.other_team)
    cast.sign_in(client, "faculty")
    page = say(client, cast, shared, hat=hat("implementation").pk)
    assert page.context["comment_form"].errors["hat"]
    with inside():
        assert not CycleComment.objects.exists()


def test_on_the_own_teams_test_only_the_teams_hat_is_worn(client, cast, shared, inside):
    MembershipRoleFactory(membership=cast.teammate, role=Role.FACULTY)
    say(cast.sign_in(client, "teammate"), cast, shared)
    with inside():
        assert CycleComment.objects.select_related("hat").get().hat.team_id == cast.team.pk


@pytest.mark.parametrize(("who", "status"), cast_gets(member=403, observer=404, others=302))
def test_who_says_thank_you(client, cast, shared, inside, who, status):
    for _ in range(2):
        assert cast.post(client, who, f"pdsa/{shared.pk}/thanks/", {"given": "yes"}) == status
    with inside():
        assert CycleThanks.objects.count() == (status == 302 and who != "anonymous")
    cast.post(client, who, f"pdsa/{shared.pk}/thanks/", {"given": "no"})
    with inside():
        assert not CycleThanks.objects.exists()
