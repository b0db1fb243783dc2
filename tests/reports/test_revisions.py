"""The same data are the same report; other data make the next revision, which says what changed."""

from datetime import UTC, date, datetime

import pytest

from bsc.reports.models import Report
from bsc.reports.services.building import build_report
from bsc.reports.services.settings import save_settings
from metrics.models import Value
from pdsa.models import Cycle
from tests.factories.metrics import MetricFactory, MonthlySubmissionFactory, ValueFactory
from tests.metrics.helpers import AUGUST, count_weeks, inside, page_of
from tests.reports.helpers import text_of

pytestmark = pytest.mark.django_db


def correct(cast, metric, numerator, monday=date(2026, 8, 24)):
    with inside(cast.team):
        week = Value.objects.filter(team=cast.team, metric=metric, period_start=monday)
        week.update(numerator=numerator)


def test_the_same_data_are_the_same_report(cast, order):
    first = order(cast.team)
    assert order(cast.team) == first
    assert first.revision == 1


def test_a_correction_makes_the_next_revision_that_says_what_changed(cast, order, metric):
    first = order(cast.team)
    assert "What changed since" not in text_of(first)
    correct(cast, metric, 16)
    second = order(cast.team)
    assert (first.revision, second.revision) == (1, 2)
    text = text_of(second)
    assert "What changed since revision 1" in text
    assert "Families we talked with, August 2026: 58 of 64 (before: 56 of 64)." in text
    assert order(cast.team) == second


def test_data_that_change_back_are_a_new_revision_and_not_the_old_one(cast, order, metric):
    order(cast.team)
    correct(cast, metric, 16)
    order(cast.team)
    correct(cast, metric, 14)
    third = order(cast.team)
    assert third.revision == 3
    assert "56 of 64 (before: 58 of 64)" in text_of(third)


def test_weeks_that_even_out_in_the_month_are_told_by_week(cast, order, metric):
    order(cast.team)
    correct(cast, metric, 13)
    correct(cast, metric, 16, date(2026, 8, 17))
    text = text_of(order(cast.team))
    assert "Families we talked with, the week of August 24: 13 of 16 (before: 14 of 16)." in text
    assert "Families we talked with, the week of August 17: 16 of 16 (before: 15 of 16)." in text
    assert "August 2026: 5" not in text


def test_another_language_is_the_same_revision(cast, order, metric):
    order(cast.team)
    correct(cast, metric, 16)
    english = order(cast.team)
    spanish = order(cast.team, language="es")
    assert (english.revision, spanish.revision) == (2, 2)
    assert english.data_hash == spanish.data_hash
    assert english.pk != spanish.pk


def test_another_paper_is_the_same_revision(cast, order):
    letter = order(cast.team)
    with inside(cast.team):
        save_settings(
            collaborative=cast.collaborative, paper="a4", languages=["en"], by=cast.implementation
        )
    a4 = order(cast.team)
    assert (letter.revision, a4.revision) == (1, 1)
    assert (letter.paper, a4.paper) == ("letter", "a4")


def test_what_came_after_the_month_changes_nothing(cast, order, metric, tried):
    first = order(cast.team)
    count_weeks(cast.team, metric, 1, date(2026, 9, 7))
    tried("A later idea", starts_on=date(2026, 9, 3), ends_on=None)
    assert order(cast.team) == first


def test_the_day_changes_nothing(cast, order, time_machine):
    MonthlySubmissionFactory(team=cast.team, month=AUGUST, status="submitted")
    first = order(cast.team)
    time_machine.move_to("2026-09-29 15:00:00Z")
    assert order(cast.team) == first


def test_new_and_changed_and_withdrawn_tests_are_told(cast, order, tried):
    kept, withdrawn = tried("A bell"), tried("A secret drum")
    order(cast.team)
    with inside(cast.team):
        Cycle.objects.filter(pk=kept.pk).update(status="done", decision="expand")
        Cycle.objects.filter(pk=withdrawn.pk).update(visibility="team")
    tried("A song")
    text = text_of(order(cast.team))
    assert "A bell, cycle 1: Expand (before: Planned)." in text
    assert "New: A song, cycle 1." in text
    assert "1 test is no longer on this paper." in text
    assert "drum" not in text


def test_many_changes_are_cut(cast, order, tried):
    order(cast.team)
    for number in range(9):
        tried(f"Idea {number}")
    text = text_of(order(cast.team))
    assert text.count("New: ") == 6
    assert "And 4 more changes." in text  # three tests, and what is waiting


def test_a_month_that_is_told_no_number_any_more(cast, order, metric):
    order(cast.team)
    ValueFactory(
        team=cast.team, metric=metric, grain="month", period_start=AUGUST,
        numerator=None, denominator=None, reason_missing="The creek came up.",
    )  # fmt: skip
    text = text_of(order(cast.team))
    assert "Families we talked with, August 2026: no number (before: 56 of 64)." in text


def test_a_new_measure_and_other_words_are_told(cast, order, metric):
    order(cast.team)
    MetricFactory(collaborative=cast.collaborative, plain_name="Hard moments")
    with inside(cast.team):
        metric.definitions.update(why="Because.")
    text = text_of(order(cast.team))
    assert "New on this paper: Hard moments." in text
    assert "Names, goals or notes changed." in text


def test_the_collaboratives_revision_names_the_teams(cast, order, metric):
    order()
    correct(cast, metric, 16)
    MonthlySubmissionFactory(
        team=cast.team, month=AUGUST, status="submitted", due_on=date(2026, 9, 10),
        submitted_at=datetime(2026, 9, 8, tzinfo=UTC),
    )  # fmt: skip
    text = text_of(order())
    assert f"Teams with other numbers: {cast.team.name}." in text
    assert "the week of August 24: 16 of 16 (before: 14 of 16)." in text
    assert "Sent for August 2026: 1 of 2 teams (before: 0)." in text


def test_earlier_revisions_are_shown_when_asked_for(client, cast, order, metric):
    order(cast.team)
    correct(cast, metric, 16)
    order(cast.team)
    cast.sign_in(client, "leader")
    newest = client.get(cast.url("reports/")).context["page"]
    every = client.get(cast.url("reports/?earlier=on")).context["page"]
    assert [row.revision for row in newest] == [2]
    assert [row.revision for row in every] == [2, 1]
    assert "A newer one is there." in page_of(client, cast, "leader", "reports/?earlier=on")


def test_the_last_ready_revision_stays_until_the_next_one_is_ready(client, cast, order, metric):
    order(cast.team)
    correct(cast, metric, 16)
    order(cast.team, build=False)
    page = cast.sign_in(client, "leader").get(cast.url("reports/")).context["page"]
    assert [(row.revision, row.state) for row in page] == [(2, "queued"), (1, "ready")]


def test_data_that_move_on_before_the_job_are_what_the_paper_says(cast, order, metric):
    queued = order(cast.team, build=False)
    correct(cast, metric, 16)
    with inside(cast.team):
        build_report(queued.pk)
    again = order(cast.team)
    assert (again.pk, again.revision) == (queued.pk, 1)
    assert "58 of 64" in text_of(again)


def test_a_report_from_before_facts_were_kept_is_followed_by_one_without_a_comparison(cast, order):
    first = order(cast.team)
    with inside(cast.team):
        Report.objects.filter(pk=first.pk).update(facts={}, data_hash="old")
    second = order(cast.team)
    assert second.revision == 2
    assert "What changed since" not in text_of(second)
