import pytest

from tests.factories.metrics import MetricFactory
from tests.metrics.helpers import TODAY, count_weeks


@pytest.fixture
def today(time_machine):
    """Move to a fixed day, so that "last month" is August."""
    time_machine.move_to(TODAY, tick=False)


@pytest.fixture
def metric(cast):
    """A weekly percentage with sixteen weeks of 8 of 16 for the first team, May 4 to August 17."""
    metric = MetricFactory(
        collaborative=cast.collaborative, key="talks", name="Share of families", plain_name="Talks"
    )
    count_weeks(cast.team, metric, 16)
    return metric
