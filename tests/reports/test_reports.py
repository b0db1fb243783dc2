"""Monthly reports: who gets them, that the same data are one report, and what the PDF says."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from bsc.reports import pdf, sections, services
from bsc.reports.models import Report
from bsc.reports.tasks import order_on_report_days, wake_waiting_everywhere
from metrics.charts import chart_of
from metrics.queries import metrics_in_use, series_for, up_to
from tests.cast import cast_gets
from tests.factories import CoreTeamFactory
from tests.factories.metrics import MetricFactory, ValueFactory
from tests.factories.pdsa import CycleFactory, RampFactory
from tests.metrics.helpers import AUGUST, TODAY, count_weeks, inside, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(time_machine):
    """Move to a fixed day, so that the month just over is August."""
    time_machine.move_to(TODAY, tick=False)


@pytest.fixture(autouse=True)
def metric(today, cast):
    """Counts of the first team in the spring and summer."""
    metric = MetricFactory(collaborative=cast.collaborative, key="talks", name="Share of families")
    for week, reached in enumerate((7, 9, 7, 9, 8, 9, 7, 9, 7, 8, 9, 7, 13, 14, 13, 15, 14)):
        count_weeks(
            cast.team, metric, 1, date.fromordinal(date(2026, 5, 4).toordinal() + 7 * week),
            numerator=reached,
        )  # fmt: skip
    return metric


@pytest.fixture
def order(cast):
    """Order a report, and make it unless told otherwise."""

    def do(team=None, *, build=True, by=None):
        with inside(cast.team):
            report = services.order_report(
                collaborative=cast.collaborative, team=team, month=AUGUST, by=by
            )
            if build:
                services.build_report(report.pk)
            return Report.objects.select_related("file").get(pk=report.pk)

    return do


def status_of_file(client, cast, who, report):
    """The status of a download, which is closed again."""
    answer = cast.sign_in(client, who).get(cast.url(f"reports/{report.pk}/"))
    answer.close()
    return answer.status_code


def text_of(report):
    with report.file.file.open("rb") as file:
        reader = PdfReader(BytesIO(file.read()))
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages), reader


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(observer=403, others=200),
)
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
    report = order(cast.team)
    assert status_of_file(client, cast, who, report) == status


@pytest.mark.parametrize(("who", "status"), cast_gets(observer=404, others=200))
def test_who_downloads_the_collaboratives_report(client, cast, order, who, status):
    report = order()
    assert status_of_file(client, cast, who, report) == status


def test_a_download_is_a_pdf_with_a_name(client, cast, order):
    report = order(cast.team)
    answer = cast.sign_in(client, "family").get(cast.url(f"reports/{report.pk}/"))
    assert answer["Content-Type"] == "application/pdf"
    assert "2026-08.pdf" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content).startswith(b"%PDF-1.7")


def test_a_report_that_is_not_ready_cannot_be_downloaded(client, cast, order):
    report = order(cast.team, build=False)
    assert cast.get(client, "leader", f"reports/{report.pk}/") == 404


def test_asking_makes_it_and_asking_again_changes_nothing(
    client, cast, django_capture_on_commit_callbacks
):
    cast.sign_in(client, "leader")
    data = {"month": "2026-08", "whose": str(cast.team.pk)}
    with django_capture_on_commit_callbacks(execute=True) as first:
        assert client.post(cast.url("reports/"), data).status_code == 302
    with django_capture_on_commit_callbacks(execute=True) as second:
        page = client.post(cast.url("reports/"), data, follow=True).content.decode()
    assert (len(first), len(second)) == (1, 0)
    assert "Nothing has changed since the report that is there." in page
    with inside(cast.team):
        report = Report.objects.get()
    assert (report.state, report.revision, report.progress) == ("ready", 1, 100)


@pytest.mark.parametrize("whose", ("all", "together", "other"))
def test_a_team_asks_for_its_own_report_only(client, cast, whose):
    asked = str(cast.other_team.pk) if whose == "other" else whose
    answer = cast.sign_in(client, "leader").post(
        cast.url("reports/"), {"month": "2026-08", "whose": asked}
    )
    assert answer.status_code == 200
    with inside(cast.team):
        assert not Report.objects.exists()


def test_staff_ask_for_all_reports_at_once(client, cast, django_capture_on_commit_callbacks):
    cast.sign_in(client, "implementation")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(cast.url("reports/"), {"month": "2026-08", "whose": "all"})
    assert answer.url.endswith("?looking=5")
    with inside(cast.team):
        reports = list(Report.objects.all())
    assert sorted(report.state for report in reports) == ["ready"] * 3
    assert {report.requested_by_id for report in reports} == {cast.implementation.pk}


def test_the_page_looks_a_few_times_for_what_has_not_begun(client, cast):
    page = page_of(client, cast, "leader", "reports/?looking=2")
    assert 'hx-get="?looking=1"' in page
    assert "hx-trigger" not in page_of(client, cast, "leader", "reports/?looking=0")


def test_new_data_make_the_next_revision(cast, order, metric):
    first = order(cast.team)
    assert order(cast.team) == first
    count_weeks(cast.team, metric, 1, date(2026, 4, 27), numerator=16)
    second = order(cast.team)
    assert (first.revision, second.revision) == (1, 2)
    assert first.data_hash != second.data_hash


def test_what_came_after_the_month_changes_nothing(cast, order, metric):
    first = order(cast.team)
    count_weeks(cast.team, metric, 1, date(2026, 9, 7))
    assert order(cast.team) == first


def test_the_paper_says_what_the_page_says(client, cast, order, metric):
    text, _reader = text_of(order(cast.team))
    with inside(cast.team):
        found = metrics_in_use().get()
        week = series_for(cast.team, found, "week")
        month = series_for(cast.team, found, "month")
        words = chart_of(week, name="x", uid="a").words
        rows = chart_of(up_to(month, AUGUST), name="x", uid="b").rows
    page = page_of(client, cast, "faculty", f"metrics/measure/talks/?team={cast.team.pk}")
    for sentence in (words.headline, *words.details):
        assert sentence in text
        assert sentence in page
    by_month = page_of(
        client, cast, "faculty", f"metrics/measure/talks/?team={cast.team.pk}&by=month"
    )
    assert len(rows) == 4
    for row in rows:
        assert f"{row.label} {row.value} {row.counted}" in text
        assert row.value in by_month
        assert row.counted in by_month


def test_the_paper_is_tagged_and_says_what_it_is(cast, order):
    text, reader = text_of(order(cast.team))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata.title == f"{cast.team.name}: report for August 2026"
    assert cast.collaborative.name in text
    figures = [tag for tag in tags(root["/StructTreeRoot"]) if tag.get("/S") == "/Figure"]
    assert len(figures) == 1
    assert figures[0]["/Alt"].startswith("Share of families. ")
    headings = [tag["/S"] for tag in tags(root["/StructTreeRoot"]) if tag.get("/S", "")[:2] == "/H"]
    assert headings[:2] == ["/H1", "/H2"]


def tags(element):
    """Every element of a PDF's structure tree."""
    element = element.get_object()
    if not hasattr(element, "get"):
        return
    yield element
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        if hasattr(child, "get_object"):
            yield from tags(child)


def test_the_collaboratives_paper_has_every_team_and_the_completeness(cast, order):
    text, reader = text_of(order())
    assert cast.team.name in text
    assert cast.other_team.name in text
    assert text.index(cast.team.name) < text.index(cast.other_team.name)
    assert "July 2026 2 0 0 2 0" in text
    figures = [
        tag for tag in tags(reader.trailer["/Root"]["/StructTreeRoot"])
        if tag.get("/S") == "/Figure"
    ]  # fmt: skip
    assert len(figures) == 3


@pytest.fixture
def tried(cast):
    """Make a cycle of the first team, or of another, that ran in August."""

    def do(idea, *, team=None, **fields):
        given = {"starts_on": date(2026, 8, 4), "ends_on": date(2026, 8, 6)} | fields
        ramp = RampFactory(team=team or cast.team, idea=idea)
        return CycleFactory(ramp=ramp, started_by=cast.member, **given)

    return do


def test_the_tests_of_the_month_stand_in_the_report(cast, order, tried):
    tried(
        "A note at the door", number=2, status="done", decision="expand",
        what_we_learned="Seven of nine families answered.",
    )  # fmt: skip
    tried("A bell.", team=cast.other_team)
    text, _reader = text_of(order(cast.team))
    assert "Tests in August 2026 (PDSA cycles)" in text
    assert "A note at the door, cycle 2: Expand Seven of nine families answered." in text
    assert "A bell" not in text
    whole, _reader = text_of(order())
    assert "A bell, cycle 1: Planned" in whole
    assert f"Expand Seven of nine families answered. {cast.team.name}" in whole


@pytest.mark.parametrize(
    "fields",
    (
        {"visibility": "team"},
        {"status": "draft"},
        {"starts_on": date(2026, 7, 28), "ends_on": date(2026, 7, 31)},
        {"starts_on": date(2026, 9, 1), "ends_on": date(2026, 9, 1)},
    ),
)
def test_what_is_not_everybodys_or_not_of_this_month_stays_out(cast, order, tried, fields):
    tried("A quiet idea", **fields)
    text, _reader = text_of(order(cast.team))
    assert "A quiet idea" not in text
    assert "No test began or ended in this month." in text


def test_a_long_month_is_cut_and_says_so(cast, order, tried):
    for number in range(sections.MOST + 2):
        tried(f"Idea {number}")
    text, _reader = text_of(order(cast.team))
    assert text.count(", cycle 1: Planned") == sections.MOST
    assert "And 2 more." in text


def test_a_new_test_makes_a_new_revision(cast, order, tried):
    order(cast.team)
    tried("A note at the door")
    assert order(cast.team).revision == 2


def test_a_report_that_fails_says_why_and_can_be_asked_for_again(client, cast, order, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("no ink")

    with monkeypatch.context() as patch:
        patch.setattr(services, "pdf_of", broken)
        report = order(cast.team)
    assert (report.state, report.reason) == ("failed", "RuntimeError: no ink")
    assert "no ink" in page_of(client, cast, "leader", "reports/")
    again = order(cast.team)
    assert (again.pk, again.state) == (report.pk, "ready")


def test_one_report_is_made_by_one_worker(cast, order):
    report = order(cast.team)
    with inside(cast.team):
        assert services.build_report(report.pk) is None


def test_a_lost_job_is_started_again(cast, order, time_machine, django_capture_on_commit_callbacks):
    report = order(cast.team, build=False)
    with inside(cast.team):
        Report.objects.filter(pk=report.pk).update(state="building", started_at=report.requested_at)
    time_machine.shift(60)
    wake_waiting_everywhere()
    with inside(cast.team):
        assert Report.objects.get().state == "building"
    time_machine.shift(services.LOST_AFTER.total_seconds())
    wake_waiting_everywhere()
    with inside(cast.team):
        assert Report.objects.get().state == "ready"


@pytest.mark.parametrize(
    ("moment", "count"),
    (
        ("2026-09-26 15:00:00Z", 3),
        ("2026-09-25 15:00:00Z", 0),
        ("2026-09-27 03:00:00Z", 3),  # still the 26th where the collaborative is
    ),
)
def test_the_report_day(cast, time_machine, moment, count, django_capture_on_commit_callbacks):
    time_machine.move_to(moment, tick=False)
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            order_on_report_days()
    with inside(cast.team):
        reports = list(Report.objects.filter(month=AUGUST, state="ready"))
    assert len(reports) == count


def test_progress_is_seen_and_the_page_looks_by_itself(client, cast, order):
    order(cast.team, build=False)
    page = page_of(client, cast, "leader", "reports/")
    assert "1 report is on its way." in page
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
    page = page_of(client, cast, "leader", "reports/")
    assert "PDFs are switched off on this server" in page
    report = order(cast.team)
    assert (report.state, report.reason) == ("failed", "Pango is not installed.")


def test_nothing_is_fetched_while_a_report_is_made(caplog):
    with caplog.at_level("ERROR", logger="weasyprint"):
        pdf.pdf_of('<html lang="en"><title>x</title><img alt="" src="http://example.org/a.png">')
    assert "fetches nothing" in caplog.text


def test_fonts_are_set_up_once():
    assert pdf.tools()[1] is pdf.tools()[1]


@pytest.mark.parametrize("rows", (1, 3))
def test_queries_of_the_list(client, cast, order, rows, django_assert_num_queries):
    for _ in range(rows):
        order(CoreTeamFactory(collaborative=cast.collaborative), build=False)
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(11):
        client.get(cast.url("reports/"))


def test_a_value_that_was_not_counted_stands_with_its_reason(cast, order, metric):
    ValueFactory(
        team=cast.team, metric=metric, grain="month", period_start=AUGUST,
        numerator=None, denominator=None, reason_missing="The creek came up.",
    )  # fmt: skip
    assert "The creek came up." in text_of(order(cast.team))[0]
