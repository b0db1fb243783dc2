import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope, scopes_disabled

from bsc.home.coach_sources import waiting_topics
from collaboratives.community.models import Post, Topic, TopicPhoto
from collaboratives.community.queries import topics_visible_to, unanswered_topics
from collaboratives.enums import Role
from tests.cast import cast_gets
from tests.factories import MembershipRoleFactory
from tests.factories.community import PostFactory, TopicFactory, TopicPhotoFactory
from tests.factories.framework import SecondaryDriverFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(cast):
    return TopicFactory(author=cast.member, title="A feelings corner", language="es")


@pytest.fixture
def team_topic(cast):
    return TopicFactory(author=cast.member, team=cast.team, title="Our Friday")


def html(client, cast, who, path):
    return cast.sign_in(client, who).get(cast.url(path)).content.decode()


def reply_form(**changes):
    return {"body": "We did it too.", "language": "en", "token": str(uuid.uuid4())} | changes


@pytest.mark.parametrize("path", ("board/", "board/new/"))
@pytest.mark.parametrize(("who", "status"), cast_gets(others=200, observer=403))
def test_everybody_on_the_board_but_observers(client, cast, topic, path, who, status):
    assert cast.get(client, who, path) == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200, observer=404))
def test_a_topic_for_everyone(client, cast, topic, who, status):
    assert cast.get(client, who, f"board/{topic.pk}/") == status
    assert cast.post(client, who, f"board/{topic.pk}/", reply_form()) == {200: 302}.get(
        status, status
    )


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200, observer=404, other_center=404))
def test_a_teams_topic_is_for_the_team_and_its_coaches(client, cast, team_topic, who, status):
    assert cast.get(client, who, f"board/{team_topic.pk}/") == status
    assert cast.post(client, who, f"board/{team_topic.pk}/", reply_form()) == {200: 302}.get(
        status, status
    )
    if status == 200:
        page = html(client, cast, who, f"board/{team_topic.pk}/")
        assert f"Only {cast.team.name} and those who coach it" in page


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(others=403, faculty=302, implementation=302, observer=404),
)
def test_who_pins(client, cast, topic, who, status):
    assert cast.post(client, who, f"board/{topic.pk}/pin/") == status
    with scopes_disabled():
        topic.refresh_from_db()
    assert topic.pinned is (status == 302 and who in ("faculty", "implementation"))


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, member=302, observer=404))
def test_a_topic_is_taken_back_by_its_writer_only(client, cast, topic, who, status):
    assert cast.post(client, who, f"board/{topic.pk}/remove/") == status
    gone = cast.get(client, "teammate", f"board/{topic.pk}/") == 404
    assert gone is (who == "member")


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, other_center=302, observer=404))
def test_a_reply_is_taken_back_by_its_writer_only(client, cast, topic, who, status):
    post = PostFactory(topic=topic, author=cast.other_center, body="Oops")
    assert cast.post(client, who, f"board/replies/{post.pk}/remove/") == status
    page = html(client, cast, "teammate", f"board/{topic.pk}/")
    assert ("This reply was taken back." in page) is (who == "other_center")
    assert ("Oops" in page) is (who != "other_center")


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200, observer=404, other_center=404))
def test_a_photo_is_seen_with_its_topic(client, cast, team_topic, who, status):
    photo = TopicPhotoFactory(topic=team_topic)
    answer = cast.sign_in(client, who).get(cast.url(f"board/photos/{photo.pk}/?size=small"))
    answer.close()
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        others=403, member=302, leader=302, implementation=302, observer=404, other_center=404
    ),
)
def test_who_takes_a_photo_away(client, cast, team_topic, who, status):
    photo = TopicPhotoFactory(topic=team_topic)
    assert cast.post(client, who, f"board/photos/{photo.pk}/remove/") == status
    with scopes_disabled():
        assert TopicPhoto.objects.filter(pk=photo.pk).exists() is (
            status != 302 or who == "anonymous"
        )


def test_the_language_of_each_persons_words_is_marked(client, cast, topic):
    PostFactory(topic=topic, author=cast.family, body="Sí", language="es")
    page = html(client, cast, "faculty", f"board/{topic.pk}/")
    assert '<span lang="es">A feelings corner</span>' in page
    assert '<div class="entry-body flow" lang="es"><p>Sí</p></div>' in page


def test_a_family_starts_a_topic_in_spanish_for_its_team(client, cast):
    cast.sign_in(client, "family")
    driver = SecondaryDriverFactory(collaborative=cast.collaborative)
    sent = {
        "audience": str(cast.team.pk),
        "title": "Gracias",
        "body": "Por la nota de ayer.",
        "language": "es",
        "driver": str(driver.pk),
        "token": str(uuid.uuid4()),
    }
    first = client.post(cast.url("board/new/"), sent)
    again = client.post(cast.url("board/new/"), sent)
    with scopes_disabled():
        made = Topic.objects.select_related("hat").get()
    assert first.url == again.url == cast.url(f"board/{made.pk}/")
    assert (made.team_id, made.language, made.driver_id) == (cast.team.pk, "es", driver.pk)
    assert made.hat.role == Role.FAMILY


def test_nobody_writes_into_another_teams_part(client, cast):
    cast.sign_in(client, "member")
    sent = {"audience": str(cast.other_team.pk), "title": "Hi", "body": "Hi", "language": "en"}
    answer = client.post(cast.url("board/new/"), sent | {"token": str(uuid.uuid4())})
    assert list(answer.context["form"].errors) == ["audience"]


def test_in_a_teams_topic_one_wears_that_teams_hat(client, cast):
    with scopes_disabled():
        MembershipRoleFactory(membership=cast.member, role=Role.FAMILY, team=cast.other_team)
        hat = cast.member.hats[0]
    cast.sign_in(client, "member")
    sent = {
        "audience": str(cast.other_team.pk),
        "title": "Hi",
        "body": "Hi",
        "language": "en",
        "hat": str(hat.pk),
        "token": str(uuid.uuid4()),
    }
    client.post(cast.url("board/new/"), sent)
    with scopes_disabled():
        assert Topic.objects.get().hat.team_id == cast.other_team.pk


def test_an_empty_reply_is_told_beside_the_field_and_keeps_the_rest(client, cast, topic):
    cast.sign_in(client, "member")
    answer = client.post(cast.url(f"board/{topic.pk}/"), reply_form(body="  ", alt="A cat"))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["body"]
    assert 'value="A cat"' in answer.content.decode()
    with scopes_disabled():
        assert Post.objects.count() == 0


def test_a_reply_sent_twice_is_one(client, cast, topic):
    cast.sign_in(client, "family")
    sent = reply_form()
    for _ in range(2):
        client.post(cast.url(f"board/{topic.pk}/"), sent)
    with scopes_disabled():
        assert Post.objects.get().body == "We did it too."
        before = topic.active_at
        topic.refresh_from_db()
    assert topic.active_at > before


def test_a_reply_by_htmx_answers_with_the_conversation(client, cast, topic):
    cast.sign_in(client, "member")
    answer = client.post(
        cast.url(f"board/{topic.pk}/"), reply_form(), headers={"hx-request": "true"}
    )
    page = answer.content.decode()
    assert page.lstrip().startswith('<section class="section" id="conversation">')
    assert "<p>We did it too.</p>" in page


def picture():
    from io import BytesIO  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415

    made = BytesIO()
    Image.new("RGB", (30, 20), "teal").save(made, "JPEG")
    return SimpleUploadedFile("corner.jpg", made.getvalue(), "image/jpeg")


def test_a_reply_with_a_photo_asks_what_it_shows(client, cast, topic):
    cast.sign_in(client, "member")
    path = cast.url(f"board/{topic.pk}/")
    answer = client.post(path, reply_form(photo=picture()))
    assert list(answer.context["form"].errors) == ["alt"]
    client.post(path, reply_form(photo=picture(), alt="A round rug."))
    page = client.get(path).content.decode()
    assert 'alt="A round rug."' in page


def test_what_is_no_photo_is_refused_beside_the_field(client, cast, topic):
    cast.sign_in(client, "member")
    text = SimpleUploadedFile("notes.txt", b"not a picture", "text/plain")
    answer = client.post(cast.url(f"board/{topic.pk}/"), reply_form(photo=text, alt="A round rug."))
    assert list(answer.context["form"].errors) == ["photo"]
    with scopes_disabled():
        assert Post.objects.count() == 0


def titles(answer):
    return [topic.title for topic in answer.context["page"]]


def test_the_list_has_pinned_ones_first_and_can_be_narrowed(client, cast, topic, team_topic):
    pinned = TopicFactory(author=cast.implementation, title="Welcome", pinned=True)
    PostFactory(topic=topic, author=cast.other_center, body="Ours has a lamp")
    cast.sign_in(client, "member")
    path = cast.url("board/")
    assert titles(client.get(path)) == [pinned.title, team_topic.title, topic.title]
    assert titles(client.get(path + "?show=team")) == [team_topic.title]
    assert titles(client.get(path + "?words=LAMP")) == [topic.title]
    assert titles(client.get(path + "?words=lamp+Friday")) == []
    assert "Nothing found" in client.get(path + "?words=zebra").content.decode()
    cast.sign_in(client, "other_center")
    assert titles(client.get(path)) == [pinned.title, topic.title]


def test_a_long_list_has_pages(client, cast):
    with scopes_disabled():
        hat = cast.member.hats[0]
        Topic.objects.bulk_create(
            Topic(
                collaborative=cast.collaborative,
                author=cast.member,
                hat=hat,
                title=f"Topic {n}",
                body="Hello",
            )
            for n in range(26)
        )
    cast.sign_in(client, "member")
    assert len(titles(client.get(cast.url("board/?page=2")))) == 1


@pytest.mark.parametrize("rows", (1, 3))
def test_queries_of_the_list_do_not_grow(client, cast, rows, django_assert_num_queries):
    for _ in range(rows):
        made = TopicFactory(author=cast.member, team=cast.team)
        PostFactory(topic=made, author=cast.faculty)
        TopicPhotoFactory(topic=made)
    cast.sign_in(client, "teammate")
    with django_assert_num_queries(7):
        client.get(cast.url("board/"))


@pytest.mark.parametrize("rows", (1, 3))
def test_queries_of_a_topic_do_not_grow(client, cast, topic, rows, django_assert_num_queries):
    for _ in range(rows):
        post = PostFactory(topic=topic, author=cast.faculty)
        TopicPhotoFactory(topic=topic, post=post)
    cast.sign_in(client, "teammate")
    with django_assert_num_queries(14):
        client.get(cast.url(f"board/{topic.pk}/"))


def test_a_topic_waits_for_a_coach_or_another_center(cast, topic, team_topic):
    TopicFactory(author=cast.implementation)  # staff wait for nobody
    PostFactory(topic=topic, author=cast.teammate)  # the own team is no answer
    with scope(collaborative=cast.collaborative, organization=cast.collaborative.organization):
        assert list(unanswered_topics(cast.faculty)) == [topic, team_topic]
        assert list(unanswered_topics(cast.member)) == []
    answer = PostFactory(topic=topic, author=cast.other_center)
    with scope(collaborative=cast.collaborative, organization=cast.collaborative.organization):
        assert list(unanswered_topics(cast.faculty)) == [team_topic]
        Post.objects.filter(pk=answer.pk).update(removed_at=topic.created_at)
        assert list(unanswered_topics(cast.faculty)) == [topic, team_topic]
    PostFactory(topic=team_topic, author=cast.faculty)
    with scope(collaborative=cast.collaborative, organization=cast.collaborative.organization):
        assert list(unanswered_topics(cast.implementation)) == [topic]


def test_a_coach_finds_it_in_the_queue(cast, team_topic):
    with scope(collaborative=cast.collaborative, organization=cast.collaborative.organization):
        (waiting,) = waiting_topics(cast.faculty)
    assert (waiting.title, waiting.team) == ("Our Friday", cast.team.name)
    assert waiting.url == cast.url(f"board/{team_topic.pk}/#reply")


def test_an_observer_reads_nothing(cast, topic):
    with scope(collaborative=cast.collaborative, organization=cast.collaborative.organization):
        assert list(topics_visible_to(cast.observer)) == []
        assert list(topics_visible_to(cast.member)) == [topic]
