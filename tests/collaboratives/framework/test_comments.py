"""What members say of the framework, who reads it, and what comes of it."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from bsc.audit.models import Entry
from collaboratives.framework.models import Aim, FrameworkComment, SecondaryDriver
from collaboratives.framework.queries import open_comments
from metrics.enums import MetricStage
from tests.cast import cast_gets
from tests.factories.framework import (
    AimFactory,
    ChangeIdeaFactory,
    DraftReaderFactory,
    FrameworkCommentFactory,
    SecondaryDriverFactory,
)
from tests.factories.metrics import MetricFactory

pytestmark = pytest.mark.django_db
READERS = {"others": 200, "observer": 403}


@pytest.fixture
def driver(cast):
    made = SecondaryDriverFactory(
        collaborative=cast.collaborative,
        key="directions",
        number="1.4",
        action="Provide directions",
    )
    AimFactory(framework=made.primary.framework, key="calm", text="Calmer rooms")
    return made


@pytest.fixture
def framework(driver):
    return driver.primary.framework


@pytest.fixture
def remark(cast, framework):
    """Two open ones, one of a teacher and one of an expert, and one that was answered."""
    reader = DraftReaderFactory(
        collaborative=cast.collaborative, name="Ada Reyes", known_for="directs a center"
    )

    def say(text, **fields):
        return FrameworkCommentFactory(framework=framework, text=text, **fields)

    return {
        "teacher": say("Too many words", by=cast.member, part="secondary", part_key="directions"),
        "expert": say("Whose rooms?", by=None, reader=reader, part="aim", part_key="calm"),
        "answered": say(
            "And the parents?", by=None, reader=reader, resolution="They are in 3.1 now.",
            resolved_at=timezone.now(), resolved_by=cast.implementation,
        ),
    }  # fmt: skip


def fresh(row):
    with scopes_disabled():
        return FrameworkComment.objects.get(pk=row.pk)


def page_of(client, cast, who, path="comments/"):
    return cast.sign_in(client, who).get(cast.url(f"framework/{path}")).content.decode()


def trail(cast):
    with scope(collaborative=cast.collaborative, organization=cast.collaborative.organization):
        return list(Entry.objects.order_by("pk").values_list("action", "summary"))


def shown(page):
    words = ("Too many words", "Whose rooms?", "And the parents?")
    return [text for text in words if text in page]


@pytest.mark.parametrize(("who", "status"), cast_gets(**READERS))
@pytest.mark.parametrize(
    "path",
    ("comments/", "comments/print/", "comments/on/mission/", "comments/on/secondary/directions/"),
)
def test_who_opens_the_comments(client, cast, driver, path, who, status):
    assert cast.get(client, who, f"framework/{path}") == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(others=404, member=200, implementation=200, faculty=200),
)
def test_who_opens_a_teacher_s_open_comment(client, cast, remark, who, status):
    assert cast.get(client, who, f"framework/comments/{remark['teacher'].pk}/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200, observer=404))
def test_who_opens_an_answered_comment(client, cast, remark, who, status):
    assert cast.get(client, who, f"framework/comments/{remark['answered'].pk}/") == status


@pytest.mark.parametrize(
    ("who", "status"), cast_gets(others=404, member=403, faculty=403, implementation=302)
)
@pytest.mark.parametrize("deed", ("", "reopen/"))
def test_who_says_what_came_of_it(client, cast, remark, deed, who, status):
    path = f"framework/comments/{remark['teacher'].pk}/{deed}"
    assert cast.post(client, who, path, {"answer": "Shorter now."}) == status


@pytest.mark.parametrize(
    ("who", "status"), cast_gets(others=404, member=200, faculty=403, implementation=403)
)
def test_who_changes_a_comment(client, cast, remark, who, status):
    path = f"framework/comments/{remark['teacher'].pk}/change/"
    assert cast.get(client, who, path) == status


@pytest.mark.parametrize(
    ("who", "seen"),
    (
        ("implementation", ["Too many words", "Whose rooms?", "And the parents?"]),
        ("faculty", ["Too many words", "Whose rooms?", "And the parents?"]),
        ("member", ["Too many words", "And the parents?"]),
        ("teammate", ["And the parents?"]),
        ("family", ["And the parents?"]),
    ),
)
@pytest.mark.parametrize("path", ("comments/", "comments/print/"))
def test_who_reads_which_comments(client, cast, remark, who, seen, path):
    assert shown(page_of(client, cast, who, path)) == seen


def test_who_comes_from_outside_is_named_to_staff_only(client, cast, remark):
    for who in ("member", "family"):
        for path in ("comments/", "comments/print/", "comments/on/mission/"):
            page = page_of(client, cast, who, path)
            assert "An expert from outside" in page
            assert "Ada Reyes" not in page
            assert "directs a center" not in page
    assert "Ada Reyes" in page_of(client, cast, "faculty")


def test_a_member_is_named(client, cast, remark):
    assert cast.member.user.name in page_of(client, cast, "implementation")


def test_an_answer_without_words_is_not_passed_on(client, cast, framework):
    FrameworkCommentFactory(
        framework=framework, by=cast.leader, text="Hm", resolved_at=timezone.now()
    )
    assert ">Hm<" not in page_of(client, cast, "member")
    assert ">Hm<" in page_of(client, cast, "leader")


@pytest.mark.parametrize(
    ("kind", "key", "title"),
    (
        ("whole", "", "The framework as a whole"),
        ("need", "", "Why it is needed"),
        ("aim", "calm", "Calmer rooms"),
        ("secondary", "directions", "1.4 Provide directions"),
        ("idea", "{idea}", "Sing the steps"),
        ("metric", "talks", "Talks"),
    ),
)
def test_saying_something_of_a_part(client, cast, driver, kind, key, title):
    idea = ChangeIdeaFactory(secondary=driver, text="Sing the steps")
    MetricFactory(collaborative=cast.collaborative, key="talks", plain_name="Talks")
    key = key.format(idea=idea.pk)
    path = cast.url(f"framework/comments/on/{kind}/{key + '/' if key else ''}")
    page = cast.sign_in(client, "member").get(path).content.decode()
    assert title in page
    answer = client.post(path, {"text": "I like it", "token": uuid.uuid4()}, follow=True)
    assert "I like it" in answer.content.decode()
    with scopes_disabled():
        made = FrameworkComment.objects.get()
    assert (made.part, made.part_key, made.by_id) == (kind, key, cast.member.pk)
    assert trail(cast)[-1][0] == "framework.commented"


def test_a_comment_sent_twice_is_one(client, cast, driver):
    path, token = cast.url("framework/comments/on/mission/"), uuid.uuid4()
    cast.sign_in(client, "family")
    for _twice in range(2):
        client.post(path, {"text": "Good", "token": token})
    with scopes_disabled():
        assert FrameworkComment.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "said"), ((" ", "Write a few words first."), ("x" * 4001, "4000"))
)
def test_bad_input_is_said_beside_the_field_and_kept(client, cast, driver, text, said):
    cast.sign_in(client, "member")
    answer = client.post(
        cast.url("framework/comments/on/mission/"), {"text": text, "token": uuid.uuid4()}
    )
    assert said in answer.content.decode()
    assert text.strip() in answer.content.decode()


@pytest.mark.parametrize(
    "path", ("aim/other/", "color/", "mission/x/", "idea/99999/", "secondary/")
)
def test_a_part_that_is_not_there_is_not_found(client, cast, driver, path):
    assert cast.get(client, "member", f"framework/comments/on/{path}") == 404


def test_a_measure_in_the_making_is_for_those_who_shape_it(client, cast, driver):
    MetricFactory(collaborative=cast.collaborative, key="hugs", stage=MetricStage.DRAFT)
    assert cast.get(client, "member", "framework/comments/on/metric/hugs/") == 404
    assert cast.get(client, "faculty", "framework/comments/on/metric/hugs/") == 200


def test_before_there_is_a_framework_there_is_nothing_to_comment_on(client, cast):
    assert cast.get(client, "member", "framework/comments/on/mission/") == 404
    assert "No comments yet" in page_of(client, cast, "member")


def test_resolving_is_told_and_audited(client, cast, remark):
    row = remark["teacher"]
    cast.sign_in(client, "implementation")
    answer = client.post(
        cast.url(f"framework/comments/{row.pk}/"),
        {"answer": " Shorter now. ", "back": "state=open&evil=%0a"},
    )
    assert answer.url.startswith(cast.url("framework/comments/?state=open"))
    assert answer.url.endswith(f"#comment-{row.pk}")
    row = fresh(row)
    assert (row.resolution, row.resolved_by_id) == ("Shorter now.", cast.implementation.pk)
    assert trail(cast)[-1] == (
        "framework.comment_resolved", "secondary directions: Shorter now.",
    )  # fmt: skip
    page = page_of(client, cast, "member", "comments/on/secondary/directions/")
    assert "Shorter now." in page


def test_resolving_without_a_sentence_is_refused_and_a_long_one_is_kept(client, cast, remark):
    path = cast.url(f"framework/comments/{remark['teacher'].pk}/")
    cast.sign_in(client, "implementation")
    assert "Say in a few words what came of it." in client.post(path, {}).content.decode()
    long = "y" * 301
    page = client.post(path, {"answer": long}).content.decode()
    assert long in page
    assert "300" in page
    assert fresh(remark["teacher"]).resolved_at is None


def test_who_is_second_reads_what_the_first_one_said_and_loses_nothing(client, cast, remark):
    row = remark["answered"]
    cast.sign_in(client, "implementation")
    answer = client.post(cast.url(f"framework/comments/{row.pk}/"), {"answer": "My own sentence"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"{cast.implementation.user.name} resolved it meanwhile" in page
    assert "They are in 3.1 now." in page
    assert "My own sentence</textarea>" in page
    assert fresh(row).resolution == "They are in 3.1 now."


def test_a_double_click_resolves_once(client, cast, remark):
    cast.sign_in(client, "implementation")
    path = cast.url(f"framework/comments/{remark['teacher'].pk}/")
    for _twice in range(2):
        assert client.post(path, {"answer": "Shorter now."}).status_code == 302
    assert [action for action, _ in trail(cast)].count("framework.comment_resolved") == 1


def test_opening_again_undoes_it_and_keeps_the_sentence(client, cast, remark):
    row = remark["answered"]
    cast.sign_in(client, "implementation")
    for _twice in range(2):
        client.post(cast.url(f"framework/comments/{row.pk}/reopen/"))
    assert fresh(row).resolved_at is None
    page = client.get(cast.url(f"framework/comments/{row.pk}/")).content.decode()
    assert "They are in 3.1 now.</textarea>" in page
    assert "And the parents?" not in page_of(client, cast, "member")
    assert [action for action, _ in trail(cast)].count("framework.comment_reopened") == 1


def test_one_s_own_comment_is_changed_and_taken_back(client, cast, remark):
    row = remark["teacher"]
    cast.sign_in(client, "member")
    path = cast.url(f"framework/comments/{row.pk}/")
    client.post(f"{path}change/", {"text": "Too many long words"})
    assert fresh(row).text == "Too many long words"
    assert trail(cast)[-1] == (
        "framework.comment_changed",
        "secondary directions: Too many words → Too many long words",
    )
    assert "deleted for good" in client.get(f"{path}change/").content.decode()
    for _twice in range(2):
        assert client.post(f"{path}take-back/").status_code == 302
    with scopes_disabled():
        assert not FrameworkComment.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("who", ("implementation", "teammate", "faculty"))
def test_nobody_takes_back_another_s_words(client, cast, remark, who):
    cast.post(client, who, f"framework/comments/{remark['teacher'].pk}/take-back/")
    assert fresh(remark["teacher"]).text == "Too many words"


@pytest.mark.parametrize("ending", ("answered", "old"))
def test_what_was_answered_or_is_old_stays_and_typed_words_too(client, cast, remark, ending):
    row = remark["teacher"]
    fields = (
        {"resolved_at": timezone.now(), "resolved_by": cast.implementation}
        if ending == "answered"
        else {"at": timezone.now() - timedelta(days=8)}
    )
    with scopes_disabled():
        FrameworkComment.objects.filter(pk=row.pk).update(**fields)
    cast.sign_in(client, "member")
    path = cast.url(f"framework/comments/{row.pk}/")
    page = client.post(f"{path}change/", {"text": "Other words"}).content.decode()
    assert "Too late" in page
    assert "Other words</textarea>" in page
    page = client.post(f"{path}take-back/", follow=True).content.decode()
    assert "It stays" in page
    assert fresh(row).text == "Too many words"


@pytest.mark.parametrize(
    ("query", "seen"),
    (
        ("state=open", ["Too many words", "Whose rooms?"]),
        ("state=resolved", ["And the parents?"]),
        ("part=aim-calm", ["Whose rooms?"]),
        ("who=m{member}", ["Too many words"]),
        ("who=m{member}&state=resolved", []),
        ("part=nonsense", []),
        ("state=nonsense", []),
    ),
)
@pytest.mark.parametrize("path", ("comments/", "comments/print/"))
def test_finding_comments(client, cast, remark, query, seen, path):
    query = query.format(member=cast.member.pk)
    page = page_of(client, cast, "implementation", f"{path}?{query}")
    assert shown(page) == seen
    assert ("Nothing found" in page) == (not seen)


def test_comments_stand_in_the_order_of_the_framework(client, cast, remark):
    page = page_of(client, cast, "implementation")
    places = [page.index(text) for text in ("And the parents?", "Whose rooms?", "Too many words")]
    assert places == sorted(places)


def test_a_part_that_left_the_framework_keeps_its_comments(client, cast, remark):
    with scopes_disabled():
        SecondaryDriver.objects.update(retired_on="2026-05-01")
        Aim.objects.all().delete()
    page = page_of(client, cast, "implementation")
    assert "1.4 Provide directions</span>" in page
    assert "(no longer in use)" in page
    assert shown(page) == ["Too many words", "Whose rooms?", "And the parents?"]


def test_a_second_page(client, cast, framework):
    for _ in range(26):
        FrameworkCommentFactory(framework=framework, by=cast.member)
    page = cast.sign_in(client, "implementation").get(cast.url("framework/comments/?page=2"))
    assert len(page.context["page"]) == 1
    assert len(client.get(cast.url("framework/comments/print/")).context["groups"][0][1]) == 26


@pytest.mark.parametrize("rows", (1, 3))
@pytest.mark.parametrize(("path", "queries"), (("comments/", 14), ("comments/on/mission/", 14)))
def test_queries_do_not_grow(
    client, cast, driver, framework, rows, path, queries, django_assert_num_queries
):
    for _ in range(rows):
        MetricFactory(collaborative=cast.collaborative)
        ChangeIdeaFactory(secondary=driver)
        FrameworkCommentFactory(
            framework=framework, by=None,
            reader=DraftReaderFactory(collaborative=cast.collaborative),
            resolved_at=timezone.now(), resolved_by=cast.implementation, resolution="Yes",
        )  # fmt: skip
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(queries):
        client.get(cast.url(f"framework/{path}"))


def test_those_that_wait_are_counted_for_this_week(cast, remark):
    with scope(collaborative=cast.collaborative, organization=cast.collaborative.organization):
        assert {row.text for row in open_comments()} == {"Too many words", "Whose rooms?"}
