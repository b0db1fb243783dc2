"""Explore in a real browser: the chart draws, nothing leaves the site, the tables stand alone."""

from datetime import date, timedelta

import pytest

from tests.e2e.a11y import check_a11y
from tests.factories.metrics import MetricFactory, ValueFactory

pytestmark = pytest.mark.e2e

NAME = "Oak <b>& Ash</b>"


@pytest.fixture
def counted(transactional_db, cast):
    cast.team.name = NAME
    cast.team.save()
    metric = MetricFactory(collaborative=cast.collaborative, name="Families talked with")
    for team in (cast.team, cast.other_team):
        for week in range(12):
            day = date(2026, 3, 2) + timedelta(weeks=week)
            ValueFactory(team=team, metric=metric, period_start=day, numerator=4 + week)
    return metric


def opened(new_page, cast, width, **options):
    page = new_page(width, user=cast.implementation.user, **options)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(cast.url("explore/"))
    return page, asked


def of_plotly(addresses):
    return [address for address in addresses if "plotly" in address]


@pytest.mark.parametrize("width", (375, 1280))
def test_the_chart_draws_on_demand_and_asks_nobody_else(
    new_page, live_server, cast, counted, width
):
    page, asked = opened(new_page, cast, width)
    check_a11y(page)
    assert of_plotly(asked) == []
    page.get_by_role("button", name="Compare interactively").click()
    chart = page.get_by_role("img", name="A chart of Families talked with")
    chart.locator(".legendtext").first.wait_for()
    assert chart.locator(".scatterlayer .trace").count() == 2
    assert chart.locator(".scatterlayer .point").count() == 24
    drawn, box = chart.locator(".main-svg").first.bounding_box(), chart.bounding_box()
    assert drawn["width"] > width * 0.7
    assert drawn["x"] + drawn["width"] <= box["x"] + box["width"]
    assert chart.locator(".legendtext").first.text_content() == NAME
    assert chart.locator(".modebar-btn").count() == 0
    assert chart.evaluate("chart => document.activeElement === chart")
    assert len(of_plotly(asked)) == 1
    assert [url for url in asked if not url.startswith((live_server.url, "data:", "blob:"))] == []
    check_a11y(page)


def test_a_chart_that_cannot_be_loaded_is_told_and_can_be_tried_again(new_page, cast, counted):
    page, _ = opened(new_page, cast, 375)
    # An answer that is no JSON, as after a session has ended.
    page.route("**/api/v1/**", lambda route: route.fulfill(body="<p>Sign in</p>"))
    button = page.get_by_role("button", name="Compare interactively")
    button.click()
    page.get_by_text("The chart could not be loaded.").wait_for()
    page.unroute("**/api/v1/**")
    button.click()
    page.locator(".legendtext").first.wait_for()


def test_dates_on_the_chart_are_in_the_readers_language(new_page, cast, counted):
    cast.implementation.user.language = "es"
    cast.implementation.user.save()
    page, _ = opened(new_page, cast, 1280, locale="es-US")
    page.locator("[data-explore] button").click()
    page.locator(".legendtext").first.wait_for()
    ticks = page.locator(".xaxislayer-above").first.text_content().lower()
    assert "abr" in ticks
    assert "apr" not in ticks


def test_without_a_script_the_tables_are_there(new_page, cast, counted):
    page, _ = opened(new_page, cast, 375, javascript=False)
    assert not page.locator("[data-explore] button").is_visible()
    page.get_by_text("See all numbers").click()
    assert page.get_by_role("cell", name="93.8%").first.is_visible()
