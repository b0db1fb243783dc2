"""A month that did not come: one line about what got in the way, and never a score."""

from datetime import date

import pytest

from metrics.enums import SubmissionStatus
from metrics.models import MonthlySubmission
from tests.cast import cast_gets
from tests.factories import CoreTeamFactory
from tests.factories.metrics import MonthlySubmissionFactory
from tests.metrics.helpers import inside, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "metric")]

# August is not due yet on September 8.
JULY = date(2026, 7, 1)
PAGE = "metrics/month/2026-07/way/"


def answer_of(cast, month=JULY):
    with inside(cast.team):
        row = MonthlySubmission.objects.filter(team=cast.team, month=month).first()
    return (row.got_in_the_way, row.answered_by_id, row.status) if row else None


def say(client, cast, who, text, page=PAGE):
    return cast.sign_in(client, who).post(cast.url(page), {"text": text})


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=200, teammate=200, leader=200, family=200, other_center=404,
        faculty=403, implementation=200, observer=404,
    ),
)  # fmt: skip
def test_who_is_asked(client, cast, who, status):
    assert cast.get(client, who, f"{PAGE}?team={cast.team.pk}") == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=403, teammate=403, leader=403, family=403, other_center=403,
        faculty=200, implementation=200, observer=403,
    ),
)  # fmt: skip
def test_who_reads_the_answers(client, cast, who, status):
    assert cast.get(client, who, "metrics/overview/ways/") == status


def test_the_numbers_page_asks_in_one_field(client, cast):
    page = page_of(client, cast, "leader", "metrics/")
    assert "The numbers for July 2026 are missing" in page
    assert "The numbers for August 2026 are missing" not in page
    assert f'action="{cast.url(PAGE)}' in page


def test_the_desk_of_who_sends_the_month_asks_too(client, cast):
    page = page_of(client, cast, "leader", "home/")
    assert cast.url(PAGE) in page
    assert cast.url(PAGE) not in page_of(client, cast, "member", "home/")
    say(client, cast, "leader", "Two of us were ill.")
    assert cast.url(PAGE) not in page_of(client, cast, "leader", "home/")


def test_the_answer_is_kept_can_be_changed_and_taken_back(client, cast):
    assert say(client, cast, "family", "The office was closed.").status_code == 302
    draft = SubmissionStatus.DRAFT
    assert answer_of(cast) == ("The office was closed.", cast.family.pk, draft)
    assert "The office was closed." in page_of(client, cast, "leader", PAGE)
    say(client, cast, "leader", "Two of us were ill.")
    assert answer_of(cast) == ("Two of us were ill.", cast.leader.pk, draft)
    say(client, cast, "leader", "")
    assert answer_of(cast)[0] == ""


def test_too_long_is_said_beside_the_field_and_nothing_is_lost(client, cast):
    page = say(client, cast, "leader", "x" * 301).content.decode()
    assert "x" * 301 in page
    assert answer_of(cast) is None


def test_the_data_leads_list_is_newest_first(client, cast, time_machine):
    say(client, cast, "leader", "Two of us were ill.", "metrics/month/2026-06/way/")
    time_machine.shift(60)
    say(client, cast, "leader", "The office was closed.")
    for page in ("metrics/overview/", "metrics/overview/ways/"):
        shown = page_of(client, cast, "implementation", page)
        assert shown.index("The office was closed.") < shown.index("Two of us were ill.")
        assert cast.leader.user.name in shown
    assert "Two of us were ill." not in page_of(client, cast, "other_center", "metrics/overview/")


def test_a_month_that_has_come_is_not_asked_about(client, cast):
    MonthlySubmissionFactory(team=cast.team, month=JULY, status=SubmissionStatus.SUBMITTED)
    assert say(client, cast, "leader", "Late.").status_code == 302
    assert answer_of(cast)[0] == ""
    assert "The numbers for July 2026" not in page_of(client, cast, "leader", "metrics/")


def test_an_answer_is_no_number_and_no_draft_of_one(client, cast):
    say(client, cast, "leader", "Two of us were ill.")
    page = page_of(client, cast, "implementation", "metrics/overview/")
    months = page[page.index('id="months"') : page.index("Who has sent their month")]
    assert "Missing" in months
    assert "Two of us were ill." not in months


@pytest.mark.parametrize("month", ("2026-09", "2025-12", "abc", "0001-01"))
def test_months_that_nobody_sends(client, cast, month):
    assert cast.get(client, "leader", f"metrics/month/{month}/way/") == 404


@pytest.mark.parametrize("number", (1, 3))
def test_queries_of_the_answers(client, cast, number, django_assert_num_queries):
    for _ in range(number):
        MonthlySubmissionFactory(
            team=CoreTeamFactory(collaborative=cast.collaborative), got_in_the_way="Snow.",
            answered_by=cast.leader, answered_at="2026-09-01T12:00:00Z",
        )  # fmt: skip
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(7):
        client.get(cast.url("metrics/overview/ways/"))


def test_the_answers_have_pages(client, cast):
    for _ in range(26):
        MonthlySubmissionFactory(
            team=CoreTeamFactory(collaborative=cast.collaborative), got_in_the_way="Snow.",
            answered_by=cast.leader, answered_at="2026-09-01T12:00:00Z",
        )  # fmt: skip
    page = page_of(client, cast, "implementation", "metrics/overview/ways/?page=2")
    assert page.count("Snow.") == 1
