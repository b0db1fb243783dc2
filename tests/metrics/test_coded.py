"""What an observer takes along: months of centers under codes, nobody small, nothing to subtract."""

import json
import re
from datetime import date

import pytest

from metrics.enums import Kind
from tests.factories import ClassroomFactory, CoreTeamFactory
from tests.factories.metrics import GroupFactory, MetricFactory, ValueFactory
from tests.metrics.helpers import AUGUST, count_weeks
from tests.metrics.test_files import COUNTED, download

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def five(cast):
    """Five teams, the first of the cast among them."""
    more = [CoreTeamFactory(collaborative=cast.collaborative) for _ in range(3)]
    return [cast.team, cast.other_team, *more]


def coded(client, cast):
    """Return the observer's rows, and what they say as (month, group, counted, out of)."""
    rows = download(client, cast, "observer", "numbers.csv?team=all")[1:]
    return rows, sorted((row[4], row[6], row[7], row[8]) for row in rows)


def test_an_observer_gets_codes_and_nothing_that_points_to_anybody(client, cast, five):
    metric = MetricFactory(collaborative=cast.collaborative)
    room = ClassroomFactory(center=cast.team.center, organization=cast.team.organization)
    own = MetricFactory(collaborative=cast.collaborative, team=cast.team)
    groups = [GroupFactory(collaborative=cast.collaborative, name=name) for name in ("A", "B", "C")]
    for team in five:
        ValueFactory(team=team, metric=metric, period_start=COUNTED, note="Ana was ill")
        for group, size in zip(groups, (3, 7, 30), strict=True):
            ValueFactory(
                team=team, metric=metric, group=group, grain="month", period_start=AUGUST,
                numerator=1, denominator=size,
            )  # fmt: skip
    ValueFactory(
        team=cast.team, metric=metric, classroom=room, organization=room.organization,
        period_start=date(2026, 8, 3),
    )  # fmt: skip
    ValueFactory(team=cast.team, metric=own, period_start=COUNTED)
    ValueFactory(team=five[1], metric=metric, period_start=date(2026, 7, 6))
    rows, _said = coded(client, cast)
    text = json.dumps(rows)
    for hidden in (cast.team.name, room.name, own.key, "Ana was ill"):
        assert hidden not in text
    assert len({row[0] for row in rows}) == 5
    assert all(re.fullmatch(r"Center [0-9A-F]{6}", row[0]) for row in rows)
    # A month of two teams only is left out; of three groups the small one and the next are.
    assert {(row[3], row[4], row[6]) for row in rows} == {
        ("Month", "2026-08-01", ""), ("Month", "2026-08-01", "C"),
    }  # fmt: skip
    full = download(client, cast, "implementation", "numbers.csv?team=all")
    assert cast.team.name in json.dumps(full)


def test_an_observer_gets_months_and_no_week_to_take_off_them(client, cast, five):
    metric = MetricFactory(collaborative=cast.collaborative)
    for team in five:
        ValueFactory(team=team, metric=metric, period_start=COUNTED)
        ValueFactory(team=team, metric=metric, period_start=date(2026, 8, 10), denominator=9)
    ValueFactory(
        team=cast.team, metric=metric, grain="month", period_start=AUGUST,
        numerator=20, denominator=28,
    )  # fmt: skip
    rows, said = coded(client, cast)
    assert {row[3] for row in rows} == {"Month"}
    assert said == [*4 * [("2026-08-01", "", "16", "25")], ("2026-08-01", "", "20", "28")]


@pytest.mark.parametrize("kind", (Kind.PERCENT, Kind.AVERAGE))
def test_fewer_than_five_people_are_hidden_from_an_observer(client, cast, five, kind):
    metric = MetricFactory(
        collaborative=cast.collaborative, definition__kind=kind, definition__sampling="monthly"
    )
    for team, people in zip(five, (4, 16, 20, 20, 20), strict=True):
        ValueFactory(
            team=team, metric=metric, grain="month", period_start=AUGUST,
            numerator=2, denominator=people,
        )  # fmt: skip
    # With the next larger center, or the sum over all teams would tell.
    assert coded(client, cast)[1] == 3 * [("2026-08-01", "", "2", "20")]


def test_a_group_that_is_hidden_in_one_center_is_hidden_in_all(client, cast, five):
    metric = MetricFactory(collaborative=cast.collaborative, definition__sampling="monthly")
    groups = [GroupFactory(collaborative=cast.collaborative, name=name) for name in ("A", "B", "C")]
    for team in five:
        for group, people in zip(groups, (3 if team == cast.team else 9, 8, 30), strict=True):
            ValueFactory(
                team=team, metric=metric, group=group, grain="month", period_start=AUGUST,
                numerator=1, denominator=people,
            )  # fmt: skip
    assert {group for _month, group, *_count in coded(client, cast)[1]} == {"C"}


@pytest.mark.parametrize("rows", (5, 7))
def test_queries_of_an_observers_file(client, cast, metric, rows, django_assert_num_queries):
    for _ in range(rows):
        count_weeks(CoreTeamFactory(collaborative=cast.collaborative), metric, 14)
    cast.sign_in(client, "observer")
    with django_assert_num_queries(11):
        client.get(cast.url("metrics/files/numbers.csv?team=all"))
