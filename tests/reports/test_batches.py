"""All reports of a month at once: the report day, the progress line, lost jobs, one that fails."""

import pytest

from bsc.reports.models import Report, ReportBatch
from bsc.reports.services import building, ordering
from bsc.reports.services.building import build_report
from bsc.reports.services.ordering import order_batch, start_batch
from bsc.reports.services.settings import save_settings
from bsc.reports.tasks import look_after_everywhere, order_on_report_days
from tests.metrics.helpers import AUGUST, inside, page_of

pytestmark = pytest.mark.django_db

ASKED = {"month": "2026-08", "whose": "all", "language": "en"}


@pytest.fixture(autouse=True)
def blank(blank_paper):
    """What the paper says is not asked here."""


@pytest.fixture
def batch(cast, metric):
    """Ask for all reports of August; no job runs."""
    with inside(cast.team):
        return start_batch(
            collaborative=cast.collaborative, month=AUGUST, language="en",
            by=cast.implementation, wake=lambda _batch: None,
        )  # fmt: skip


def order_all(cast, batch):
    with inside(cast.team):
        order_batch(batch_id=batch.pk, wake=lambda _report: None)
        return list(Report.objects.order_by("pk"))


def states(cast):
    with inside(cast.team):
        return sorted(Report.objects.values_list("state", flat=True))


def test_staff_ask_for_all_reports_at_once(
    client, cast, metric, django_capture_on_commit_callbacks
):
    cast.sign_in(client, "implementation")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(cast.url("reports/"), ASKED)
    assert states(cast) == ["ready"] * 3
    with inside(cast.team):
        asked_by = set(Report.objects.values_list("requested_by", flat=True))
    assert asked_by == {cast.implementation.pk}


def test_two_clicks_are_one_batch(client, cast, metric):
    cast.sign_in(client, "implementation")
    for _click in range(2):
        client.post(cast.url("reports/"), ASKED)
    with inside(cast.team):
        assert ReportBatch.objects.count() == 1


def test_the_line_says_how_many_are_ready(client, cast, batch):
    page = page_of(client, cast, "implementation", "reports/")
    assert "0 of 3 reports ready for August 2026, English" in page
    assert 'hx-trigger="every 2s"' in page
    first, *_others = order_all(cast, batch)
    with inside(cast.team):
        build_report(first.pk)
    assert "1 of 3 reports ready" in page_of(client, cast, "faculty", "reports/")
    assert "of 3 reports ready" not in page_of(client, cast, "leader", "reports/")
    with inside(cast.team):
        for report in Report.objects.all():
            build_report(report.pk)
    page = page_of(client, cast, "implementation", "reports/")
    assert "of 3 reports ready" not in page
    assert "hx-trigger" not in page


def test_what_was_ready_before_counts_as_ready(client, cast, order, batch):
    order(cast.team)
    order_all(cast, batch)
    assert "1 of 3 reports ready" in page_of(client, cast, "implementation", "reports/")


def test_one_that_fails_stops_none_and_is_shown(client, cast, batch, monkeypatch):
    real = building.pdf_of

    def broken(html, paper):
        if cast.team.name in html and cast.other_team.name not in html:
            raise RuntimeError("no ink")
        return real(html, paper)

    monkeypatch.setattr(building, "pdf_of", broken)
    reports = order_all(cast, batch)
    with inside(cast.team):
        for report in reports:
            build_report(report.pk)
    assert states(cast) == ["failed", "ready", "ready"]
    page = page_of(client, cast, "implementation", "reports/")
    assert "2 of 3 reports ready" in page
    assert "1 did not work. It stands below with the reason." in page
    assert "RuntimeError: no ink" in page


def test_data_that_cannot_be_read_stop_none_either(client, cast, batch, monkeypatch):
    real = ordering.content_of

    def broken(collaborative, team, month, language):
        if team == cast.team:
            raise ValueError("a goal of nothing")
        return real(collaborative, team, month, language)

    with monkeypatch.context() as patch:
        patch.setattr(ordering, "content_of", broken)
        order_all(cast, batch)
    assert states(cast) == ["failed", "queued", "queued"]
    page = page_of(client, cast, "implementation", "reports/")
    assert "ValueError: a goal of nothing" in page
    order_all(cast, batch)
    assert states(cast) == ["queued"] * 3


@pytest.mark.parametrize(
    ("moment", "count"),
    (
        ("2026-09-25 15:00:00Z", 0),
        ("2026-09-26 15:00:00Z", 3),
        ("2026-09-27 03:00:00Z", 3),  # still the 26th where the collaborative is
        ("2026-09-29 15:00:00Z", 3),  # nothing ran on the day itself
        ("2026-10-02 15:00:00Z", 0),
    ),
)
def test_the_report_day(
    cast, metric, time_machine, moment, count, django_capture_on_commit_callbacks
):
    time_machine.move_to(moment, tick=False)
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            order_on_report_days()
    with inside(cast.team):
        reports = Report.objects.filter(month=AUGUST, state="ready")
        assert reports.count() == count
        assert ReportBatch.objects.filter(is_scheduled=True).count() == min(count, 1)


def test_the_report_day_speaks_the_chosen_languages(
    cast, metric, time_machine, django_capture_on_commit_callbacks
):
    with inside(cast.team):
        save_settings(
            collaborative=cast.collaborative,
            paper="letter",
            languages=["en", "es"],
            by=cast.implementation,
        )
    time_machine.move_to("2026-09-26 15:00:00Z", tick=False)
    with django_capture_on_commit_callbacks(execute=True):
        order_on_report_days()
    with inside(cast.team):
        made = sorted(Report.objects.values_list("language", "revision", "state"))
    assert made == [("en", 1, "ready")] * 3 + [("es", 1, "ready")] * 3


def test_one_report_is_made_by_one_worker(cast, order):
    report = order(cast.team)
    with inside(cast.team):
        assert build_report(report.pk) is None


def test_a_lost_job_is_started_again(cast, order, time_machine, django_capture_on_commit_callbacks):
    report = order(cast.team, build=False)
    with inside(cast.team):
        Report.objects.filter(pk=report.pk).update(state="building", started_at=report.requested_at)
    time_machine.shift(60)
    look_after_everywhere()
    assert states(cast) == ["building"]
    time_machine.shift(600)
    look_after_everywhere()
    assert states(cast) == ["ready"]


def test_a_lost_order_is_started_again(
    cast, batch, time_machine, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        look_after_everywhere()
    assert states(cast) == []
    time_machine.shift(61)
    with django_capture_on_commit_callbacks(execute=True):
        look_after_everywhere()
    assert states(cast) == ["ready"] * 3
