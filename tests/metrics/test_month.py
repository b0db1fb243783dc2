"""Sending a month, correcting it, and two people at one month."""

from datetime import date

import pytest

from bsc.audit.models import Entry
from metrics.enums import SubmissionStatus
from metrics.models import MonthlySubmission, Value
from tests.factories.metrics import MonthlySubmissionFactory, ValueFactory
from tests.metrics.helpers import (
    AUGUST,
    count_weeks,
    inside,
    month_fields,
    page_of,
    point,
    ratio,
    revisions,
    stamp_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

PAGE = "metrics/month/2026-08/"
WEEK_IN_AUGUST = date(2026, 8, 24)


def post(client, cast, who, action, fields, *, page=PAGE, **headers):
    """Open the page, then post it, as a person does."""
    stamp = stamp_of(page_of(client, cast, who, page))
    return client.post(cast.url(page), fields | {"action": action, "stamp": stamp}, **headers)


def submission(cast, month=AUGUST):
    with inside(cast.team):
        return MonthlySubmission.objects.filter(team=cast.team, month=month).first()


def test_the_page_is_filled_in_from_the_weeks(client, cast, metric):
    page = page_of(client, cast, "leader", PAGE)
    # August 3, 10 and 17; July 27 is a week of July, for its Thursday is July 30.
    assert 'value="24"' in page
    assert 'value="48"' in page
    assert "Added up from 3 weeks of 4." in page


def test_sending_what_the_weeks_say_types_nothing_over_them(client, cast, metric):
    post(client, cast, "leader", "send", month_fields(metric, "24", "48"))
    sent = submission(cast)
    assert (sent.status, sent.submitted_by_id) == (SubmissionStatus.SUBMITTED, cast.leader.pk)
    assert revisions(cast.team, period_start=AUGUST) == []
    count_weeks(cast.team, metric, 1, WEEK_IN_AUGUST)
    assert ratio(point(cast.team, metric, AUGUST)) == (32, 64)


def test_what_is_typed_beats_the_weeks_and_back(client, cast, metric):
    post(client, cast, "leader", "draft", month_fields(metric, "30", "60"))
    assert ratio(point(cast.team, metric, AUGUST)) == (30, 60)
    assert submission(cast).status == SubmissionStatus.DRAFT
    post(client, cast, "leader", "draft", month_fields(metric, "24", "48"))
    assert ratio(point(cast.team, metric, AUGUST)) == (24, 48)
    assert revisions(cast.team, period_start=AUGUST) == [(30, 60, False), (None, None, True)]


def test_the_same_post_twice_is_one_month(client, cast, metric):
    stamp = stamp_of(page_of(client, cast, "leader", PAGE))
    data = month_fields(metric, "30", "60") | {"action": "send", "stamp": stamp}
    answers = [client.post(cast.url(PAGE), data).status_code for _time in range(2)]
    assert answers == [302, 302]
    assert submission(cast).revision == 1
    assert revisions(cast.team, period_start=AUGUST) == [(30, 60, True)]
    with inside(cast.team):
        assert Entry.objects.filter(action="month.sent").count() == 1


def test_a_correction_is_kept_with_who_why_before_and_after(client, cast, metric, time_machine):
    post(client, cast, "leader", "send", month_fields(metric, "30", "60"))
    first_sent = submission(cast).submitted_at
    time_machine.shift(3600)
    post(
        client, cast, "implementation", "send", month_fields(metric, "36", "60")
        | {"why": "One room was left out."}, page=f"{PAGE}?team={cast.team.pk}",
    )  # fmt: skip
    assert submission(cast).submitted_at == first_sent
    page = page_of(client, cast, "leader", PAGE)
    for said in (cast.implementation.user.name, "30 of 60", "36 of 60", "One room was left out."):
        assert said in page
    assert revisions(cast.team, period_start=AUGUST) == [(30, 60, False), (36, 60, True)]


def test_a_correction_without_a_reason_is_not_made_and_not_lost(client, cast, metric):
    post(client, cast, "leader", "send", month_fields(metric, "30", "60"))
    answer = post(client, cast, "leader", "send", month_fields(metric, "36", "60"))
    assert "Please say why the numbers change." in answer.content.decode()
    assert 'value="36"' in answer.content.decode()
    assert ratio(point(cast.team, metric, AUGUST)) == (30, 60)


def test_could_not_count_is_a_real_answer(client, cast, metric):
    reason = {"could_not": "on", "reason": "The creek came up."}
    answer = post(client, cast, "leader", "send", month_fields(metric, "24", "48", **reason))
    assert answer.status_code == 302
    assert point(cast.team, metric, AUGUST).reason == "The creek came up."
    page = page_of(client, cast, "leader", "metrics/")
    assert "Could not count" in page
    assert "The creek came up." in page


def test_could_not_count_asks_what_got_in_the_way(client, cast, metric):
    fields = month_fields(metric, "", "", could_not="on")
    page = post(client, cast, "leader", "send", fields).content.decode()
    assert "Please say in a few words what got in the way." in page


def test_an_empty_month_is_not_sent(client, cast, metric):
    page = post(client, cast, "leader", "send", month_fields(metric, "", "")).content.decode()
    assert "Enter a number, or say that you could not count." in page
    assert submission(cast) is None


@pytest.mark.parametrize("action", ("send", "draft"))
def test_the_second_of_two_people_sees_the_firsts_change(client, cast, metric, action):
    stamp = stamp_of(page_of(client, cast, "leader", PAGE))
    ValueFactory(
        team=cast.team, metric=metric, grain="month", period_start=AUGUST, numerator=40,
        denominator=60, entered_by=cast.member,
    )  # fmt: skip
    mine = month_fields(metric, "30", "60") | {"action": action, "stamp": stamp}
    page = client.post(cast.url(PAGE), mine).content.decode()
    assert f"{cast.member.user.name} changed this month while you were typing." in page
    assert "It now says: 40 of 60." in page
    assert 'value="30"' in page
    assert ratio(point(cast.team, metric, AUGUST)) == (40, 60)
    again = client.post(cast.url(PAGE), mine | {"stamp": stamp_of(page)})
    assert again.status_code == 302
    assert ratio(point(cast.team, metric, AUGUST)) == (30, 60)


def test_the_live_part_shows_what_is_typed_and_keeps_nothing(client, cast, metric):
    headers = {"HTTP_HX_REQUEST": "true"}
    fields = month_fields(metric, "45", "60")
    part = post(client, cast, "leader", "look", fields, **headers).content.decode()
    assert "<html" not in part
    assert "75%" in part
    assert 'hx-swap-oob="true"' in part
    assert submission(cast) is None
    whole = post(client, cast, "leader", "look", fields).content.decode()
    assert "75%" in whole
    assert 'value="45"' in whole


def test_a_member_writes_the_month_down_and_a_leader_sends_it(client, cast, metric):
    assert (
        post(client, cast, "member", "draft", month_fields(metric, "30", "60")).status_code == 302
    )
    page = page_of(client, cast, "member", PAGE)
    assert "Keep as a draft" in page
    assert "Send this month" not in page
    with inside(cast.team):
        assert Value.objects.get(period_start=AUGUST).entered_by == cast.member


def test_a_closed_month_is_opened_by_the_implementation_team(client, cast, metric):
    july = "metrics/month/2026-07/"
    page = page_of(client, cast, "leader", july)
    assert "This month closed on August 25." in page
    data = month_fields(metric, "30", "60") | {"action": "send"}
    assert cast.post(client, "leader", july, data) == 403
    reopen = f"{july}reopen/?team={cast.team.pk}"
    assert cast.post(client, "implementation", reopen) == 302
    assert post(client, cast, "leader", "send", data, page=july).status_code == 302
    assert submission(cast, date(2026, 7, 1)).status == SubmissionStatus.SUBMITTED


@pytest.mark.parametrize("month", ("2026-09", "2025-12", "2026-13", "abc"))
def test_months_that_nobody_sends(client, cast, metric, month):
    assert cast.get(client, "leader", f"metrics/month/{month}/") == 404


def test_the_list_says_when_it_is_due_and_until_when_it_can_be_sent(client, cast, metric):
    page = page_of(client, cast, "leader", "metrics/")
    assert "Due on September 10; you can still send until September 25." in page
    MonthlySubmissionFactory(
        team=cast.team, month=AUGUST, due_on=date(2026, 9, 10), closes_on=date(2026, 9, 25),
        status=SubmissionStatus.SUBMITTED, submitted_at="2026-09-08T12:00:00Z",
        submitted_by=cast.leader,
    )  # fmt: skip
    page = page_of(client, cast, "leader", "metrics/")
    assert f"Sent by {cast.leader.user.name}" in page
