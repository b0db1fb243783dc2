"""A chart that has moved: the rule suggests a new phase, a person decides it, and takes it back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from metrics.periods import monday_of
from tests.e2e.a11y import check_a11y
from tests.factories.metrics import MetricFactory, ValueFactory

pytestmark = pytest.mark.e2e

REACHED = (7, 9, 7, 9, 8, 9, 7, 9, 7, 8, 9, 7, *[14] * 12)


@pytest.fixture
def moved(transactional_db, cast):
    metric = MetricFactory(collaborative=cast.collaborative, key="talks", plain_name="Talks")
    first = monday_of(timezone.localdate()) - timedelta(weeks=len(REACHED))
    for week, reached in enumerate(REACHED):
        day = first + timedelta(weeks=week)
        ValueFactory(team=cast.team, metric=metric, period_start=day, numerator=reached)


@pytest.mark.parametrize(("width", "javascript"), ((375, True), (1280, False)))
def test_a_leader_begins_a_phase_and_takes_it_back(new_page, cast, moved, width, javascript):
    def look():
        if javascript:
            check_a11y(page)

    page = new_page(width, user=cast.leader.user, javascript=javascript)
    page.goto(cast.url("metrics/measure/talks/"))
    look()
    page.get_by_role("link", name="Answer four questions").click()
    look()
    for question in ("different", "known", "wanted", "lasting"):
        page.locator(f"input[name={question}][value=yes]").check()
    page.get_by_label("Why does a new phase begin?").fill("A note each day in every room.")
    page.locator("input[name=lasting][value=no]").check()
    page.get_by_role("button", name="Begin the new phase").click()
    page.get_by_text("Then leave the line as it is for now").wait_for()
    look()
    page.locator("input[name=lasting][value=yes]").check()
    page.get_by_role("button", name="Begin the new phase").click()
    listed = page.locator(".chart-list").get_by_text("A note each day in every room.")
    listed.wait_for()
    look()
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("Should a new phase begin there?").wait_for()
    page.get_by_text("Taken back (1)").click()
    look()
    page.get_by_role("button", name="Put back").click()
    page.get_by_text("It is on the chart again.").wait_for()
    assert listed.is_visible()
