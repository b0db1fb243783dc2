"""Explore in a real browser: the chart draws, nothing leaves the site, the tables stand alone."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.e2e.a11y import check_a11y
from tests.factories.metrics import MetricFactory, ValueFactory
from tests.factories.pdsa import CycleFactory, RampFactory, RampMetricFactory

pytestmark = pytest.mark.e2e

NAME = "Oak <b>& Ash</b>"


@pytest.fixture
def counted(transactional_db, cast):
    cast.team.name = NAME
    cast.team.save()
    metric = MetricFactory(
        collaborative=cast.collaborative, key="talks", name="Families talked with"
    )
    second = MetricFactory(collaborative=cast.collaborative, key="calm", name="Calm days")
    for team in (cast.team, cast.other_team):
        for week in range(12):
            day = date(2026, 3, 2) + timedelta(weeks=week)
            ValueFactory(team=team, metric=metric, period_start=day, numerator=4 + week)
            ValueFactory(team=team, metric=second, period_start=day, numerator=4 + week % 3)
    ramp = RampFactory(team=cast.team, idea="Notes at the door")
    RampMetricFactory(ramp=ramp, metric=metric)
    CycleFactory(ramp=ramp, started_by=cast.member, status="doing", starts_on=date(2026, 3, 25))
    return metric


def opened(new_page, cast, width, query="", **options):
    page = new_page(width, user=cast.implementation.user, **options)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(cast.url(f"explore/{query}"))
    return page, asked


def visible(page, meta):
    """How many lines of a sort are shown."""
    return page.evaluate(
        """meta => document.querySelector(".js-plotly-plot").data
            .filter((trace) => trace.meta === meta && trace.visible !== false).length""",
        meta,
    )


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
    chart = page.get_by_role("img", name="A chart with a line for each team.")
    chart.locator(".legendtext").first.wait_for()
    assert chart.locator(".legendtext").count() == 2
    assert visible(page, "values") == 2
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
    page.route("**/explore/lines.json*", lambda route: route.fulfill(body="<p>Sign in</p>"))
    button = page.get_by_role("button", name="Compare interactively")
    button.click()
    page.get_by_text("The chart could not be loaded.").wait_for()
    page.unroute("**/explore/lines.json*")
    button.click()
    page.locator(".legendtext").first.wait_for()


def test_dates_on_the_chart_are_in_the_readers_language(new_page, cast, counted):
    cast.implementation.user.language = "es"
    cast.implementation.user.save()
    page, _ = opened(new_page, cast, 1280, locale="es-US")
    page.locator("[data-needs-script] button").click()
    page.locator(".legendtext").first.wait_for()
    ticks = page.locator(".xaxislayer-above").first.text_content().lower()
    assert "abr" in ticks
    assert "apr" not in ticks


def test_lines_and_tests_are_switched_and_the_picture_is_taken(new_page, cast, counted):
    page, asked = opened(new_page, cast, 1280, "?measure=talks&also=calm")
    page.locator("[data-explore] button").first.click()
    page.locator(".legendtext").first.wait_for()
    page.get_by_text("Center lines and limits", exact=True).wait_for()
    assert (visible(page, "levels"), visible(page, "tests")) == (4, 0)
    page.get_by_label("Center lines and limits").uncheck()
    page.get_by_label("Tests, by their numbers").check()
    page.locator(".textpoint").first.wait_for()
    assert page.locator(".textpoint").all_text_contents() == ["1"]
    assert (visible(page, "levels"), visible(page, "tests")) == (0, 1)
    check_a11y(page)
    with page.expect_download() as found:
        page.get_by_role("button", name="Download the picture").click()
    picture = found.value
    assert picture.suggested_filename == "talks-calm.png"
    assert Path(picture.path()).read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as found:
        page.get_by_role("link", name="Download the numbers (CSV)").click()
    assert len(Path(found.value.path()).read_text(encoding="utf-8-sig").splitlines()) > 48
    assert [url for url in asked if "plotly.com" in url] == []


def test_without_a_script_the_tables_are_there(new_page, cast, counted):
    page, _ = opened(new_page, cast, 375, javascript=False)
    assert page.locator("[data-explore] button:visible").count() == 0
    assert page.get_by_role("link", name="Download the numbers (CSV)").is_visible()
    page.get_by_text("See all numbers").click()
    assert page.get_by_role("cell", name="93.8%").first.is_visible()
