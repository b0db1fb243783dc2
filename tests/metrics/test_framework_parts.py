"""What the framework, and an expert who reads its draft, gets to know of measures: no number."""

import pytest

from collaboratives.framework.enums import PartKind
from metrics.drivers import parts
from metrics.enums import MetricStage
from metrics.models import MetricDefinition, MetricDriver
from tests.factories.framework import SecondaryDriverFactory
from tests.factories.metrics import MetricFactory
from tests.metrics.helpers import inside

pytestmark = pytest.mark.django_db


@pytest.fixture
def measures(cast):
    """One measure in each stage, and one of a team's own."""
    made = {
        stage: MetricFactory(
            collaborative=cast.collaborative, key=stage.value, name=f"The {stage}", stage=stage
        )
        for stage in MetricStage
    }
    MetricFactory(collaborative=cast.collaborative, key="own", team=cast.team)
    return made


def told(cast, member):
    with inside(cast.team):
        return {part.id.key: part for part in parts(member)}


@pytest.mark.parametrize(
    ("who", "keys"),
    (
        (None, {"draft", "pilot", "in_use", "retired"}),
        ("implementation", {"draft", "pilot", "in_use", "retired"}),
        ("faculty", {"draft", "pilot", "in_use", "retired"}),
        ("member", {"in_use", "retired"}),
        ("observer", {"in_use", "retired"}),
    ),
)
def test_who_is_told_of_which_measures(cast, measures, who, keys):
    found = told(cast, getattr(cast, who) if who else None)
    assert set(found) == keys
    assert [key for key, part in found.items() if part.gone] == ["retired"]
    assert all(part.id.kind == PartKind.METRIC for part in found.values())


def test_a_measure_that_is_not_in_use_says_so(cast, measures):
    found = told(cast, cast.implementation)
    assert (found["in_use"].state, found["draft"].state) == ("", "Draft")


def test_only_a_member_gets_a_way_to_the_numbers(cast, measures):
    assert told(cast, None)["in_use"].url == ""
    assert told(cast, cast.faculty)["in_use"].url.endswith("?measure=in_use")
    assert told(cast, cast.faculty)["draft"].url == ""


def test_it_says_how_it_is_counted_and_for_which_drivers(cast, measures):
    metric = measures[MetricStage.IN_USE]
    with inside(cast.team):
        MetricDefinition.objects.filter(metric=metric).update(
            why="To see it", how_to_count="Once a week", numerator_label="Families", goal=80
        )
        driver = SecondaryDriverFactory(collaborative=cast.collaborative)
        MetricDriver.objects.create(collaborative=cast.collaborative, metric=metric, driver=driver)
    part = told(cast, None)["in_use"]
    assert part.drivers == (driver.pk,)
    texts = [line.text.text for line in part.lines]
    assert texts[:3] == ["To see it", "Once a week", "Families"]
    assert "80" not in " ".join(texts)


def test_a_measure_without_a_definition_is_told_by_its_name(cast, measures):
    with inside(cast.team):
        MetricDefinition.objects.all().delete()
    assert told(cast, None)["draft"].lines == ()


@pytest.mark.parametrize("rows", (1, 3))
def test_queries_do_not_grow(cast, rows, django_assert_num_queries):
    for _ in range(rows):
        MetricFactory(collaborative=cast.collaborative)
    with inside(cast.team), django_assert_num_queries(3):
        parts(None)
