"""Defining a measure: who may, what is kept, and what happens once there are numbers."""

import re
import uuid
from datetime import date
from decimal import Decimal

import pytest

from bsc.audit.models import Entry as AuditEntry
from metrics.charts import chart_of
from metrics.definitions import definition_changes, open_months
from metrics.enums import Grain, MetricStage, SubmissionStatus
from metrics.models import Metric, MetricDefinition, MetricDriver
from metrics.queries import Clock, definition_in, metrics_in_use, series_for, usual_grain
from metrics.series import Count
from metrics.services import Entry, save_weeks
from tests.cast import cast_gets
from tests.factories.framework import SecondaryDriverFactory
from tests.factories.metrics import (
    MetricDefinitionFactory,
    MetricFactory,
    MonthlySubmissionFactory,
)
from tests.metrics.helpers import AUGUST, count_weeks, inside, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

GIVEN = {
    "plain_name": "Families who stay for breakfast",
    "why": "A shared table is where people talk.",
    "how_to_count": "Count each family once a week.",
    "example": "",
    "kind": "percent",
    "numerator_label": "Families who stayed",
    "denominator_label": "Families who came",
    "multiplier": "",
    "unit": "% of families",
    "better": "up",
    "goal": "80",
    "sampling": "weekly",
    "tally": "",
    "breakdown": "",
    "name": "Share of families at breakfast",
    "required": "on",
    "from_month": "2026-09-01",
    "try_numerator": "12",
    "try_denominator": "16",
}


def hidden_of(page):
    """Return the fields that the form carries unseen."""
    return dict(re.findall(r'type="hidden" name="(token|stamp)" value="([^"]+)"', page))


def as_it_stands(client, cast, key, **changed):
    """Return what the form of a standing measure sends when only ``changed`` is typed."""
    page = page_of(client, cast, "implementation", f"metrics/measures/{key}/edit/")
    with inside(cast.team):
        metric = Metric.objects.get(key=key)
        latest = metric.definitions.last()
        same = {
            name: getattr(latest, name)
            for name in (
                "why", "how_to_count", "kind", "numerator_label", "denominator_label", "unit",
                "better", "sampling",
            )
        }  # fmt: skip
        given = {
            **GIVEN,
            **same,
            "goal": "90",
            "name": metric.name,
            "plain_name": metric.plain_name,
            "change": "wording",
        }
    return given | hidden_of(page) | changed


def edit(client, cast, key, data):
    cast.sign_in(client, "implementation")
    return client.post(cast.url(f"metrics/measures/{key}/edit/"), data)


def definitions(cast, metric):
    with inside(cast.team):
        return list(MetricDefinition.objects.filter(metric=metric).order_by("from_month"))


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, faculty=200, others=403))
def test_who_sees_the_list_of_measures(client, cast, metric, who, status):
    assert cast.get(client, who, "metrics/measures/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, others=403))
@pytest.mark.parametrize("page", ("new/", "talks/edit/"))
def test_who_may_define(client, cast, metric, who, status, page):
    assert cast.get(client, who, f"metrics/measures/{page}") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200))
def test_everybody_reads_a_released_definition(client, cast, metric, who, status):
    assert cast.get(client, who, "metrics/measures/talks/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, faculty=200, others=404))
def test_only_staff_reads_a_draft(client, cast, who, status):
    MetricFactory(collaborative=cast.collaborative, key="draft", stage=MetricStage.DRAFT)
    assert cast.get(client, who, "metrics/measures/draft/") == status


@pytest.mark.parametrize("rows", (1, 3))
def test_queries_of_the_list(client, cast, rows, django_assert_num_queries):
    for _ in range(rows):
        MetricFactory(collaborative=cast.collaborative)
    cast.sign_in(client, "faculty")
    with django_assert_num_queries(9):
        client.get(cast.url("metrics/measures/"))


def test_a_second_page_of_measures(client, cast):
    for _ in range(27):
        MetricFactory(collaborative=cast.collaborative, stage=MetricStage.DRAFT)
    page = page_of(client, cast, "implementation", "metrics/measures/?show=draft&page=2")
    assert page.count("/metrics/measures/measure-") == 2


def test_a_measure_is_drafted_once(client, cast):
    with inside(cast.team):
        driver = SecondaryDriverFactory(collaborative=cast.collaborative)
    page = page_of(client, cast, "implementation", "metrics/measures/new/")
    data = GIVEN | hidden_of(page) | {"drivers": [driver.pk]}
    for _ in range(2):
        response = client.post(cast.url("metrics/measures/new/"), data)
        assert response.status_code == 302
    with inside(cast.team):
        made = Metric.objects.get()
        assert made.stage == MetricStage.DRAFT
        assert made.definitions.get().multiplier == 100
        assert MetricDriver.objects.get().driver_id == driver.pk
        assert not metrics_in_use().exists()
    assert response.url.endswith(f"/metrics/measures/{made.key}/")


@pytest.mark.parametrize(
    ("changed", "said"),
    (
        ({"plain_name": ""}, "This field is required"),
        ({"denominator_label": ""}, "Say out of what it is counted"),
        ({"kind": "rate"}, "Say per how many the rate is shown"),
        ({"goal": "lots"}, "Enter a number"),
        ({"from_month": "1999-01-01"}, "Select a valid choice"),
    ),
)
def test_what_was_typed_stays_beside_what_is_wrong(client, cast, changed, said):
    cast.sign_in(client, "implementation")
    data = GIVEN | {"token": str(uuid.uuid4())} | changed
    page = client.post(cast.url("metrics/measures/new/"), data).content.decode()
    assert said in page
    assert GIVEN["why"] in page
    with inside(cast.team):
        assert not Metric.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    (
        ({}, "12 of 16 → 75%"),
        ({"kind": "rate", "multiplier": "2", "unit": "per two hours"}, "12 in 16 → 1.5"),
        ({"kind": "count"}, "12 → 12"),
        ({"try_denominator": "10"}, "cannot be more than"),
        ({"try_denominator": "0"}, "nothing can be counted"),
        ({"try_numerator": "many"}, "Type two numbers"),
    ),
)
def test_the_worked_example_is_worked_out_on_the_server(client, cast, typed, said):
    cast.sign_in(client, "implementation")
    data = GIVEN | typed | {"action": "look", "plain_name": ""}
    page = client.post(cast.url("metrics/measures/new/"), data)
    assert said in page.content.decode()
    assert GIVEN["why"] in page.content.decode()
    assert "This field is required" not in page.content.decode()
    part = client.post(cast.url("metrics/measures/new/"), data, headers={"HX-Request": "true"})
    assert said in part.content.decode()
    assert "<html" not in part.content.decode()


def test_without_numbers_the_definition_is_changed_in_place(client, cast):
    metric = MetricFactory(collaborative=cast.collaborative, key="empty")
    data = as_it_stands(client, cast, "empty", goal="95", from_month="2026-10-01")
    assert edit(client, cast, "empty", data).status_code == 302
    row = definitions(cast, metric)[0]
    assert (len(definitions(cast, metric)), row.goal, row.from_month.month) == (1, 95, 10)


def test_words_may_be_put_right_in_place_and_it_is_audited(client, cast, metric):
    data = as_it_stands(client, cast, "talks", why="To see who is missing.")
    assert edit(client, cast, "talks", data).status_code == 302
    assert [row.why for row in definitions(cast, metric)] == ["To see who is missing."]
    with inside(cast.team):
        entry = AuditEntry.objects.get(action="measure.reworded")
        assert (entry.by, entry.summary) == (cast.implementation.user, "Why we count it")


def test_more_than_words_is_not_a_change_of_words(client, cast, metric):
    data = as_it_stands(client, cast, "talks", goal="95", why="Mine.")
    page = edit(client, cast, "talks", data).content.decode()
    assert "You changed more than words: Goal." in page
    assert "Mine." in page
    assert [row.goal for row in definitions(cast, metric)] == [90]


def test_with_numbers_a_change_makes_a_dated_version(client, cast, metric):
    data = as_it_stands(client, cast, "talks", goal="95", change="counting")
    assert "Please say in a few words why" in edit(client, cast, "talks", data).content.decode()
    data["changed_because"] = "Three teams were there."
    assert edit(client, cast, "talks", data).status_code == 302
    first, second = definitions(cast, metric)
    assert (first.goal, second.goal, second.from_month.isoformat()) == (90, 95, "2026-09-01")
    with inside(cast.team):
        change = definition_changes(metrics_in_use().get())[0]
        assert change.definition.changed_by == cast.implementation
    assert (change.because, change.fields) == ("Three teams were there.", ("goal",))
    assert not change.is_counted_anew
    page = page_of(client, cast, "member", "metrics/measures/talks/")
    assert "95% (before: 90%)" in page
    assert "From September 2026 on" in page


def test_a_version_without_numbers_yet_is_changed_in_place(client, cast, metric):
    data = as_it_stands(client, cast, "talks", goal="95", change="counting")
    edit(client, cast, "talks", data | {"changed_because": "So."})
    data = as_it_stands(client, cast, "talks", goal="99", from_month="2026-10-01")
    del data["change"]
    assert edit(client, cast, "talks", data).status_code == 302
    assert [row.goal for row in definitions(cast, metric)] == [90, 99]


def test_no_version_begins_in_a_month_that_was_sent(client, cast, metric):
    MonthlySubmissionFactory(team=cast.team, month=AUGUST, status=SubmissionStatus.SUBMITTED)
    with inside(cast.team):
        months = open_months(metric, Clock.of(cast.collaborative))
    assert months[0].isoformat() == "2026-09-01"
    data = as_it_stands(
        client, cast, "talks", goal="95", change="counting", changed_because="So.",
        from_month="2026-08-01",
    )  # fmt: skip
    assert "Select a valid choice" in edit(client, cast, "talks", data).content.decode()
    assert len(definitions(cast, metric)) == 1


def test_where_nothing_was_sent_a_baseline_may_reach_back(cast, metric):
    with inside(cast.team):
        assert open_months(metric, Clock.of(cast.collaborative))[0].isoformat() == "2026-06-01"


def test_another_kind_is_another_measure(client, cast, metric):
    data = as_it_stands(
        client, cast, "talks", kind="average", change="counting", changed_because="So."
    )
    page = edit(client, cast, "talks", data).content.decode()
    assert "this would be another measure" in page
    assert len(definitions(cast, metric)) == 1


def test_the_second_of_two_editors_sees_the_first_ones_change(client, cast, metric):
    mine = as_it_stands(client, cast, "talks", how_to_count="Mine.")
    theirs = as_it_stands(client, cast, "talks", why="Theirs.")
    assert edit(client, cast, "talks", theirs).status_code == 302
    page = edit(client, cast, "talks", mine).content.decode()
    assert f"{cast.implementation.user.name} changed this measure" in page
    assert "Theirs." in page
    assert "Mine." in page
    again = edit(client, cast, "talks", mine | hidden_of(page))
    assert again.status_code == 302
    row = definitions(cast, metric)[0]
    assert (row.how_to_count, row.why) == ("Mine.", "To see whether it helps.")


def test_spanish_words_say_who_read_them(client, cast, metric):
    data = as_it_stands(client, cast, "talks", why_es="Para ver.", plain_name_es="Pláticas")
    edit(client, cast, "talks", data)
    assert definitions(cast, metric)[0].translations["es"] == {
        "why": "Para ver.",
        "state": "machine draft",
    }
    data = as_it_stands(client, cast, "talks", why_es="Para ver.", spanish_checked="on")
    edit(client, cast, "talks", data)
    state = definitions(cast, metric)[0].translations["es"]["state"]
    assert state == f"reviewed by {cast.implementation.user.name}, 2026-09-08"
    data = as_it_stands(client, cast, "talks", why="Other words.", why_es="Para ver.")
    edit(client, cast, "talks", data)
    assert definitions(cast, metric)[0].translations["es"]["state"] == "machine draft"


def test_a_goal_keeps_its_decimals_in_a_page_that_is_saved_again(client, cast, metric):
    with inside(cast.team):
        MetricDefinition.objects.update(goal=Decimal("4.5"))
    data = as_it_stands(client, cast, "talks", goal="4.5", why="Words.")
    assert edit(client, cast, "talks", data).status_code == 302
    assert definitions(cast, metric)[0].goal == Decimal("4.5")


def test_a_count_of_another_team_makes_a_version_too(client, cast):
    metric = MetricFactory(collaborative=cast.collaborative, key="other")
    count_weeks(cast.other_team, metric, 1)
    data = as_it_stands(client, cast, "other", goal="50")
    assert "You changed more than words" in edit(client, cast, "other", data).content.decode()


def test_the_first_definition_is_no_change_and_a_new_goal_is_not_a_new_way_of_counting(cast):
    metric = MetricFactory(collaborative=cast.collaborative, definition__goal=80)
    count_weeks(cast.team, metric, 12)
    for month, changed in ((6, {"goal": 90}), (7, {"goal": 90, "numerator_label": "Homes"})):
        MetricDefinitionFactory(metric=metric, from_month=date(2026, month, 1), **changed)
    with inside(cast.team):
        metric = metrics_in_use().get()
        changes = definition_changes(metric)
        assert [one.is_counted_anew for one in changes] == [False, True]
        chart = chart_of(series_for(cast.team, metric, "week"), name="Talks", uid="t")
    assert [one.when for one in chart.changes] == ["Jun 29, 2026"]


def test_a_week_is_counted_as_the_month_it_belongs_to(cast):
    """The week of August 31, 2026 counts to September, and so does what it means."""
    metric = MetricFactory(collaborative=cast.collaborative)
    september = MetricDefinitionFactory(metric=metric, from_month=date(2026, 9, 1), goal=95)
    with inside(cast.team):
        found = metrics_in_use().get()
        assert definition_in(found, Grain.WEEK, date(2026, 8, 31)) == september
        assert definition_in(found, Grain.WEEK, date(2026, 8, 24)) != september
        [value] = save_weeks(
            team=cast.team,
            by=cast.member,
            entries=[Entry(found, date(2026, 8, 31), Count(Decimal(9), Decimal(16)))],
        )
    assert value.definition == september


def test_a_version_to_come_does_not_change_how_it_is_charted_today(cast):
    metric = MetricFactory(collaborative=cast.collaborative)
    MetricDefinitionFactory(metric=metric, from_month=date(2026, 11, 1), sampling="monthly")
    with inside(cast.team):
        assert usual_grain(metrics_in_use().get()) == Grain.WEEK
