"""The page of reports: who gets them, asking for one, how far it is, trying again."""

import pytest

from bsc.reports import pdf
from bsc.reports.models import Report
from bsc.reports.services import building
from tests.cast import cast_gets
from tests.factories import CoreTeamFactory
from tests.metrics.helpers import inside, page_of
from tests.reports.helpers import status_of_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def blank(blank_paper):
    """What the paper says is not asked here."""


@pytest.fixture
def fail(monkeypatch, order):
    """Order a report while the printer is broken."""

    def broken(*_args, **_kwargs):
        raise RuntimeError("no ink")

    def do(team=None):
        with monkeypatch.context() as patch:
            patch.setattr(building, "pdf_of", broken)
            return order(team)

    return do


@pytest.mark.parametrize(("who", "status"), cast_gets(observer=403, others=200))
def test_who_sees_the_list(client, cast, who, status):
    assert cast.get(client, who, "reports/") == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=200, teammate=200, leader=200, family=200,
        other_center=404, faculty=200, implementation=200, observer=404,
    ),
)  # fmt: skip
def test_who_downloads_a_teams_report(client, cast, order, who, status):
    assert status_of_file(client, cast, who, order(cast.team)) == status


@pytest.mark.parametrize(("who", "status"), cast_gets(observer=404, others=200))
def test_who_downloads_the_collaboratives_report(client, cast, order, who, status):
    assert status_of_file(client, cast, who, order()) == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=302, teammate=302, leader=302, family=302,
        other_center=404, faculty=302, implementation=302, observer=404,
    ),
)  # fmt: skip
def test_who_tries_a_teams_report_again(client, cast, fail, who, status):
    report = fail(cast.team)
    assert cast.post(client, who, f"reports/{report.pk}/retry/") == status


@pytest.mark.parametrize(
    ("who", "status"), cast_gets(faculty=302, implementation=302, observer=404, others=403)
)
def test_who_tries_the_collaboratives_report_again(client, cast, fail, who, status):
    report = fail()
    assert cast.post(client, who, f"reports/{report.pk}/retry/") == status


def test_a_download_is_a_pdf_with_a_name(client, cast, order):
    report = order(cast.team)
    answer = cast.sign_in(client, "family").get(cast.url(f"reports/{report.pk}/"))
    assert answer["Content-Type"] == "application/pdf"
    assert "-en-2026-08.pdf" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content).startswith(b"%PDF-1.7")


def test_a_report_that_is_not_ready_cannot_be_downloaded(client, cast, order):
    report = order(cast.team, build=False)
    assert cast.get(client, "leader", f"reports/{report.pk}/") == 404


def test_asking_makes_it_and_asking_again_changes_nothing(
    client, cast, metric, django_capture_on_commit_callbacks
):
    cast.sign_in(client, "leader")
    data = {"month": "2026-08", "whose": str(cast.team.pk), "language": "es"}
    with django_capture_on_commit_callbacks(execute=True) as first:
        assert client.post(cast.url("reports/"), data).status_code == 302
    with django_capture_on_commit_callbacks(execute=True) as second:
        page = client.post(cast.url("reports/"), data, follow=True).content.decode()
    assert (len(first), len(second)) == (1, 0)
    assert "Nothing has changed since the report that is there." in page
    assert "PDF in español for Letter paper. Revision 1" in page
    with inside(cast.team):
        report = Report.objects.get()
    assert (report.state, report.language, report.progress) == ("ready", "es", 100)


def test_the_readers_own_language_is_offered_first(client, cast, metric):
    user = cast.family.user
    user.language = "es"
    user.save(update_fields=["language"])
    page = page_of(client, cast, "family", "reports/")
    assert '<option value="es" selected>' in page


@pytest.mark.parametrize("whose", ("all", "together", "other"))
def test_a_team_asks_for_its_own_report_only(client, cast, metric, whose):
    asked = str(cast.other_team.pk) if whose == "other" else whose
    answer = cast.sign_in(client, "leader").post(
        cast.url("reports/"), {"month": "2026-08", "whose": asked, "language": "en"}
    )
    assert answer.status_code == 200
    assert "Select a valid choice" in answer.content.decode()
    with inside(cast.team):
        assert not Report.objects.exists()


def test_what_is_asked_for_badly_is_said_beside_the_field_and_kept(client, cast, metric):
    answer = cast.sign_in(client, "leader").post(
        cast.url("reports/"), {"month": "2031-01", "whose": str(cast.team.pk), "language": "es"}
    )
    page = answer.content.decode()
    assert "Select a valid choice. 2031-01" in page
    assert '<option value="es" selected>' in page


def test_a_report_that_fails_says_why_and_is_made_by_one_button(
    client, cast, fail, django_capture_on_commit_callbacks
):
    report = fail(cast.team)
    assert (report.state, report.reason) == ("failed", "RuntimeError: no ink")
    page = page_of(client, cast, "leader", "reports/")
    assert "RuntimeError: no ink" in page
    address = cast.url(f"reports/{report.pk}/retry/")
    assert address in page
    with django_capture_on_commit_callbacks(execute=True) as once:
        client.post(address)
    with django_capture_on_commit_callbacks(execute=True) as twice:
        client.post(address)
    assert (len(once), len(twice)) == (1, 0)
    with inside(cast.team):
        report.refresh_from_db()
    assert (report.state, report.reason, report.revision) == ("ready", "", 1)


def test_progress_is_seen_and_the_page_looks_by_itself(client, cast, order):
    order(cast.team, build=False)
    page = page_of(client, cast, "leader", "reports/?month=2026-08")
    assert "1 report is on its way." in page
    assert 'hx-get="?month=2026-08"' in page
    assert 'hx-trigger="every 2s"' in page
    part = client.get(cast.url("reports/"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "0 of 100 done" in part


def test_a_page_without_waiting_reports_does_not_look_again(client, cast, order):
    order(cast.team)
    assert "hx-trigger" not in page_of(client, cast, "leader", "reports/")


def test_without_pango_the_page_says_so_and_nothing_breaks(client, cast, order, monkeypatch):
    def missing():
        raise pdf.PdfUnavailableError

    monkeypatch.setattr(pdf, "tools", missing)
    monkeypatch.setattr(building, "pdf_of", pdf.pdf_of)
    page = page_of(client, cast, "leader", "reports/")
    assert "PDFs are switched off on this server" in page
    report = order(cast.team)
    assert (report.state, report.reason) == ("failed", "Pango is not installed.")
    assert "retry" not in page_of(client, cast, "leader", "reports/")


def test_an_empty_page_says_when_reports_come(client, cast):
    page = page_of(client, cast, "leader", "reports/")
    assert "Reports are made on day 26 of each month" in page
    assert "Nothing found" in page_of(client, cast, "leader", "reports/?whose=together")


def test_reports_are_found_by_month_and_team(client, cast, order):
    order(cast.team)
    order()
    cast.sign_in(client, "implementation")
    titles = {
        query: [row.team for row in client.get(cast.url(f"reports/{query}")).context["page"]]
        for query in ("", f"?whose={cast.team.pk}", "?whose=together", "?month=2026-07", "?month=x")
    }
    assert titles == {
        "": [cast.team, None],
        f"?whose={cast.team.pk}": [cast.team],
        "?whose=together": [None],
        "?month=2026-07": [],
        "?month=x": [cast.team, None],
    }


def test_a_second_page(client, cast, order):
    for _number in range(26):
        order(CoreTeamFactory(collaborative=cast.collaborative), build=False)
    cast.sign_in(client, "implementation")
    assert len(client.get(cast.url("reports/?page=2")).context["page"]) == 1


@pytest.mark.parametrize("rows", (1, 3))
def test_queries_of_the_list(client, cast, order, rows, django_assert_num_queries):
    for _ in range(rows):
        order(CoreTeamFactory(collaborative=cast.collaborative), build=False)
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(12):
        client.get(cast.url("reports/"))


def test_nothing_is_fetched_while_a_report_is_made(caplog):
    with caplog.at_level("ERROR", logger="weasyprint"):
        pdf.pdf_of('<html lang="en"><title>x</title><img alt="" src="http://example.org/a.png">')
    assert "fetches nothing" in caplog.text


def test_fonts_are_set_up_once():
    assert pdf.tools().fonts is pdf.tools().fonts
    assert set(pdf.tools().styles) == {"letter", "a4"}
