"""One measure: words, chart, tests, table and file all say the same."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest

from metrics import annotations
from metrics.charts import analysis_of, chart_of, marks_of
from metrics.enums import Better, Kind
from metrics.models import MetricDriver
from metrics.queries import (
    Clock,
    definition_for,
    metrics_in_use,
    series_for,
    series_of_all_teams,
    series_of_the_collaborative,
    together,
)
from metrics.services import load_measures
from tests.factories import CoreTeamFactory
from tests.factories.framework import SecondaryDriverFactory
from tests.factories.metrics import MetricDefinitionFactory, MetricFactory, ValueFactory
from tests.metrics.helpers import MAY, count_weeks, inside, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

ADDRESS = "metrics/measure/talks/"


@pytest.fixture
def marks(monkeypatch):
    """Tests on the chart as another app gives them; nothing stays registered."""
    monkeypatch.setattr(annotations, "_annotators", [])
    seen = []

    @annotations.register
    def give(teams, metrics, start, end, *, member):
        seen.append((teams, metrics, start, end, member))
        return [
            annotations.Placed(teams[0].pk, metrics[0].pk, annotations.Annotation(*mark))
            for mark in (
                (date(2026, 6, 3), "Notes at the door", "/tests/1/"),
                (date(2026, 5, 6), "A smaller note", "/tests/2/"),
            )
        ]

    return seen


def test_the_page_says_it_in_words_draws_it_and_lists_the_tests(client, cast, metric, marks):
    page = page_of(client, cast, "member", ADDRESS)
    assert "Every value is the same." in page
    assert page.count("<svg") >= 2
    assert "chart-narrow" in page
    assert "chart-wide" in page
    assert page.index("A smaller note") < page.index("Notes at the door")
    assert 'href="/tests/1/"' in page
    assert marks[0][4] == cast.member


def test_marks_stand_in_the_week_of_their_day_and_are_numbered_by_day(cast, metric, marks):
    with inside(cast.team):
        series = series_for(cast.team, metrics_in_use().get(), "week")
        chart = chart_of(series, name="Talks", uid="t", marks=marks_of(series, None))
    assert [(mark.number, mark.position) for mark in chart.marks] == [(1, 0), (2, 4)]
    # August is not due yet, so the series ends with its last week that was counted.
    assert marks[0][2:] == (MAY, date(2026, 8, 23), None)


def test_the_file_holds_what_the_page_shows(client, cast, metric):
    ValueFactory(
        team=cast.team, metric=metric, period_start=date(2026, 8, 31), numerator=3, note="=1+1"
    )
    answer = cast.sign_in(client, "member").get(cast.url(f"{ADDRESS}numbers.csv"))
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    with inside(cast.team):
        series = series_for(cast.team, metrics_in_use().get(), "week")
        table = chart_of(series, name="Talks", uid="t").rows
    assert len(rows) == len(series.points) + 1
    assert [row[4] for row in rows[:0:-1]] == [row.value.replace("–", "") for row in table]
    assert rows[-1] == ["2026-08-31", "Aug 31, 2026", "3.00", "16.00", "18.8%", "", "'=1+1"]


def test_weekly_counts_by_month(client, cast, metric):
    page = page_of(client, cast, "member", f"{ADDRESS}?by=month")
    assert "32 of 64" in page  # June has four Thursdays
    assert "8 of 16" not in page


def test_a_first_number_is_welcome(client, cast):
    MetricFactory(collaborative=cast.collaborative, key="talks")
    page = page_of(client, cast, "member", ADDRESS)
    assert "It does not need to be good." in page


def test_the_definition_in_force_is_the_latest_that_has_begun(cast, metric):
    MetricDefinitionFactory(metric=metric, from_month=date(2026, 7, 1), why="Anew.")
    with inside(cast.team):
        found = metrics_in_use().get()
        old, new = (definition_for(found, day) for day in (date(2026, 6, 30), date(2026, 7, 1)))
        before_all = definition_for(found, date(2020, 1, 1))
    assert (old.why == "Anew.", new.why, before_all) == (False, "Anew.", old)


def test_the_baseline_is_frozen_where_that_is_usual(cast, metric):
    changing = MetricFactory(collaborative=cast.collaborative)
    for week, reached in enumerate((7, 9, 7, 9, 8, 9, 7, 9, 7, 8, 9, 7, *[14] * 10)):
        count_weeks(cast.team, changing, 1, date.fromordinal(MAY.toordinal() + 7 * week),
                    numerator=reached)  # fmt: skip
    with inside(cast.team):
        series = series_for(cast.team, metrics_in_use().get(pk=changing.pk), "week")
        analysis = analysis_of(series)
    assert analysis.phases[0].baseline == (0, 11)
    assert analysis.runs_signal
    assert analysis.phases[0].centre_line == 50


def test_teams_together_are_the_same_from_the_database_and_from_their_series(cast, metric):
    count_weeks(cast.other_team, metric, 4, numerator=5, denominator=Decimal("12.5"))
    ValueFactory(
        team=cast.other_team, metric=metric, period_start=date(2026, 6, 29),
        numerator=None, denominator=None, reason_missing="Closed.",
    )  # fmt: skip
    left = CoreTeamFactory(collaborative=cast.collaborative, status="left")
    count_weeks(left, metric, 4, numerator=15)
    with inside(cast.team):
        found = metrics_in_use().get()
        summed = series_of_the_collaborative(found, Clock.of(cast.collaborative))
        each = together(found, series_of_all_teams(found, "week"))
    assert summed.points == each.points
    assert summed.points[0].teams == 2


def test_measures_come_from_the_framework_once(cast):
    driver = SecondaryDriverFactory(collaborative=cast.collaborative, key="open-communication")
    measure = {
        "key": "talks", "name": "Share of families", "plain_name": "Talks",
        "plain_name_es": "Pláticas", "why": "To know.", "how_to_count": "Count.",
        "kind": "percent", "numerator_label": "Reached", "denominator_label": "Enrolled",
        "unit": "% of families", "multiplier": 100, "better": "up", "goal": 90,
        "sampling": "weekly", "drivers": ["open-communication"],
    }  # fmt: skip
    with inside(cast.team):
        for _time in range(2):
            [metric] = load_measures(
                collaborative=cast.collaborative, data={"measures": [measure]},
                from_month=date(2026, 3, 18),
            )  # fmt: skip
        [definition] = metric.definitions.all()
        assert [row.driver for row in MetricDriver.objects.select_related("driver")] == [driver]
    assert metric.translations == {"es": {"plain_name": "Pláticas", "state": "machine draft"}}
    assert (definition.kind, definition.better) == (Kind.PERCENT, Better.UP)
    assert (definition.from_month, definition.goal) == (date(2026, 3, 1), 90)
    assert definition.chart_unit == "%"
