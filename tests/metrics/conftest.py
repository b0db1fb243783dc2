from datetime import date

import pytest

from metrics.enums import Kind, Tally
from tests.factories.metrics import MetricFactory, TallyGridFactory
from tests.factories.people import ClassroomFactory
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


@pytest.fixture
def room(cast):
    """A room of the first team's center."""
    return ClassroomFactory(center=cast.team.center, name="Wren")


@pytest.fixture
def reached(cast):
    """A measure that is counted with the numbered grid."""
    return MetricFactory(
        collaborative=cast.collaborative,
        key="reached",
        plain_name="Families who talked with us",
        definition__tally=Tally.GRID,
    )


@pytest.fixture
def seen(cast):
    """A measure that is counted in timed watches."""
    return MetricFactory(
        collaborative=cast.collaborative,
        key="seen",
        plain_name="Hard moments",
        definition__tally=Tally.TIMED,
        definition__kind=Kind.RATE,
        definition__multiplier=2,
    )


@pytest.fixture
def grid(cast, room, reached):
    """Sixteen families in the room, in the week of the fixed day."""
    return TallyGridFactory(
        team=cast.team, classroom=room, metric=reached, week=date(2026, 9, 7), size=16
    )
