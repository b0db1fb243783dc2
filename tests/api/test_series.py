"""``GET metrics/<id>/series/``: the teams' counts, for those who see all teams."""

from datetime import date
from types import SimpleNamespace

import pytest
from django_scopes import scopes_disabled

from centers.models import CoreTeam
from metrics.enums import Grain
from tests.cast import cast_gets
from tests.factories import (
    CollaborativeFactory,
    CoreTeamFactory,
    MembershipFactory,
    MembershipRoleFactory,
)
from tests.factories.metrics import MetricFactory, ValueFactory


@pytest.fixture
def metric(cast):
    return MetricFactory(collaborative=cast.collaborative, key="talks", name="Families talked with")


@pytest.fixture
def counted(cast, metric):
    """Two weeks of the first team with one missing between, one month typed by the other."""
    for day, numerator in ((2, 8), (16, 12)):
        ValueFactory(
            team=cast.team, metric=metric, period_start=date(2026, 3, day), numerator=numerator
        )
    ValueFactory(
        team=cast.other_team,
        metric=metric,
        grain=Grain.MONTH,
        period_start=date(2026, 3, 1),
        numerator=9,
        denominator=10,
    )


@pytest.fixture
def ask(client, cast, metric):
    """Ask as the implementation team, or as somebody else."""

    def do(who="implementation", pk=metric.pk, **query):
        cast.sign_in(client, who)
        return client.get(f"/api/v1/c/{cast.collaborative.slug}/metrics/{pk}/series/", query)

    return do


@pytest.mark.parametrize(
    ("who", "status"), cast_gets(implementation=200, faculty=200, others=403, anonymous=401)
)
def test_who_may_read(ask, who, status):
    assert ask(who).status_code == status


def test_the_measure_and_its_weeks(ask, cast, counted):
    answer = ask(grain="week", team=cast.team.pk).json()
    assert answer["grain"] == "week"
    assert answer["measure"]["name"] == "Families talked with"
    assert (answer["measure"]["unit"], answer["measure"]["goal"]) == ("%", 90.0)
    (team,) = answer["teams"]
    assert (team["id"], team["name"]) == (cast.team.pk, cast.team.name)
    assert team["points"][:3] == [
        {"start": "2026-03-02", "numerator": 8.0, "denominator": 16.0, "value": 50.0},
        {"start": "2026-03-09", "numerator": None, "denominator": None, "value": None},
        {"start": "2026-03-16", "numerator": 12.0, "denominator": 16.0, "value": 75.0},
    ]


def test_months_are_summed_from_weeks_or_typed(ask, cast, counted):
    teams = ask(grain="month").json()["teams"]
    march = {team["id"]: team["points"][0] for team in teams}
    assert march == {
        cast.team.pk: {
            "start": "2026-03-01", "numerator": 20.0, "denominator": 32.0, "value": 62.5,
        },
        cast.other_team.pk: {
            "start": "2026-03-01", "numerator": 9.0, "denominator": 10.0, "value": 90.0,
        },
    }  # fmt: skip


def test_without_a_question_every_active_team_as_the_measure_is_counted(ask, cast, counted):
    gone = CoreTeamFactory(collaborative=cast.collaborative, status=CoreTeam.Status.LEFT)
    answer = ask().json()
    assert answer["grain"] == "week"
    assert gone.name not in [team["name"] for team in answer["teams"]]
    assert [team["id"] for team in answer["teams"]] == [cast.team.pk, cast.other_team.pk]


def test_another_collaboratives_team_and_measure_do_not_come_out(ask, cast, counted):
    theirs = CoreTeamFactory()
    foreign = MetricFactory(collaborative=theirs.collaborative)
    with scopes_disabled():
        ValueFactory(team=theirs, metric=foreign)
    assert ask(team=theirs.pk).json()["teams"] == []
    assert ask(pk=foreign.pk).status_code == 404


@pytest.mark.parametrize(
    ("query", "field"),
    (({"grain": "day"}, "grain"), ({"team": "first"}, "team"), ({"team": 2**70}, "team")),
)
def test_a_question_it_does_not_understand_is_400_and_says_where(ask, query, field):
    answer = ask(**query)
    assert answer.status_code == 400
    assert [name.split(".")[0] for name in answer.json()["errors"]] == [field]


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
    path = f"/api/v1/c/{reader_of_teams.slug}/metrics/{reader_of_teams.metric.pk}/series/"
    with django_assert_num_queries(9):
        answer = client.get(path)
    assert len(answer.json()["teams"]) == reader_of_teams.count


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200, anonymous=401))
def test_everybody_may_read_the_total(api, metric, counted, who, status):
    assert api.get(f"metrics/{metric.pk}/total/", who).status_code == status


def test_the_total_is_summed_and_says_how_many_teams_are_in_it(api, metric, counted):
    said = api.get(f"metrics/{metric.pk}/total/").json()
    assert said["grain"] == "week"
    first = said["points"][0]
    assert (first["numerator"], first["value"], first["teams"]) == (8.0, 50.0, 1)


def test_an_observer_sees_no_total_in_which_a_team_could_be_recognised(api, metric, counted):
    assert api.get(f"metrics/{metric.pk}/total/", "observer").json()["points"] == []
