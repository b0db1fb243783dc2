"""Writing down weeks: nothing typed is lost, nobody is overwritten unseen."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from collaboratives.enums import Role
from metrics.enums import Grain, Source, SubmissionStatus
from metrics.models import Value
from metrics.periods import WEEK
from metrics.queries import metrics_in_use
from metrics.series import Count
from metrics.services import Entry, save_weeks
from tests.factories import MembershipRoleFactory
from tests.factories.metrics import MonthlySubmissionFactory, ValueFactory
from tests.metrics.helpers import (
    AUGUST,
    inside,
    page_of,
    point,
    ratio,
    revisions,
    week_fields,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

THIS_WEEK = date(2026, 9, 7)
LAST_WEEK = date(2026, 8, 31)
COUNTED = date(2026, 8, 17)


def post(client, cast, who, *weeks, **more):
    data = {name: value for week in weeks for name, value in week.items()} | more
    return cast.sign_in(client, who).post(cast.url("metrics/weeks/"), data)


def test_a_week_is_kept_and_the_same_again_changes_nothing(client, cast, metric):
    for _time in range(2):
        response = post(client, cast, "member", week_fields(metric, THIS_WEEK, "9"))
        assert response.status_code == 302
    assert revisions(cast.team, period_start=THIS_WEEK) == [(9, 16, True)]
    assert ratio(point(cast.team, metric, THIS_WEEK, Grain.WEEK)) == (9, 16)


def test_a_family_member_counts_too(client, cast, metric):
    post(client, cast, "family", week_fields(metric, THIS_WEEK, "9"))
    with inside(cast.team):
        value = Value.objects.get(period_start=THIS_WEEK)
    assert (value.entered_by_id, value.source) == (cast.family.pk, Source.TEAM)


def test_the_implementation_team_is_marked_as_such(client, cast, metric):
    cast.sign_in(client, "implementation").post(
        cast.url(f"metrics/weeks/?team={cast.team.pk}"), week_fields(metric, THIS_WEEK, "9")
    )
    with inside(cast.team):
        assert Value.objects.get(period_start=THIS_WEEK).source == Source.ON_BEHALF


def test_an_empty_week_is_missing_and_zero_is_zero(client, cast, metric):
    post(
        client, cast, "member",
        week_fields(metric, THIS_WEEK, "0"), week_fields(metric, LAST_WEEK, ""),
    )  # fmt: skip
    assert ratio(point(cast.team, metric, THIS_WEEK, Grain.WEEK)) == (0, 16)
    assert point(cast.team, metric, LAST_WEEK, Grain.WEEK).count is None


def test_a_note_without_numbers_is_the_reason(client, cast, metric):
    post(client, cast, "member", week_fields(metric, THIS_WEEK, "", "", note="Closed for snow"))
    assert point(cast.team, metric, THIS_WEEK, Grain.WEEK).reason == "Closed for snow"


def test_a_week_can_be_taken_back_and_what_stood_is_kept(client, cast, metric):
    post(client, cast, "member", week_fields(metric, COUNTED, "", seen=1))
    assert point(cast.team, metric, COUNTED, Grain.WEEK) is None
    assert revisions(cast.team, period_start=COUNTED) == [(8, 16, False), (None, None, True)]


@pytest.mark.parametrize(
    ("numerator", "denominator", "message"),
    (
        ("17", "16", "cannot be more than"),
        ("-1", "16", "A count cannot be below 0."),
        ("9", "0", "Out of 0, nothing can be counted."),
        ("0", "0", "Out of 0, nothing can be counted."),
        ("9", "", "Please add “Families enrolled”, too."),
        ("nine", "16", "Please type a number."),
        ("9.5", "16", "Please type a whole number."),
    ),
)
def test_the_impossible_is_said_beside_the_field_and_nothing_is_lost(
    client, cast, metric, numerator, denominator, message
):
    response = post(
        client, cast, "member",
        week_fields(metric, THIS_WEEK, numerator, denominator, note="Typed with one hand"),
        week_fields(metric, LAST_WEEK, "11"),
    )  # fmt: skip
    page = response.content.decode()
    assert response.status_code == 200
    assert message in page
    for typed in (numerator, "11", "Typed with one hand"):
        assert f'value="{typed}"' in page
    assert revisions(cast.team, period_start__gte=LAST_WEEK) == []


def test_the_unlikely_is_a_question_and_never_a_wall(client, cast, metric):
    week = week_fields(metric, THIS_WEEK, "900", "1200")
    asked = post(client, cast, "member", week)
    page = asked.content.decode()
    assert "was about 8 before and is now 900" in page
    assert 'value="900"' in page
    assert revisions(cast.team, period_start=THIS_WEEK) == []
    sure = page.split('name="sure" value="')[1].split('"')[0]
    assert post(client, cast, "member", week, sure=sure).status_code == 302
    assert revisions(cast.team, period_start=THIS_WEEK) == [(900, 1200, True)]


def test_an_answer_holds_for_the_number_that_was_asked_about(client, cast, metric):
    asked = post(client, cast, "member", week_fields(metric, THIS_WEEK, "900", "1200"))
    sure = asked.content.decode().split('name="sure" value="')[1].split('"')[0]
    again = post(client, cast, "member", week_fields(metric, THIS_WEEK, "901", "1200"), sure=sure)
    assert again.status_code == 200


def test_two_people_the_second_sees_the_firsts_and_loses_nothing(client, cast, metric):
    ValueFactory(
        team=cast.team, metric=metric, period_start=THIS_WEEK, numerator=12,
        entered_by=cast.teammate,
    )  # fmt: skip
    mine = week_fields(metric, THIS_WEEK, "9", seen=0)
    page = post(client, cast, "member", mine).content.decode()
    assert f"{cast.teammate.user.name} changed this week while you were typing." in page
    assert "12 of 16" in page
    assert 'value="9"' in page
    assert revisions(cast.team, period_start=THIS_WEEK) == [(12, 16, True)]
    assert f'value="1" id="id_w{metric.pk}_{THIS_WEEK:%Y%m%d}_seen"' in page
    post(client, cast, "member", mine | {f"w{metric.pk}_{THIS_WEEK:%Y%m%d}_seen": "1"})
    assert revisions(cast.team, period_start=THIS_WEEK) == [(12, 16, False), (9, 16, True)]


def test_a_week_nobody_touched_keeps_what_somebody_else_wrote_meanwhile(client, cast, metric):
    untouched = week_fields(metric, LAST_WEEK, "", seen=0)
    ValueFactory(team=cast.team, metric=metric, period_start=LAST_WEEK, numerator=12)
    response = post(client, cast, "member", untouched, week_fields(metric, THIS_WEEK, "9"))
    assert response.status_code == 302
    assert revisions(cast.team, period_start=LAST_WEEK) == [(12, 16, True)]


def test_a_week_of_a_month_that_was_sent_is_corrected_with_a_reason(client, cast, metric):
    MonthlySubmissionFactory(team=cast.team, month=AUGUST, status=SubmissionStatus.SUBMITTED)
    week = week_fields(metric, COUNTED, "10", seen=1)
    page = post(client, cast, "leader", week).content.decode()
    assert "Please say why it changes." in page
    assert revisions(cast.team, period_start=COUNTED) == [(8, 16, True)]
    post(client, cast, "leader", week, why="Two families were counted late.")
    with inside(cast.team):
        value = Value.objects.get(period_start=COUNTED, is_current=True)
    assert value.why_corrected == "Two families were counted late."
    assert value.entered_by_id == cast.leader.pk


@pytest.mark.parametrize("who", ("member", "family"))
def test_somebody_else_is_told_kindly_whom_to_ask_and_keeps_what_they_typed(
    client, cast, metric, who
):
    MonthlySubmissionFactory(team=cast.team, month=AUGUST, status=SubmissionStatus.SUBMITTED)
    page = post(
        client, cast, who, week_fields(metric, COUNTED, "10", seen=1),
        week_fields(metric, THIS_WEEK, "11"), why="It was late.",
    ).content.decode()  # fmt: skip
    assert f"Please ask {cast.leader.user.name} to correct them." in page
    assert 'value="10"' in page
    assert 'value="11"' in page
    assert revisions(cast.team, period_start=COUNTED) == [(8, 16, True)]
    with inside(cast.team), pytest.raises(ValidationError, match=cast.leader.user.name):
        entry = Entry(metrics_in_use().get(), COUNTED, Count(10, 16))
        save_weeks(team=cast.team, by=getattr(cast, who), entries=[entry], why="It was late.")


def test_the_same_again_in_a_sent_month_is_no_change(client, cast, metric):
    MonthlySubmissionFactory(team=cast.team, month=AUGUST, status=SubmissionStatus.SUBMITTED)
    answer = post(client, cast, "member", week_fields(metric, COUNTED, "8", seen=1))
    assert answer.status_code == 302


def test_a_week_that_has_not_begun_is_refused(cast, metric):
    with inside(cast.team):
        entry = Entry(metrics_in_use().get(), THIS_WEEK + WEEK, Count(9, 16))
        with pytest.raises(ValidationError, match="has not begun"):
            save_weeks(team=cast.team, by=cast.member, entries=[entry])


def test_somebody_on_two_teams_chooses_the_team(client, cast, metric):
    MembershipRoleFactory(membership=cast.member, role=Role.TEACHER, team=cast.other_team)
    address = f"metrics/weeks/?team={cast.other_team.pk}"
    page = page_of(client, cast, "member", address)
    assert cast.other_team.name in page
    cast.sign_in(client, "member").post(cast.url(address), week_fields(metric, THIS_WEEK, "9"))
    assert revisions(cast.other_team, period_start=THIS_WEEK) == [(9, 16, True)]
