"""A test that is no longer shared: who may still open a report that tells of it, and what follows."""

import pytest

from bsc.reports.models import Report, ReportStory
from bsc.reports.tasks import look_after_everywhere
from pdsa.models import Cycle
from tests.metrics.helpers import AUGUST, inside, page_of
from tests.reports.helpers import status_of_file, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(cast, order, tried):
    """A collaborative's report that tells the story of a shared test."""
    cycle = tried("A note at the door")
    with inside(cast.team):
        ReportStory.objects.create(
            collaborative=cast.collaborative, month=AUGUST, cycle=cycle,
            words="Seven families wrote back.", by=cast.implementation,
        )  # fmt: skip
    return order(), cycle


def share(cast, cycle, visibility):
    with inside(cast.team):
        Cycle.objects.filter(pk=cycle.pk).update(visibility=visibility)


@pytest.mark.parametrize(
    ("who", "before", "after"),
    (
        ("other_center", 200, 404),
        ("family", 200, 404),
        ("faculty", 200, 200),
        ("implementation", 200, 200),
        ("observer", 404, 404),
    ),
)
def test_whoever_may_not_read_the_test_may_not_open_the_report(
    client, cast, told, who, before, after
):
    report, cycle = told
    assert status_of_file(client, cast, who, report) == before
    share(cast, cycle, "team")
    assert status_of_file(client, cast, who, report) == after
    share(cast, cycle, "collaborative")
    assert status_of_file(client, cast, who, report) == before


def test_an_older_revision_is_held_back_too(client, cast, told, order):
    report, cycle = told
    share(cast, cycle, "team")
    newer = order()
    assert newer.revision == 2
    assert status_of_file(client, cast, "other_center", newer) == 200
    assert status_of_file(client, cast, "other_center", report) == 404
    page = page_of(client, cast, "other_center", "reports/?earlier=on")
    assert f"reports/{report.pk}/" not in page


def test_the_next_revision_is_made_by_itself_and_once(
    client, cast, told, django_capture_on_commit_callbacks
):
    _report, cycle = told
    share(cast, cycle, "team")
    assert "no longer shared" in page_of(client, cast, "implementation", "reports/")
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            look_after_everywhere()
    with inside(cast.team):
        newest, _older = Report.objects.select_related("file").order_by("-revision")
    assert (newest.revision, newest.state) == (2, "ready")
    assert "Seven families" not in text_of(newest)


def test_a_teams_report_stays_the_teams_and_is_made_anew(
    client, cast, order, tried, django_capture_on_commit_callbacks
):
    cycle = tried("A note at the door")
    report = order(cast.team)
    share(cast, cycle, "team")
    assert status_of_file(client, cast, "family", report) == 200
    with django_capture_on_commit_callbacks(execute=True):
        look_after_everywhere()
    with inside(cast.team):
        newest = Report.objects.select_related("file").order_by("-revision").first()
    assert newest.revision == 2
    assert "A note at the door" not in text_of(newest)


def test_a_report_from_before_tests_were_kept_is_for_staff(client, cast, order):
    report = order()
    with inside(cast.team):
        Report.objects.filter(pk=report.pk).update(facts={})
    assert status_of_file(client, cast, "family", report) == 404
    assert status_of_file(client, cast, "implementation", report) == 200
