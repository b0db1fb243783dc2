"""Choosing the stories of a month: who may, what can be told, order, taking out, two at once."""

import pytest

from bsc.reports.models import ReportStory
from tests.cast import cast_gets
from tests.metrics.helpers import AUGUST, inside, page_of

pytestmark = pytest.mark.django_db

STAFF = cast_gets(implementation=200, others=403)


@pytest.fixture
def cycle(tried):
    return tried("A note at the door", status="done", what_we_learned="Seven wrote back.")


@pytest.fixture
def tell(client, cast):
    """Send the form of a story."""

    def do(cycle, words, revision=0):
        path = cast.url(f"reports/stories/2026-08/{cycle.pk}/")
        return cast.sign_in(client, "implementation").post(
            path, {"words": words, "revision": revision}
        )

    return do


def stories(cast):
    with inside(cast.team):
        standing = ReportStory.objects.filter(removed_at__isnull=True)
        return [story.words for story in standing.order_by("order")]


@pytest.mark.parametrize(("who", "status"), STAFF)
def test_who_chooses(client, cast, who, status):
    assert cast.get(client, who, "reports/stories/") == status


@pytest.mark.parametrize(("who", "status"), STAFF)
def test_who_writes(client, cast, cycle, who, status):
    assert cast.get(client, who, f"reports/stories/2026-08/{cycle.pk}/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=302, others=403))
def test_who_arranges(client, cast, cycle, tell, who, status):
    tell(cycle, "Seven families wrote back.")
    with inside(cast.team):
        story = ReportStory.objects.get()
    assert cast.post(client, who, f"reports/stories/{story.pk}/", {"action": "out"}) == status


def test_a_test_is_told_once_however_often_the_form_is_sent(client, cast, cycle, tell):
    page = page_of(client, cast, "implementation", "reports/stories/?month=2026-08")
    assert "Seven wrote back." in page
    for _click in range(2):
        assert tell(cycle, "Seven families wrote back.").status_code == 302
    assert stories(cast) == ["Seven families wrote back."]
    page = page_of(client, cast, "implementation", "reports/stories/?month=2026-08")
    assert "No shared tests in this month" in page


def test_only_shared_tests_of_the_month_can_be_told(client, cast, tried):
    quiet = tried("A quiet idea", visibility="team")
    draft = tried("A first idea", status="draft")
    tried("A later idea", starts_on="2026-09-03", ends_on=None)
    page = page_of(client, cast, "implementation", "reports/stories/?month=2026-08")
    assert "idea" not in page.split("Shared tests of August 2026")[1].split("</main>")[0]
    for hidden in (quiet, draft):
        path = f"reports/stories/2026-08/{hidden.pk}/"
        assert cast.get(client, "implementation", path) == 404


def test_empty_words_are_answered_beside_the_field(tell, cast, cycle):
    page = tell(cycle, " ").content.decode()
    assert "This field is required." in page
    assert stories(cast) == []
    page = tell(cycle, "x" * 601).content.decode()
    assert "x" * 601 in page


def test_two_people_see_each_others_words_and_lose_none(tell, cast, cycle):
    tell(cycle, "Hers.")
    page = tell(cycle, "His.", revision=0).content.decode()
    assert "Somebody else wrote it anew while you were typing" in page
    assert "Hers." in page
    assert "His.</textarea>" in page
    assert stories(cast) == ["Hers."]
    assert tell(cycle, "His.", revision=1).status_code == 302
    assert stories(cast) == ["His."]


def test_taken_out_put_back_and_moved_up(client, cast, cycle, tell, tried):
    tell(cycle, "First.")
    tell(tried("A bell"), "Second.")
    with inside(cast.team):
        first, second = ReportStory.objects.order_by("order")

    def arrange(story, action):
        client.post(cast.url(f"reports/stories/{story.pk}/"), {"action": action})

    arrange(second, "up")
    assert stories(cast) == ["Second.", "First."]
    arrange(second, "up")
    assert stories(cast) == ["Second.", "First."]
    arrange(second, "out")
    assert stories(cast) == ["First."]
    assert "Put back" in page_of(client, cast, "implementation", "reports/stories/?month=2026-08")
    arrange(second, "back")
    assert stories(cast) == ["Second.", "First."]
    arrange(first, "nonsense")
    assert stories(cast) == ["Second.", "First."]


def test_words_that_were_taken_out_are_there_when_the_test_is_told_again(client, cast, cycle, tell):
    tell(cycle, "Seven families wrote back.")
    with inside(cast.team):
        ReportStory.objects.update(removed_at="2026-09-08T12:00:00Z")
    page = page_of(client, cast, "implementation", f"reports/stories/2026-08/{cycle.pk}/")
    assert "Seven families wrote back.</textarea>" in page


def test_the_last_month_is_shown_first_and_a_wrong_one_is_no_error(client, cast):
    for query in ("", "?month=2026-13"):
        page = page_of(client, cast, "implementation", f"reports/stories/{query}")
        assert "In the report for August 2026" in page
    assert cast.get(client, "implementation", "reports/stories/2026-13/1/") == 404


def test_a_test_is_found_by_its_words(client, cast, cycle, tried):
    tried("A bell")
    page = page_of(client, cast, "implementation", "reports/stories/?month=2026-08&words=door")
    assert "A note at the door" in page
    assert "A bell" not in page
    page = page_of(client, cast, "implementation", "reports/stories/?month=2026-08&words=drum")
    assert "Nothing found" in page


@pytest.mark.parametrize("rows", (1, 3))
def test_queries_of_the_page(client, cast, tried, tell, rows, django_assert_num_queries):
    for number in range(rows):
        tell(tried(f"Told {number}"), "Told.")
        tried(f"Idea {number}")
    with django_assert_num_queries(10):
        client.get(cast.url("reports/stories/?month=2026-08"))


def test_a_second_page(client, cast, tried):
    for number in range(26):
        tried(f"Idea {number}")
    cast.sign_in(client, "implementation")
    page = client.get(cast.url("reports/stories/?month=2026-08&page=2")).context["page"]
    assert len(page) == 1
    assert client.get(cast.url("reports/stories/")).context["month"] == AUGUST
