import pytest
from django_scopes import scopes_disabled

from bsc.tenancy.doors import inside
from collaboratives.framework import equity
from collaboratives.framework.models import ChangeFramework, FrameworkRelease, SecondaryDriver
from collaboratives.framework.services import (
    change_part,
    load_framework,
    read_data,
    release,
    retire,
)
from collaboratives.framework.shape import as_snapshot
from tests.cast import cast_gets
from tests.factories.framework import (
    ChangeFrameworkFactory,
    FrameworkReleaseFactory,
    SecondaryDriverFactory,
)
from tests.factories.metrics import MetricFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework(cast):
    made = load_framework(
        collaborative=cast.collaborative, data=read_data(), by=cast.implementation
    )
    with inside(cast.collaborative):
        row = SecondaryDriver.objects.get(key="clear-directions")
        change_part(
            row=row, given={"action": "Give directions"}, by=cast.implementation, revision=0
        )
        retire(row=SecondaryDriver.objects.get(key="responsive-classrooms"), by=cast.implementation)
    return made


@pytest.fixture
def second(framework, cast):
    with inside(cast.collaborative):
        return release(
            framework=framework, note="Clearer words", by=cast.implementation, equity="both"
        )


def sent(**data):
    return {"note": "Clearer words", "equity": "drivers", "equity_why": "", "version": "2", **data}


@pytest.mark.parametrize("path", ("releases/", "releases/1/", "releases/2/"))
@pytest.mark.parametrize(("who", "status"), cast_gets(others=200))
def test_every_member_reads_what_changed(client, cast, second, path, who, status):
    assert cast.get(client, who, f"framework/{path}") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, others=403))
def test_only_the_implementation_team_releases(client, cast, framework, who, status):
    assert cast.get(client, who, "framework/releases/new/") == status


def test_a_release_that_there_is_not(client, cast, framework):
    assert cast.get(client, "member", "framework/releases/7/") == 404


def test_a_release_says_in_words_what_changed_and_marks_the_words(client, cast, second):
    page = cast.sign_in(client, "member").get(cast.url("framework/releases/2/")).content.decode()
    assert "What changed since release 1" in page
    assert "<del>Provide</del>" in page
    assert "<ins>Give</ins>" in page
    assert "Taken out" in page
    assert "Design classrooms in responsive ways" in page
    assert cast.implementation.user.name in page
    assert "In both" in page


def test_an_observer_reads_no_names(client, cast, second):
    for path in ("releases/", "releases/2/"):
        page = cast.sign_in(client, "observer").get(cast.url(f"framework/{path}"))
        assert cast.implementation.user.name not in page.content.decode()


def test_a_family_reads_what_is_new_in_plain_words(client, cast, framework):
    with inside(cast.collaborative):
        row = SecondaryDriver.objects.get(key="clear-directions")
        given = {"plain": "We say it in few words.", "assessment_statement": "Said."}
        change_part(row=row, given=given, by=cast.implementation, revision=1)
        release(framework=framework, note="Shorter", by=cast.implementation)
    page = cast.sign_in(client, "family").get(cast.url("framework/releases/2/")).content.decode()
    assert "Version 2" in page
    assert "What is new" in page
    assert "<ins>say it</ins>" in page
    assert "What we do" in page
    assert "Said." not in page
    assert "Secondary driver" not in page


def test_before_the_first_release_the_list_says_so(client, cast):
    page = cast.sign_in(client, "member").get(cast.url("framework/releases/"))
    assert "No release yet" in page.content.decode()


@pytest.mark.parametrize("rows", (1, 3))
def test_queries_do_not_grow(client, cast, rows, django_assert_num_queries):
    framework = ChangeFrameworkFactory(collaborative=cast.collaborative)
    for version in range(1, rows + 1):
        FrameworkReleaseFactory(
            framework=framework, version=version, released_by=cast.implementation
        )
    cast.sign_in(client, "member")
    with django_assert_num_queries(7):
        assert client.get(cast.url("framework/releases/")).status_code == 200


def test_the_list_has_pages(client, cast):
    framework = ChangeFrameworkFactory(collaborative=cast.collaborative)
    for version in range(1, 28):
        FrameworkReleaseFactory(framework=framework, version=version)
    page = cast.sign_in(client, "member").get(cast.url("framework/releases/?page=2"))
    assert "Release 2<" in page.content.decode()
    assert "Release 27<" not in page.content.decode()


class TestReleasing:
    def post(self, client, cast, **data):
        cast.sign_in(client, "implementation")
        return client.post(cast.url("framework/releases/new/"), sent(**data))

    def test_it_shows_the_changes_and_what_the_system_sees(self, client, cast, framework):
        MetricFactory(collaborative=cast.collaborative, name="Families reached")
        cast.sign_in(client, "implementation")
        page = client.get(cast.url("framework/releases/new/")).content.decode()
        assert "Changes since release 1" in page
        assert "No measure is counted by group." in page
        assert "These drivers speak of equity, culture or inclusion:" in page

    def test_it_is_made_once_however_often_the_button_is_pressed(self, client, cast, framework):
        for _click in range(2):
            answer = self.post(client, cast)
            assert answer["Location"].endswith("/framework/releases/2/")
        with scopes_disabled():
            made = FrameworkRelease.objects.get(version=2)
        assert (made.note, made.equity, made.released_by_id) == (
            "Clearer words",
            "drivers",
            cast.implementation.pk,
        )
        with scopes_disabled():
            assert FrameworkRelease.objects.count() == 2

    def test_not_yet_asks_why_and_keeps_what_was_typed(self, client, cast, framework):
        page = self.post(client, cast, equity="not_yet", note="My note").content.decode()
        assert "Say why equity has no place in it yet." in page
        assert 'value="My note"' in page
        answer = self.post(client, cast, equity="not_yet", equity_why="Families are asked first.")
        assert answer.status_code == 302
        with scopes_disabled():
            made = FrameworkRelease.objects.get(version=2)
        assert made.equity_why == "Families are asked first."

    def test_without_an_answer_it_is_not_made(self, client, cast, framework):
        assert self.post(client, cast, equity="").status_code == 200
        assert self.post(client, cast, note="").status_code == 200
        with scopes_disabled():
            assert FrameworkRelease.objects.count() == 1

    def test_somebody_else_s_release_meanwhile_is_told(self, client, cast, second):
        answer = self.post(client, cast, note="Another note")
        page = answer.content.decode()
        assert "Somebody else made a release meanwhile" in page
        assert 'name="version" value="3"' in page
        assert 'value="Another note"' in page

    def test_nothing_new_makes_no_release(self, client, cast, second):
        page = cast.sign_in(client, "implementation").get(cast.url("framework/releases/new/"))
        assert "Nothing has changed since release 2" in page.content.decode()
        page = self.post(client, cast, version="3")
        assert "Nothing has changed since release 2." in page.content.decode()
        with scopes_disabled():
            assert FrameworkRelease.objects.count() == 2


def test_equity_is_seen_in_the_words_of_drivers():
    snapshot = as_snapshot(
        {
            "key": "k",
            "name": "n",
            "primary_drivers": [
                {
                    "key": "a",
                    "short_name": "Cultural humility",
                    "statement": "s",
                    "secondary_drivers": [
                        {"key": "b", "action": "Fight racism", "assessment_statement": "x"},
                        {"key": "c", "action": "Run a race track", "assessment_statement": "x"},
                        {"key": "d", "action": "Plan the day", "assessment_statement": "x"},
                    ],
                }
            ],
        }
    )
    assert equity.drivers_that_mention(snapshot)[:2] == ["1 Cultural humility", "1.1 Fight racism"]
    assert "1.3 Plan the day" not in equity.drivers_that_mention(snapshot)


def test_measures_counted_by_group_are_named(cast):
    MetricFactory(
        collaborative=cast.collaborative,
        name="Families reached",
        stage="in_use",
        definition__breakdown="language",
    )
    with inside(cast.collaborative):
        assert equity.measures_by_group() == ["Families reached"]


def test_a_driver_of_the_framework_alone_is_listed_as_it_was(client, cast):
    SecondaryDriverFactory(collaborative=cast.collaborative, action="Sing", plain="We sing.")
    with inside(cast.collaborative):
        framework = ChangeFramework.objects.get()
        release(framework=framework, note="First", by=cast.implementation)
    page = cast.sign_in(client, "family").get(cast.url("framework/releases/1/")).content.decode()
    assert "We sing." in page
    assert "What changed since" not in page
