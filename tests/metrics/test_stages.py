"""How a measure comes into use: drafted, piloted by some teams, released, retired, brought back."""

from datetime import date

import pytest

from metrics.enums import MetricStage, SubmissionStatus
from metrics.models import Metric, PilotTeam
from metrics.queries import metrics_in_use, metrics_of
from tests.cast import cast_gets
from tests.factories import CoreTeamFactory
from tests.factories.metrics import MetricFactory, MonthlySubmissionFactory
from tests.metrics.helpers import AUGUST, count_weeks, inside, month_fields, page_of, stamp_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def draft(cast):
    return MetricFactory(
        collaborative=cast.collaborative, key="draft", plain_name="New", stage=MetricStage.DRAFT
    )


def keys(found):
    return [metric.key for metric in found]


def pilot(client, cast, *teams, key="draft"):
    cast.sign_in(client, "implementation")
    return client.post(
        cast.url(f"metrics/measures/{key}/pilot/"), {"teams": [team.pk for team in teams]}
    )


def move(client, cast, what, key="draft", who="implementation"):
    return cast.post(client, who, f"metrics/measures/{key}/stage/", {"move": what})


def release(client, cast, month="2026-09-01", key="draft"):
    return cast.post(
        client, "implementation", f"metrics/measures/{key}/release/", {"from_month": month}
    )


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, faculty=403, others=404))
@pytest.mark.parametrize("page", ("pilot", "release"))
def test_who_may_move_a_draft_on(client, cast, draft, who, status, page):
    assert cast.get(client, who, f"metrics/measures/draft/{page}/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=302, others=403))
def test_who_may_retire_what_all_count(client, cast, metric, who, status):
    assert cast.post(client, who, "metrics/measures/talks/stage/", {"move": "retire"}) == status


def test_exactly_the_chosen_teams_pilot_it(client, cast, metric, draft):
    third = CoreTeamFactory(collaborative=cast.collaborative)
    assert pilot(client, cast, cast.team, third).status_code == 302
    with inside(cast.team):
        assert keys(metrics_of(cast.team)) == ["talks", "draft"]
        assert keys(metrics_of(third)) == ["talks", "draft"]
        assert keys(metrics_of(cast.other_team)) == ["talks"]
        assert keys(metrics_in_use()) == ["talks"]
    pilot(client, cast, cast.other_team)
    with inside(cast.team):
        assert [row.team for row in PilotTeam.objects.all()] == [cast.other_team]
        assert keys(metrics_of(cast.team)) == ["talks"]


def test_a_pilot_without_teams_is_none(client, cast, draft):
    assert "This field is required" in pilot(client, cast).content.decode()
    with inside(cast.team):
        assert Metric.objects.get().stage == MetricStage.DRAFT


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=200, teammate=200, leader=200, family=200, faculty=200, implementation=200,
        other_center=404, observer=404,
    ),
)  # fmt: skip
def test_who_reads_the_definition_of_a_pilot(client, cast, draft, who, status):
    pilot(client, cast, cast.team)
    assert cast.get(client, who, "metrics/measures/draft/") == status


def test_a_pilot_stands_on_the_pages_of_its_teams_only(client, cast, metric, draft):
    pilot(client, cast, cast.team)
    for page in ("metrics/", "metrics/weeks/", "metrics/month/2026-08/"):
        assert "New" in page_of(client, cast, "leader", page)
        assert "New" not in page_of(client, cast, "other_center", page)
    assert "We try this one out" in page_of(client, cast, "leader", "metrics/")
    assert "New" not in page_of(client, cast, "implementation", "metrics/overview/")


def test_a_pilot_never_stops_a_month_from_being_sent(client, cast, metric, draft):
    pilot(client, cast, cast.team)
    address = "metrics/month/2026-08/"
    data = month_fields(metric, "30", "60") | {"action": "send"}
    data["stamp"] = stamp_of(page_of(client, cast, "leader", address))
    assert cast.post(client, "leader", address, data) == 302


def test_an_optional_measure_never_stops_a_month_either(client, cast, metric):
    MetricFactory(collaborative=cast.collaborative, key="extra", required=False)
    address = "metrics/month/2026-08/"
    data = month_fields(metric, "30", "60") | {"action": "send"}
    data["stamp"] = stamp_of(page_of(client, cast, "leader", address))
    assert cast.post(client, "leader", address, data) == 302


def test_a_required_measure_does(client, cast, metric):
    MetricFactory(collaborative=cast.collaborative, key="extra")
    address = "metrics/month/2026-08/"
    data = month_fields(metric, "30", "60") | {"action": "send"}
    data["stamp"] = stamp_of(page_of(client, cast, "leader", address))
    assert cast.post(client, "leader", address, data) == 200


def test_a_pilot_goes_back_to_the_drafts_or_is_released(client, cast, draft):
    pilot(client, cast, cast.team)
    assert move(client, cast, "draft") == 302
    with inside(cast.team):
        assert not metrics_of(cast.team).exists()
    pilot(client, cast, cast.team)
    assert release(client, cast) == 302
    with inside(cast.team):
        assert keys(metrics_in_use()) == ["draft"]
        assert keys(metrics_of(cast.other_team)) == ["draft"]


def test_released_late_it_is_not_asked_for_in_earlier_months(client, cast, metric, draft):
    """Its pilot teams counted it before; their months keep it."""
    count_weeks(cast.team, draft, 4)
    pilot(client, cast, cast.team)
    release(client, cast)
    with inside(cast.team):
        assert keys(metrics_of(cast.team, AUGUST)) == ["talks", "draft"]
        assert keys(metrics_of(cast.other_team, AUGUST)) == ["talks"]
        assert keys(metrics_in_use(AUGUST)) == ["talks"]
        assert keys(metrics_in_use(SEPTEMBER)) == ["talks", "draft"]
        assert [m.begins for m in metrics_in_use()] == [date(2026, 1, 1), SEPTEMBER]


def test_no_release_in_a_month_that_was_sent(client, cast, draft):
    MonthlySubmissionFactory(team=cast.other_team, month=AUGUST, status=SubmissionStatus.SUBMITTED)
    assert release(client, cast, "2026-08-01") == 200
    with inside(cast.team):
        assert Metric.objects.get().stage == MetricStage.DRAFT


def test_a_retired_measure_is_asked_for_no_more_and_its_months_keep_it(client, cast, metric):
    assert move(client, cast, "retire", "talks") == 302
    with inside(cast.team):
        assert not metrics_in_use().exists()
        assert keys(metrics_of(cast.team, AUGUST)) == ["talks"]
        assert not metrics_of(cast.team, SEPTEMBER).exists()
    assert cast.get(client, "member", "metrics/measure/talks/") == 200
    move(client, cast, "bring_back", "talks")
    with inside(cast.team):
        assert keys(metrics_in_use()) == ["talks"]


def test_a_draft_that_was_put_away_comes_back_as_a_draft(client, cast, draft):
    move(client, cast, "retire")
    move(client, cast, "bring_back")
    with inside(cast.team):
        assert Metric.objects.get().stage == MetricStage.DRAFT


def test_what_cannot_be_done_now_is_said(client, cast, metric):
    cast.sign_in(client, "implementation")
    page = client.post(
        cast.url("metrics/measures/talks/stage/"), {"move": "draft"}, follow=True
    ).content.decode()
    assert "the measure is “In use”" in page
    assert move(client, cast, "nonsense", "talks") == 404


@pytest.mark.parametrize("rows", (1, 3))
def test_the_measures_of_a_team_cost_two_queries(cast, rows, django_assert_num_queries):
    for number in range(rows):
        MetricFactory(collaborative=cast.collaborative)
        tried = MetricFactory(collaborative=cast.collaborative, stage=MetricStage.PILOT)
        with inside(cast.team):
            PilotTeam.objects.create(collaborative=cast.collaborative, metric=tried, team=cast.team)
        MetricFactory(collaborative=cast.collaborative, team=cast.team, key=f"own-{number}")
    with inside(cast.team):
        for month in (None, AUGUST):
            with django_assert_num_queries(2):
                assert len(metrics_of(cast.team, month)) == 3 * rows
