"""Who gets which page of numbers, and what it costs."""

from datetime import date

import pytest

from tests.cast import cast_gets
from tests.factories import CoreTeamFactory
from tests.factories.metrics import MetricFactory, ValueFactory
from tests.metrics.helpers import count_weeks, month_fields, page_of, stamp_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

EVERYBODY = {"member": 200, "teammate": 200, "leader": 200, "family": 200}


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(**EVERYBODY, other_center=200, faculty=302, implementation=302, observer=302),
)
def test_the_list(client, cast, metric, who, status):
    assert cast.get(client, who, "metrics/") == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(**EVERYBODY, other_center=404, faculty=200, implementation=200, observer=404),
)
def test_the_list_of_a_named_team(client, cast, metric, who, status):
    assert cast.get(client, who, f"metrics/?team={cast.team.pk}") == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(**EVERYBODY, other_center=404, faculty=200, implementation=200, observer=404),
)
@pytest.mark.parametrize("page", ("measure/talks/", "measure/talks/numbers.csv"))
def test_a_measure_of_a_named_team(client, cast, metric, who, status, page):
    assert cast.get(client, who, f"metrics/{page}?team={cast.team.pk}") == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(**EVERYBODY, other_center=404, faculty=403, implementation=200, observer=404),
)
def test_the_weeks_of_a_named_team(client, cast, metric, who, status):
    assert cast.get(client, who, f"metrics/weeks/?team={cast.team.pk}") == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(**EVERYBODY, other_center=404, faculty=200, implementation=200, observer=404),
)
def test_the_month_of_a_named_team(client, cast, metric, who, status):
    assert cast.get(client, who, f"metrics/month/2026-08/?team={cast.team.pk}") == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=403, teammate=403, leader=302, family=403,
        other_center=404, faculty=403, implementation=302, observer=404,
    ),
)  # fmt: skip
def test_who_may_send_a_month(client, cast, metric, who, status):
    address = f"metrics/month/2026-08/?team={cast.team.pk}"
    data = month_fields(metric, "30", "60") | {"action": "send"}
    data["stamp"] = stamp_of(page_of(client, cast, "leader", address))
    assert cast.post(client, who, address, data) == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=403, teammate=403, leader=403, family=403,
        other_center=404, faculty=403, implementation=302, observer=404,
    ),
)  # fmt: skip
def test_who_may_open_a_month_again(client, cast, metric, who, status):
    address = f"metrics/month/2026-07/reopen/?team={cast.team.pk}"
    assert cast.post(client, who, address) == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200))
def test_the_overview(client, cast, metric, who, status):
    assert cast.get(client, who, "metrics/overview/") == status


def test_an_observer_sees_counts_without_names(client, cast, metric):
    page = page_of(client, cast, "observer", "metrics/overview/")
    assert "All teams together" in page
    assert cast.team.name not in page
    assert cast.other_team.name not in page


def test_an_observer_sees_a_sum_only_of_five_teams_or_more(client, cast, metric):
    teams = [cast.team, cast.other_team]
    teams += [CoreTeamFactory(collaborative=cast.collaborative) for _ in range(3)]
    for team in teams[1:]:
        ValueFactory(team=team, metric=metric, period_start=date(2026, 2, 2), numerator=13)
    few = page_of(client, cast, "observer", "metrics/overview/")
    assert "once five teams have counted" in few
    assert "chart-wide" not in few
    assert "chart-wide" in page_of(client, cast, "implementation", "metrics/overview/")
    ValueFactory(team=teams[0], metric=metric, period_start=date(2026, 2, 2), numerator=13)
    assert "chart-wide" in page_of(client, cast, "observer", "metrics/overview/")


@pytest.mark.parametrize("team", ("²", "-1", "1" * 5000, "x", "99999999999999999999"))
def test_a_team_that_is_no_number_is_not_found(client, cast, metric, team):
    assert (
        cast.sign_in(client, "member").get(cast.url("metrics/"), {"team": team}).status_code == 404
    )
    assert cast.get(client, "member", f"metrics/?team={cast.team.pk}") == 200


def test_another_center_sees_the_small_chart_but_no_counts(client, cast, metric):
    page = page_of(client, cast, "other_center", "metrics/overview/")
    assert cast.team.name in page
    assert f"?team={cast.team.pk}" not in page
    assert "Month by month" not in page


def test_staff_see_the_grid_and_only_the_implementation_team_the_letter(client, cast, metric):
    coach = page_of(client, cast, "faculty", "metrics/overview/")
    assert "Month by month" in coach
    assert "/nudge/" not in coach
    assert "/nudge/" in page_of(client, cast, "implementation", "metrics/overview/")


def test_families_read_how_it_is_going(client, cast, metric):
    page = page_of(client, cast, "family", "metrics/")
    assert "How it is going" in page
    assert "Send this month" not in page


@pytest.mark.parametrize("rows", (1, 3))
def test_queries_of_the_overview(client, cast, metric, rows, django_assert_num_queries):
    for _ in range(rows):
        count_weeks(CoreTeamFactory(collaborative=cast.collaborative), metric, 14)
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(22):
        client.get(cast.url("metrics/overview/"))


@pytest.mark.parametrize("rows", (1, 3))
@pytest.mark.parametrize(
    ("path", "queries"),
    (
        ("metrics/", 16),
        ("metrics/weeks/", 11),
        ("metrics/month/2026-08/", 15),
        ("metrics/measure/talks/", 15),
    ),
)
def test_queries_of_the_team_pages(
    client, cast, metric, rows, path, queries, django_assert_num_queries
):
    for number in range(rows - 1):
        more = MetricFactory(collaborative=cast.collaborative, key=f"more-{number}")
        count_weeks(cast.team, more, 14)
    cast.sign_in(client, "leader")
    with django_assert_num_queries(queries):
        client.get(cast.url(path))
