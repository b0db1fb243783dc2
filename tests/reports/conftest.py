"""A team that counted in the spring and summer, and a way to order its report of August."""

from datetime import date, timedelta

import pytest

from bsc.reports.models import Report
from bsc.reports.services import building
from bsc.reports.services.building import build_report
from bsc.reports.services.ordering import order_report
from tests.factories.metrics import MetricFactory
from tests.factories.pdsa import CycleFactory, RampFactory
from tests.metrics.helpers import AUGUST, MAY, TODAY, count_weeks, inside

COUNTED = (7, 9, 7, 9, 8, 9, 7, 9, 7, 8, 9, 7, 13, 14, 13, 15, 14)


@pytest.fixture(autouse=True)
def today(time_machine):
    """Move to a fixed day before anything is made, so that the month just over is August."""
    time_machine.move_to(TODAY, tick=False)


@pytest.fixture
def metric(cast):
    """Counts of the first team in the spring and summer; the last month is August."""
    metric = MetricFactory(
        collaborative=cast.collaborative,
        key="talks",
        name="Share of families",
        plain_name="Families we talked with",
    )
    for week, reached in enumerate(COUNTED):
        count_weeks(cast.team, metric, 1, MAY + timedelta(weeks=week), numerator=reached)
    return metric


@pytest.fixture
def order(cast, metric):
    """Order a report of August, and make it unless told otherwise."""

    def do(team=None, *, build=True, by=None, language="en"):
        with inside(cast.team):
            report = order_report(
                collaborative=cast.collaborative,
                team=team,
                month=AUGUST,
                language=language,
                by=by,
                wake=lambda _report: None,
            )
            if build:
                build_report(report.pk)
            return Report.objects.select_related("file").get(pk=report.pk)

    return do


@pytest.fixture
def tried(cast):
    """Make a cycle of the first team, or of another, that ran in August."""

    def do(idea, *, team=None, driver=None, **fields):
        given = {"starts_on": date(2026, 8, 4), "ends_on": date(2026, 8, 6)} | fields
        ramp = RampFactory(team=team or cast.team, idea=idea, secondary_driver=driver)
        return CycleFactory(ramp=ramp, started_by=cast.member, **given)

    return do


@pytest.fixture
def blank_paper(monkeypatch):
    """Write PDFs without words, for drawing them is most of the time."""
    monkeypatch.setattr(building, "pdf_of", lambda html, paper: b"%PDF-1.7")
