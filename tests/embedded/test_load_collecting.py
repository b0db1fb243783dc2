"""The story's plans, groups, pilots and own measures stand as they are told."""

import pytest
from django_scopes import scopes_disabled

from bsc.embedded.load import collecting, framework, metrics
from bsc.embedded.load.people import load_people
from bsc.embedded.load.story import read
from bsc.tenancy.doors import everything
from metrics.definitions import definition_changes
from metrics.enums import MetricStage
from metrics.groups import breakdown_of, months_of_span
from metrics.models import CollectionPlan, Metric, Value
from metrics.queries import Clock, metrics_in_use, metrics_of, series_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    """The first story, with its numbers."""
    stories = []
    with everything("The demonstration is loaded for every tenant."):
        for story in load_people():
            for part in (framework, metrics, collecting):
                part.load(story)
            stories.append(story)
    return stories[0]


def test_it_stands_as_it_is_told(first):
    told = read("numbers")
    with scopes_disabled():
        assert CollectionPlan.objects.count() == len(told["plans"]) == 16
        stuck = CollectionPlan.objects.filter(status="stuck")
        assert set(stuck.values_list("team", flat=True)) == {
            first.teams[key].pk for key in ("otter-falls", "copper-hollow")
        }
        here = Metric.objects.filter(collaborative=first.collaborative)
        pilot = metrics_of(first.teams["casa-semilla"]).get(stage=MetricStage.PILOT)
        own = here.get(team=first.teams["mill-pond"])
        assert [m.pk for m in metrics_of(first.teams["mill-pond"]) if m.is_own] == [own.pk]
        weeks = [point for point in series_for(own.team, own, "week").points if point.count]
        assert len(weeks) == sum(mark != "-" for mark in told["own"][0]["weeks"].split()) == 11

        months = months_of_span("all", pilot, Clock.of(first.collaborative))
        counted = breakdown_of(pilot, [first.teams["juniper-street"]], months)
        assert {group.name: int(count.numerator) for group, count in counted.items()} == {
            "English at home": 104, "Spanish at home": 20, "Another language at home": 0,
        }  # fmt: skip


def test_the_changed_definition_covers_the_weeks_since(first):
    with scopes_disabled():
        metric = metrics_in_use().get(
            collaborative=first.collaborative, key="two-way-communication"
        )
        [change] = definition_changes(metric)
        assert change.is_counted_anew
        before, now = metric.definitions.all()
        assert Value.objects.filter(definition=before).exists()
        assert not Value.objects.filter(
            definition=before, grain="month", period_start__gte=now.from_month
        ).exists()
        assert Value.objects.filter(definition=now).count() > 100
