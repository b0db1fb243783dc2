"""Rows of a file for periods and rooms in which their measure has no place."""

from datetime import date

import pytest

from metrics.models import PilotTeam
from tests.factories import ClassroomFactory
from tests.factories.metrics import MetricFactory
from tests.metrics.helpers import inside, revisions
from tests.metrics.test_files import HEAD, bring, sheet, take_over

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.mark.parametrize(
    ("definition", "line", "said"),
    (
        ({}, "week,2025-12-22,9,16,,,", "This measure was not counted yet."),
        ({}, "month,2025-12,9,16,,,", "This measure was not counted yet."),
        ({"sampling": "monthly"}, "week,2026-09-07,9,16,,,", "is counted once a month."),
        ({}, "week,2026-09-07,9,16,,,Owls", "is not counted in this room."),
        ({"by_room": True}, "week,2026-09-07,9,16,,,Wrens", "is not counted in this room."),
    ),
)
def test_a_row_that_the_pages_refuse_is_refused_in_a_file(client, cast, definition, line, said):
    MetricFactory(
        collaborative=cast.collaborative, key="placed",
        **{f"definition__{name}": value for name, value in definition.items()},
    )  # fmt: skip
    for name, is_closed in (("Owls", False), ("Wrens", True)):
        ClassroomFactory(
            center=cast.team.center, organization=cast.team.organization, name=name,
            is_closed=is_closed,
        )  # fmt: skip
    file = sheet(f"placed,{line}", head=f"{HEAD},Room")
    query = f"?team={cast.team.pk}"
    page = bring(client, cast, file, "implementation", query).content.decode()
    assert said in page
    take_over(client, cast)
    assert revisions(cast.team) == []


def test_a_pilot_team_brings_in_what_it_counted_before_all_did(client, cast):
    metric = MetricFactory(
        collaborative=cast.collaborative, key="tried", released_from=date(2026, 9, 1)
    )
    page = bring(client, cast, sheet("tried,week,2026-08-17,9,16,,")).content.decode()
    assert "not counted yet" in page
    with inside(cast.team):
        PilotTeam.objects.create(collaborative=cast.collaborative, metric=metric, team=cast.team)
    page = bring(client, cast, sheet("tried,week,2026-08-17,9,16,,")).content.decode()
    assert "not counted yet" not in page
    assert "9 of 16" in page


def test_a_retired_measure_takes_no_new_weeks_and_no_later_months(client, cast, metric):
    with inside(cast.team):
        type(metric).objects.filter(pk=metric.pk).update(
            stage="retired", retired_from=date(2026, 8, 1)
        )
    query = f"?team={cast.team.pk}"
    lines = ("talks,week,2026-07-13,9,16,,", "talks,month,2026-08,9,16,,")
    page = bring(client, cast, sheet(*lines), "implementation", query).content.decode()
    assert page.count("This measure is no longer counted.") == 2
    file = sheet("talks,month,2026-07,9,16,,")
    page = bring(client, cast, file, "implementation", query).content.decode()
    assert "no longer counted" not in page
    assert "9 of 16" in page
