"""On time, late and missing add up to the expected."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centers.models import CoreTeam
from metrics.completeness import (
    Cell,
    State,
    TeamRow,
    data_contacts,
    data_leads,
    months_to_send,
    overall_of,
    rows_of_teams,
    totals_of,
)
from metrics.enums import SubmissionStatus
from metrics.queries import Clock, active_teams, metrics_in_use
from tests.factories import CoreTeamFactory, MembershipFactory, MembershipRoleFactory
from tests.factories.metrics import MetricFactory, MonthlySubmissionFactory, ValueFactory
from tests.metrics.helpers import AUGUST, inside, page_of

JULY = date(2026, 7, 1)
CLOCK = Clock(date(2026, 9, 8), 10, 25)


@given(st.lists(st.lists(st.sampled_from(State), min_size=3, max_size=3), min_size=1))
def test_the_shares_add_up(states):
    months = [date(2026, month, 1) for month in (5, 6, 7)]
    rows = [
        TeamRow(CoreTeam(), tuple(Cell(m, s) for m, s in zip(months, row, strict=True)))
        for row in states
    ]
    for total in totals_of(rows, CLOCK):
        assert total.on_time + total.late + total.missing + total.waiting == len(states)
        assert total.expected == len(states)


@pytest.fixture
def rows(cast, metric, today):
    def read():
        with inside(cast.team):
            clock = Clock.of(cast.collaborative)
            found = rows_of_teams(list(active_teams()), [JULY, AUGUST], clock)
        return {row.team.pk: [cell.state for cell in row.cells] for row in found}

    return read


def send(team, month, at, due_on):
    MonthlySubmissionFactory(
        team=team, month=month, status=SubmissionStatus.SUBMITTED, submitted_at=at, due_on=due_on
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "state"),
    (
        ("2026-08-11T03:59:00Z", State.ON_TIME),  # still August 10 where the collaborative is
        ("2026-08-11T04:01:00Z", State.LATE),
    ),
)
def test_the_due_day_is_the_collaboratives_own(cast, rows, at, state):
    send(cast.team, JULY, at, date(2026, 8, 10))
    assert rows()[cast.team.pk] == [state, State.WAITING]


@pytest.mark.django_db
def test_a_month_is_missing_only_after_its_due_day(cast, rows, time_machine):
    assert rows()[cast.team.pk] == [State.MISSING, State.WAITING]
    time_machine.move_to("2026-09-11 15:00:00Z", tick=False)
    assert rows()[cast.team.pk] == [State.MISSING, State.MISSING]


@pytest.mark.django_db
def test_a_draft_is_not_sent(cast, rows):
    MonthlySubmissionFactory(team=cast.team, month=JULY)
    assert rows()[cast.team.pk][0] == State.MISSING


@pytest.mark.django_db
def test_a_reason_is_counted_beside(cast, metric, today):
    ValueFactory(
        team=cast.team, metric=metric, grain="month", period_start=JULY,
        numerator=None, denominator=None, reason_missing="We moved.",
    )  # fmt: skip
    with inside(cast.team):
        [row] = rows_of_teams([cast.team], [JULY], Clock.of(cast.collaborative))
    assert row.cells[0].not_counted == 1


@pytest.mark.django_db
def test_months_begin_with_the_first_definition(cast, metric, today):
    with inside(cast.team):
        months = months_to_send(metrics_in_use(), Clock.of(cast.collaborative))
    assert (months[0], months[-1]) == (date(2026, 1, 1), AUGUST)


@pytest.mark.django_db
def test_whom_to_ask(cast):
    contact = MembershipFactory(collaborative=cast.collaborative)
    MembershipRoleFactory(
        membership=contact, role="staff", team=cast.other_team, is_data_contact=True
    )
    with inside(cast.team):
        assert data_contacts([cast.team, cast.other_team]) == {
            cast.team.pk: cast.leader,
            cast.other_team.pk: contact,
        }


@pytest.mark.django_db
def test_who_asks(cast):
    with inside(cast.team):
        assert data_leads() == [cast.implementation]
    lead = MembershipFactory(collaborative=cast.collaborative)
    MembershipRoleFactory(membership=lead, competencies=["data_capacity"])
    with inside(cast.team):
        assert data_leads() == [lead]


@pytest.mark.django_db
def test_the_prompt_names_the_person_and_the_page(client, cast, metric, today):
    page = page_of(client, cast, "implementation", "metrics/overview/")
    assert f"Ask {cast.leader.user.name}." in page
    assert cast.url(f"metrics/overview/{cast.team.pk}/2026-07/nudge/") in page
    assert f"for data that is {cast.implementation.user.name}" in page


@pytest.mark.django_db
def test_what_is_sent_is_not_chased(client, cast, metric, today):
    send(cast.team, JULY, "2026-08-09T12:00:00Z", date(2026, 8, 10))
    page = page_of(client, cast, "implementation", "metrics/overview/")
    assert f"metrics/overview/{cast.team.pk}/2026-07/nudge/" not in page
    assert f"metrics/overview/{cast.other_team.pk}/2026-07/nudge/" in page


@pytest.mark.django_db
def test_all_months_together_add_up_too(client, cast, metric, today):
    send(cast.team, JULY, "2026-08-09T12:00:00Z", date(2026, 8, 10))
    with inside(cast.team):
        clock = Clock.of(cast.collaborative)
        months = months_to_send(metrics_in_use(), clock)
        totals = totals_of(rows_of_teams(list(active_teams()), months, clock), clock)
    overall = overall_of(totals)
    # Eight months from January to August for two teams; August is not due yet.
    assert (overall.expected, overall.on_time, overall.missing, overall.waiting) == (16, 1, 13, 2)
    assert overall_of([]) is None
    assert "Together" in page_of(client, cast, "implementation", "metrics/overview/")


@pytest.mark.django_db
def test_the_grid_has_pages_and_the_list_of_names_ends(client, cast, metric, today):
    for number in range(30):
        CoreTeamFactory(collaborative=cast.collaborative, name=f"Willow {number:02}")
    first = page_of(client, cast, "implementation", "metrics/overview/")
    assert "And 22 more teams" in first
    months = first[first.index('id="months"') :]
    assert "Willow 05" in months
    assert "Willow 29" not in months
    last = page_of(client, cast, "implementation", "metrics/overview/?page=4")
    assert "Willow 29" in last[last.index('id="months"') :]


@pytest.mark.django_db
def test_the_grid_shows_nine_months_and_earlier_months_on_request(client, cast, today):
    MetricFactory(collaborative=cast.collaborative, definition__from_month=date(2025, 4, 1))
    page = page_of(client, cast, "implementation", "metrics/overview/")
    assert "Dec 2025" in page
    assert "Nov 2025" not in page
    assert 'href="?months=all"' in page
    page = page_of(client, cast, "implementation", "metrics/overview/?months=all")
    assert "Apr 2025" in page
    assert 'href="?months=all"' not in page
