from datetime import date

import pytest
import time_machine

from bsc.tenancy.doors import inside
from centers.models import CoreTeam
from metrics.deadlines import own_months
from metrics.enums import SubmissionStatus
from tests.factories import MembershipRoleFactory
from tests.factories.metrics import MetricFactory, MonthlySubmissionFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 6, 17), date(2026, 9, 30)


@pytest.fixture(autouse=True)
def _first_of_july():
    with time_machine.travel("2026-07-01 12:00", tick=False):
        yield


@pytest.fixture
def measure(cast):
    for team in (cast.team, cast.other_team):
        team.status = CoreTeam.Status.ACTIVE
        team.save()
    return MetricFactory(collaborative=cast.collaborative)


def due(member):
    with inside(member.collaborative):
        return own_months(member, FIRST, LAST)


def test_the_months_of_a_team_stand_in_its_leaders_calendar(cast, measure):
    found = due(cast.leader)
    assert [(one.on, one.title) for one in found] == [
        (date(2026, 7, 10), "Send the numbers for June 2026"),
        (date(2026, 8, 10), "Send the numbers for July 2026"),
        (date(2026, 9, 10), "Send the numbers for August 2026"),
    ]
    assert found[0].uid == f"numbers-{cast.team.pk}-2026-06"
    assert found[0].url == cast.url(f"metrics/month/2026-06/?team={cast.team.pk}")
    # A month that is not over has no page yet.
    assert found[1].url == cast.url("metrics/")
    assert due(cast.member) == due(cast.family) == due(cast.faculty) == []
    assert due(cast.implementation) == []


def test_a_data_contact_has_them_too(cast, measure):
    MembershipRoleFactory(
        membership=cast.other_center, role="staff", team=cast.other_team, is_data_contact=True
    )
    assert len(due(cast.other_center)) == 3


def test_a_month_that_was_sent_leaves_the_calendar(cast, measure):
    MonthlySubmissionFactory(
        team=cast.team, month=date(2026, 6, 1), status=SubmissionStatus.SUBMITTED
    )
    MonthlySubmissionFactory(team=cast.team, month=date(2026, 7, 1), status=SubmissionStatus.DRAFT)
    assert [one.on for one in due(cast.leader)] == [date(2026, 8, 10), date(2026, 9, 10)]


def test_who_sends_for_two_teams_reads_which(cast, measure):
    MembershipRoleFactory(membership=cast.leader, role="team_leader", team=cast.other_team)
    titles = [one.title for one in due(cast.leader)]
    assert len(titles) == 6
    assert f"Send the numbers of {cast.other_team.name} for June 2026" in titles


def test_after_the_collaborative_nothing_is_due(cast, measure):
    cast.collaborative.ends_on = date(2026, 7, 15)
    cast.collaborative.save()
    cast.leader.collaborative.refresh_from_db()
    assert [one.on for one in due(cast.leader)] == [date(2026, 7, 10), date(2026, 8, 10)]


def test_without_a_measure_nothing_is_due(cast):
    assert due(cast.leader) == []


def test_a_team_that_left_sends_nothing(cast, measure):
    with inside(cast.collaborative):
        cast.team.status = CoreTeam.Status.LEFT
        cast.team.save()
    assert due(cast.leader) == []


@pytest.mark.parametrize("count", (1, 3))
def test_the_queries_do_not_grow(cast, measure, django_assert_num_queries, count):
    for _ in range(count):
        MetricFactory(collaborative=cast.collaborative)
    assert due(cast.leader)
    with django_assert_num_queries(4):
        due(cast.leader)
