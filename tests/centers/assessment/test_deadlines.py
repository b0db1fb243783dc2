from datetime import date

import pytest

from bsc.tenancy.doors import inside
from centers.assessment.deadlines import own_rounds
from collaboratives.schedule.deadlines import Deadline
from tests.factories import MembershipRoleFactory
from tests.factories.assessment import AssessmentFactory, RoundFactory
from tests.factories.schedule import EventFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 7, 1), date(2026, 12, 31)


def due(member):
    with inside(member.collaborative):
        return own_rounds(member, FIRST, LAST)


@pytest.fixture
def second_round(cast):
    return RoundFactory(
        collaborative=cast.collaborative,
        name="Second round",
        due_on=date(2026, 9, 1),
        revision=2,
    )


def test_a_round_stands_in_the_calendar_of_everybody_on_a_team(cast, second_round):
    expected = [
        Deadline(
            f"self-assessment-{second_round.pk}",
            date(2026, 9, 1),
            "Self-check: Second round",
            cast.url("assessment/"),
            2,
        )
    ]
    assert due(cast.member) == due(cast.family) == due(cast.other_center) == expected
    assert due(cast.faculty) == due(cast.implementation) == due(cast.observer) == []


def test_a_round_that_moved_with_its_event_counts_up(cast, second_round):
    event = EventFactory(collaborative=cast.collaborative, revision=5)
    with inside(cast.collaborative):
        second_round.event = event
        second_round.save()
    [one] = due(cast.member)
    assert one.sequence == 7


def test_it_leaves_the_calendar_once_the_team_has_agreed(cast, second_round):
    AssessmentFactory(round=second_round, team=cast.other_team)
    AssessmentFactory(round=second_round, team=cast.team, settled=True)
    assert due(cast.member) == []
    assert len(due(cast.other_center)) == 1


def test_who_is_on_two_teams_waits_for_both(cast, second_round):
    MembershipRoleFactory(membership=cast.leader, role="team_leader", team=cast.other_team)
    AssessmentFactory(round=second_round, team=cast.team, settled=True)
    assert len(due(cast.leader)) == 1
    AssessmentFactory(round=second_round, team=cast.other_team, settled=True)
    assert due(cast.leader) == []


def test_only_rounds_between_the_days_count(cast):
    for day in (date(2026, 6, 30), FIRST, LAST, date(2027, 1, 1)):
        RoundFactory(collaborative=cast.collaborative, due_on=day)
    assert [one.on for one in due(cast.member)] == [FIRST, LAST]


@pytest.mark.parametrize("count", (1, 3))
def test_the_queries_do_not_grow(cast, django_assert_num_queries, count):
    for _ in range(count):
        RoundFactory(collaborative=cast.collaborative, due_on=FIRST)
    assert len(due(cast.member)) == count
    with django_assert_num_queries(2):
        due(cast.member)
