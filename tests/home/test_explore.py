"""Explore: teams side by side on one measure."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import get_finder
from django_scopes import scopes_disabled

from bsc.home.finders import PlotlyFinder
from metrics.enums import Better
from tests.cast import cast_gets
from tests.factories import (
    CollaborativeFactory,
    CoreTeamFactory,
    MembershipFactory,
    MembershipRoleFactory,
)
from tests.factories.metrics import MetricFactory, ValueFactory

MONDAY = date(2026, 3, 2)


@pytest.fixture
def metric(cast):
    return MetricFactory(
        collaborative=cast.collaborative,
        key="talks",
        name="Families talked with",
        definition__goal=Decimal(60),
    )


@pytest.fixture
def counted(cast, metric):
    """Six weeks: the first team from 50 to 75 %, the other at 25 %."""
    for week, numerator in enumerate((8, 9, 10, 11, 12, 12)):
        day = MONDAY + timedelta(weeks=week)
        ValueFactory(team=cast.team, metric=metric, period_start=day, numerator=numerator)
        ValueFactory(team=cast.other_team, metric=metric, period_start=day, numerator=4)


@pytest.fixture
def explore(client, cast):
    """Open the page as the implementation team."""

    def do(who="implementation", **query):
        return cast.sign_in(client, who).get(cast.url("explore/"), query)

    return do


def directives(response):
    policy = response.headers["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, faculty=200, others=403))
def test_who_may_see_the_page(client, cast, counted, who, status):
    assert cast.get(client, who, "explore/") == status


def test_it_says_in_words_how_the_teams_compare(explore, counted):
    assert explore().context["sentence"] == (
        "In their latest counts, 1 of 2 teams are at the goal of 60%. "
        "The latest counts lie between 25% and 75%."
    )


def test_where_lower_is_better_the_goal_is_reached_from_above(explore, cast):
    metric = MetricFactory(
        collaborative=cast.collaborative, definition__better=Better.DOWN, definition__goal=30
    )
    with scopes_disabled():
        ValueFactory(team=cast.team, metric=metric, numerator=4)
    assert explore().context["sentence"] == (
        "In its latest count, 1 of 1 team is at the goal of 30%. 1 team has no number yet."
    )


def test_the_table_has_each_teams_latest_number_and_median(explore, cast, counted):
    first, other = explore(by="week").context["lines"]
    assert (first.team, first.latest, first.when) == (cast.team, "75%", "Apr 6, 2026")
    assert (first.median, other.median) == ("65.6%", "25%")
    assert first.reported.startswith("6 of ")
    assert first.url == cast.url(f"metrics/measure/talks/?team={cast.team.pk}&by=week")


def test_every_number_stands_in_the_second_table(explore, cast, counted):
    periods = explore(by="week").context["periods"]
    assert periods[-1] == {
        "label": "Mar 2, 2026",
        "values": [(cast.team, "50%"), (cast.other_team, "25%")],
    }


def test_months_on_demand(explore, counted):
    response = explore(by="month")
    assert [line.latest for line in response.context["lines"]] == ["75%", "25%"]
    assert response.context["lines"][0].when == "April 2026"


def test_only_the_chosen_teams(explore, cast, counted):
    response = explore(measure="talks", by="week", team=[cast.other_team.pk])
    assert [line.team for line in response.context["lines"]] == [cast.other_team]


def test_the_chart_asks_for_what_the_table_shows(explore, client, cast, counted):
    response = explore(measure="talks", by="month", team=[cast.other_team.pk])
    source = response.context["source"]
    query = parse_qs(urlsplit(source).query)
    assert query == {"grain": ["month"], "team": [str(cast.other_team.pk)]}
    assert f'data-source="{source.replace("&", "&amp;")}"' in response.content.decode()
    (team,) = client.get(source).json()["teams"]
    values = [f"{point['value']:.0f}%" for point in team["points"] if point["value"] is not None]
    shown = [period["values"][0][1] for period in response.context["periods"]]
    assert values == [text for text in reversed(shown) if text != "–"]


@pytest.mark.parametrize(
    ("query", "field"),
    (({"measure": "none"}, "measure"), ({"by": "day"}, "by"), ({"team": "0"}, "team")),
)
def test_a_choice_that_does_not_exist_is_told_beside_the_field(explore, counted, query, field):
    response = explore(**query)
    assert list(response.context["form"].errors) == [field]
    assert "lines" not in response.context


def test_more_lines_than_can_be_told_apart_are_refused(explore, cast, counted):
    teams = [CoreTeamFactory(collaborative=cast.collaborative) for _ in range(9)]
    many = [cast.team.pk, cast.other_team.pk, *(team.pk for team in teams)]
    refused = explore(team=many)
    assert refused.context["form"].errors["team"] == [
        "Choose ten teams or fewer: more lines cannot be told apart."
    ]
    assert "Nothing to compare yet" not in refused.content.decode()
    assert len(explore().context["lines"]) == 10


def test_a_measure_nobody_has_counted(explore, metric):
    text = explore().content.decode()
    assert "Nothing to compare yet" in text
    assert "explore.js" not in text


def test_a_collaborative_without_measures(explore):
    assert "Nothing to compare yet" in explore().content.decode()


def test_nothing_is_loaded_before_it_is_asked_for(explore, counted):
    text = explore().content.decode()
    assert text.count("plotly.min.js") == 1
    assert 'data-bundle="/static/vendor/plotly/plotly.min.js"' in text


def test_styles_are_loosened_on_this_page_only(explore, client, cast, counted):
    page = directives(explore())
    assert page.pop("style-src") == "'self' 'unsafe-inline'"
    assert page == directives(client.get(cast.url("home/")))
    assert "style-src" not in directives(explore("member"))


def test_no_page_allows_another_host(explore, counted):
    sources = " ".join(directives(explore()).values()).split()
    assert set(sources) == {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}


@pytest.fixture(params=(1, 3))
def reader_of_teams(request, db):
    """Somebody on the implementation team, beside one team or three that have counted."""
    collaborative = CollaborativeFactory()
    metric = MetricFactory(collaborative=collaborative)
    for _ in range(request.param):
        ValueFactory(team=CoreTeamFactory(collaborative=collaborative), metric=metric)
    reader = MembershipFactory(collaborative=collaborative)
    MembershipRoleFactory(membership=reader)
    return SimpleNamespace(
        reader=reader, metric=metric, slug=collaborative.slug, count=request.param
    )


def test_the_number_of_queries_does_not_grow(client, reader_of_teams, django_assert_num_queries):
    client.force_login(reader_of_teams.reader.user)
    with django_assert_num_queries(9):
        response = client.get(f"/c/{reader_of_teams.slug}/explore/")
    assert len(response.context["lines"]) == reader_of_teams.count


def test_the_bundle_is_found_in_the_package():
    found = finders.find("vendor/plotly/plotly.min.js")
    assert found.endswith("plotly/package_data/plotly.min.js")
    with open(found, encoding="utf-8") as bundle:  # noqa: PTH123 -- a name, as finders give it
        assert "plotly.js v" in bundle.read(200)


def test_nothing_else_of_the_package_is_served():
    finder = get_finder("bsc.home.finders.PlotlyFinder")
    assert [name for name, _ in finder.list(None)] == ["plotly.min.js"]
    assert list(finder.list(["*.js"])) == []
    assert finders.find("vendor/plotly/widgetbundle.js") is None
    assert finder.find("vendor/plotly/../plotly/plotly.min.js") == []


def test_a_package_without_the_bundle_is_told_at_the_start(tmp_path):
    finder = PlotlyFinder()
    assert finder.check() == []
    finder.storage = type(finder.storage)(location=tmp_path)
    assert [error.id for error in finder.check()] == ["home.E001"]
