"""Explore: teams side by side on one measure."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import get_finder
from django_scopes import scopes_disabled

from bsc.home.finders import PlotlyFinder
from metrics import annotations
from metrics.enums import Better
from tests.cast import cast_gets
from tests.factories import (
    CollaborativeFactory,
    CoreTeamFactory,
    MembershipFactory,
    MembershipRoleFactory,
)
from tests.factories.metrics import (
    ChartExclusionFactory,
    ChartPhaseFactory,
    MetricFactory,
    ValueFactory,
)

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


def panel_of(response, number=0):
    return response.context["panels"][number]


def directives(response):
    policy = response.headers["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, faculty=200, others=403))
def test_who_may_see_the_page(client, cast, counted, who, status):
    assert cast.get(client, who, "explore/") == status


def test_it_says_in_words_how_the_teams_compare(explore, counted):
    assert panel_of(explore())["sentence"] == (
        "In their latest counts, 1 of 2 teams are at the goal of 60%. "
        "The latest counts lie between 25% and 75%."
    )


def test_where_lower_is_better_the_goal_is_reached_from_above(explore, cast):
    metric = MetricFactory(
        collaborative=cast.collaborative, definition__better=Better.DOWN, definition__goal=30
    )
    with scopes_disabled():
        ValueFactory(team=cast.team, metric=metric, numerator=4)
    assert panel_of(explore())["sentence"] == (
        "In its latest count, 1 of 1 team is at the goal of 30%. 1 team has no number yet."
    )


def test_the_table_has_each_teams_latest_number_and_median(explore, cast, counted):
    first, other = panel_of(explore(by="week"))["rows"]
    assert (first.team, first.latest, first.when) == (cast.team, "75%", "Apr 6, 2026")
    assert (first.centre, other.centre) == ("65.6%", "25%")
    assert first.reported.startswith("6 of ")
    assert first.url == cast.url(f"metrics/measure/talks/?team={cast.team.pk}&by=week")


def test_every_number_stands_in_the_second_table(explore, cast, counted):
    oldest = panel_of(explore(by="week"))["periods"][-1]
    assert oldest.label == "Mar 2, 2026"
    assert oldest.values == ((cast.team, "50%"), (cast.other_team, "25%"))


def test_months_on_demand(explore, counted):
    rows = panel_of(explore(by="month"))["rows"]
    assert [row.latest for row in rows] == ["75%", "25%"]
    assert rows[0].when == "April 2026"


def test_only_the_chosen_teams(explore, cast, counted):
    response = explore(measure="talks", by="week", team=[cast.other_team.pk])
    assert [row.team for row in panel_of(response)["rows"]] == [cast.other_team]


def test_two_measures(explore, cast, counted):
    second = MetricFactory(collaborative=cast.collaborative, key="calm", name="Calm days")
    with scopes_disabled():
        ValueFactory(team=cast.team, metric=second, period_start=MONDAY)
    response = explore(measure="talks", also="calm")
    assert [panel["metric"].key for panel in response.context["panels"]] == ["talks", "calm"]
    assert panel_of(response, 1)["rows"][0].latest == "50%"
    assert len(explore(measure="talks", also="talks").context["panels"]) == 1


def test_a_part_of_the_time_moves_no_line(explore, counted):
    whole, part = explore(), explore(first="2026-04", last="2026-04")
    assert [row.label for row in panel_of(part)["periods"]][-1] == "Mar 30, 2026"  # by Thursday
    assert panel_of(part)["rows"][0].reported.startswith("2 of ")
    assert panel_of(part)["rows"][0].centre == panel_of(whole)["rows"][0].centre
    assert "come from all values of a team" in part.content.decode()
    assert "come from all values of a team" not in whole.content.decode()


class TestKindOfChart:
    @pytest.fixture
    def steady(self, cast, metric):
        """24 weeks up and down in the first team, five in the other."""
        for week, numerator in enumerate((7, 9, 7, 9, 8, 9, 7, 9, 7, 8, 9, 7) * 2):
            day = MONDAY + timedelta(weeks=week)
            ValueFactory(team=cast.team, metric=metric, period_start=day, numerator=numerator)
            if week < 5:
                ValueFactory(team=cast.other_team, metric=metric, period_start=day)

    @pytest.mark.parametrize(
        ("kind", "label"),
        (
            ("run", "Run chart"),
            ("i", "I chart (single values)"),
            ("fits", "P chart (shares)"),
        ),
    )
    def test_as_each_teams_values_allow(self, explore, steady, kind, label):
        response = explore(kind=kind)
        first, other = panel_of(response)["rows"]
        assert (first.kind, other.kind) == (label, "Run chart")
        assert first.why_not == ""
        assert ("Control limits take at least 12 values" in other.why_not) == (kind != "run")
        assert panel_of(response)["has_limits"] == (kind != "run")
        assert (first.limits == "–", other.limits) == (kind == "run", "–")
        assert ("&kind=" in first.url, "&kind=" in other.url) == (kind != "run", False)

    def test_what_is_drawn_has_the_limits(self, client, explore, steady):
        source = explore(kind="fits").context["source"]
        first, other = client.get(source).json()["panels"][0]["lines"]
        assert all(spot["lower"] < spot["centre"] < spot["upper"] for spot in first["spots"][:24])
        assert {spot["upper"] for spot in other["spots"]} == {None}


def test_phases_signs_and_points_left_out(explore, client, cast, metric):
    for week, numerator in enumerate((8, 9, 7, 9, 8, 9, 7, 9, 7, 8, 9, 7, *[14] * 10)):
        day = MONDAY + timedelta(weeks=week)
        ValueFactory(team=cast.team, metric=metric, period_start=day, numerator=numerator)
    about = {"team": cast.team, "metric": metric, "by": cast.leader}
    ChartExclusionFactory(**about, period_start=MONDAY)
    texts = [row.values[0][1] for row in panel_of(explore())["periods"]]
    assert texts[-1] == "50% (left out)"
    assert texts.count("87.5% (sign of change)") == 10
    ChartPhaseFactory(**about, starts_on=MONDAY + timedelta(weeks=12))
    response = explore()
    texts = [row.values[0][1] for row in panel_of(response)["periods"]]
    assert texts.count("87.5%") == 10
    spots = client.get(response.context["source"]).json()["panels"][0]["lines"][0]["spots"]
    assert [spot["phase"] for spot in spots[10:14]] == [0, 0, 1, 1]
    assert spots[12]["centre"] == 87.5
    assert spots[0]["out"]


class TestTests:
    @pytest.fixture
    def tried(self, monkeypatch, cast, counted, metric):
        """Two tests of one day, one of the other team before, and how often it was asked."""
        asked = []

        def give(teams, metrics, start, end, *, member):
            asked.append((start, end, member))
            return [
                annotations.Placed(
                    team.pk,
                    one.pk,
                    annotations.Annotation(MONDAY + timedelta(days=n), label, "/t/"),
                )
                for team, n, label in (
                    (cast.team, 9, "Notes"),
                    (cast.other_team, 9, "Songs"),
                    (cast.other_team, 1, "Doors"),
                )
                for one in metrics
            ]

        monkeypatch.setattr(annotations, "_annotators", [give])
        return asked

    def test_they_are_numbered_by_day_over_everything(self, explore, cast, tried):
        response = explore()
        assert [(test.number, test.mark.label) for test in response.context["tests"]] == [
            (1, "Doors"),
            (2, "Notes"),
            (3, "Songs"),
        ]
        assert [row.tests for row in panel_of(response)["rows"]] == ["2", "1, 3"]

    def test_a_test_on_two_measures_has_one_number(self, explore, cast, tried):
        second = MetricFactory(collaborative=cast.collaborative, key="calm")
        with scopes_disabled():
            ValueFactory(team=cast.team, metric=second, period_start=MONDAY + timedelta(weeks=1))
        response = explore(also="calm")
        assert len(response.context["tests"]) == 3
        assert panel_of(response, 1)["rows"][0].tests == "2"

    def test_they_are_those_of_the_time_shown_and_of_this_reader(self, explore, cast, tried):
        explore(first="2026-04", last="2026-04")
        assert tried == [(date(2026, 3, 30), tried[0][1], cast.implementation)]

    def test_the_chart_and_the_file_have_them(self, explore, client, tried):
        response = explore()
        drawn = client.get(response.context["source"]).json()
        assert drawn["tests"][0]["label"] == "Doors"
        assert drawn["panels"][0]["lines"][1]["spots"][0]["tests"] == [1]
        assert "1: Doors" in client.get(response.context["file"]).content.decode()


@pytest.mark.parametrize("path", ("lines.json", "numbers.csv"))
class TestWhatTheChartAndTheFileAskFor:
    @pytest.mark.parametrize(
        ("who", "status"), cast_gets(implementation=200, faculty=200, others=403)
    )
    def test_who_may(self, client, cast, counted, path, who, status):
        assert cast.get(client, who, f"explore/{path}") == status

    @pytest.mark.parametrize("query", ("by=day", "team=0", "measure=none", "last=2020-01"))
    def test_what_cannot_be_shown_is_not_found(self, client, cast, counted, path, query):
        assert cast.get(client, "implementation", f"explore/{path}?{query}") == 404

    def test_without_measures_there_is_nothing(self, client, cast, path):
        assert cast.get(client, "implementation", f"explore/{path}") == 404


def test_the_chart_draws_what_the_table_shows(explore, client, cast, counted):
    response = explore(measure="talks", by="month", team=[cast.other_team.pk])
    source = response.context["source"]
    assert f'data-source="{source.replace("&", "&amp;")}"' in response.content.decode()
    [line] = client.get(source).json()["panels"][0]["lines"]
    values = [f"{spot['value']:.0f}%" for spot in line["spots"] if spot["value"] is not None]
    shown = [row.values[0][1] for row in panel_of(response)["periods"]]
    assert values == [text for text in reversed(shown) if text != "–"]


def test_the_file_holds_exactly_what_is_drawn(explore, client, cast, counted):
    cast.team.name = "=Oak"
    with scopes_disabled():
        cast.team.save()
    response = explore(first="2026-03", last="2026-03")
    drawn = client.get(response.context["source"]).json()["panels"][0]["lines"]
    answer = client.get(response.context["file"])
    assert 'filename="talks.csv"' in answer["Content-Disposition"]
    header, *rows = csv.reader(StringIO(answer.content.decode("utf-8-sig")))
    spots = [(line["team"], spot) for line in drawn for spot in line["spots"]]
    assert len(rows) == len(spots)
    for row, (team, spot) in zip(rows, spots, strict=True):
        told = dict(zip(header, row, strict=True))
        assert told["Team"] == team.replace("=Oak", "'=Oak")
        assert told["Starts on"] == spot["start"]
        assert float(told["Value"]) == spot["value"]
        assert float(told["Center line"]) == spot["centre"]


@pytest.mark.parametrize(
    ("query", "field"),
    (
        ({"measure": "none"}, "measure"),
        ({"also": "none"}, "also"),
        ({"by": "day"}, "by"),
        ({"kind": "pie"}, "kind"),
        ({"team": "0"}, "team"),
        ({"first": "2020-01"}, "first"),
        ({"first": "x"}, "first"),
        ({"first": "2026-04", "last": "2026-03"}, "last"),
    ),
)
def test_a_choice_that_does_not_exist_is_told_beside_the_field(explore, counted, query, field):
    response = explore(**query)
    assert list(response.context["form"].errors) == [field]
    assert "panels" not in response.context


def test_more_lines_than_can_be_told_apart_are_refused(explore, cast, counted):
    teams = [CoreTeamFactory(collaborative=cast.collaborative) for _ in range(9)]
    many = [cast.team.pk, cast.other_team.pk, *(team.pk for team in teams)]
    refused = explore(team=many)
    assert refused.context["form"].errors["team"] == [
        "Choose ten teams or fewer: more lines cannot be told apart."
    ]
    assert "Nothing to compare yet" not in refused.content.decode()
    assert len(panel_of(explore())["rows"]) == 10


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
    with django_assert_num_queries(14):
        response = client.get(f"/c/{reader_of_teams.slug}/explore/")
    assert len(panel_of(response)["rows"]) == reader_of_teams.count


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
