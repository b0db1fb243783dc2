from datetime import date
from decimal import Decimal
from uuid import uuid4

import factory
from django_scopes import scopes_disabled

from metrics.enums import Better, Grain, Kind, Sampling
from tests.factories.base import UnscopedFactory
from tests.factories.people import ClassroomFactory, CollaborativeFactory, CoreTeamFactory


class MetricFactory(UnscopedFactory):
    """A measure with a definition from the start of the collaborative: a weekly percentage."""

    class Meta:
        model = "metrics.Metric"
        skip_postgeneration_save = True

    collaborative = factory.SubFactory(CollaborativeFactory)
    key = factory.Sequence(lambda n: f"measure-{n}")
    name = factory.Sequence(lambda n: f"Measure {n}")
    plain_name = factory.Sequence(lambda n: f"What we count {n}")
    order = factory.Sequence(lambda n: n)

    @factory.post_generation
    def definition(self, create, extracted, **fields):
        if extracted is not False:
            MetricDefinitionFactory(metric=self, **fields)


class MetricDefinitionFactory(UnscopedFactory):
    class Meta:
        model = "metrics.MetricDefinition"

    metric = factory.SubFactory(MetricFactory, definition=False)
    collaborative = factory.SelfAttribute("metric.collaborative")
    from_month = date(2026, 1, 1)
    why = "To see whether it helps."
    how_to_count = "Once a week."
    kind = Kind.PERCENT
    numerator_label = "Families reached"
    denominator_label = "Families enrolled"
    unit = "% of families"
    better = Better.UP
    goal = Decimal(90)
    multiplier = Decimal(100)
    sampling = Sampling.WEEKLY


class GroupFactory(UnscopedFactory):
    """A group of a breakdown."""

    class Meta:
        model = "metrics.Group"

    collaborative = factory.SubFactory(CollaborativeFactory)
    dimension = "language"
    name = factory.Sequence(lambda n: f"Group {n}")
    order = factory.Sequence(lambda n: n)


class ValueFactory(UnscopedFactory):
    """Pass ``team`` and ``metric`` of one collaborative."""

    class Meta:
        model = "metrics.Value"

    team = factory.SubFactory(CoreTeamFactory)
    collaborative = factory.SelfAttribute("team.collaborative")
    metric = factory.SubFactory(
        MetricFactory, collaborative=factory.SelfAttribute("..collaborative")
    )
    definition = factory.LazyAttribute(lambda made: made.metric.definitions.first())
    grain = Grain.WEEK
    period_start = date(2026, 3, 2)
    numerator = Decimal(8)
    denominator = Decimal(16)

    @classmethod
    def _generate(cls, strategy, params):
        with scopes_disabled():  # the definition is looked up
            return super()._generate(strategy, params)


class MonthlySubmissionFactory(UnscopedFactory):
    class Meta:
        model = "metrics.MonthlySubmission"

    team = factory.SubFactory(CoreTeamFactory)
    collaborative = factory.SelfAttribute("team.collaborative")
    month = date(2026, 3, 1)
    due_on = date(2026, 4, 10)
    closes_on = date(2026, 4, 25)


class CollectionPlanFactory(UnscopedFactory):
    """Pass ``team``, ``metric`` of its collaborative and ``changed_by``."""

    class Meta:
        model = "metrics.CollectionPlan"

    team = factory.SubFactory(CoreTeamFactory)
    collaborative = factory.SelfAttribute("team.collaborative")
    who = "Ana"
    when = "Fridays"


class RoomRowFactory(UnscopedFactory):
    """What belongs to a room: pass ``team`` and ``classroom`` of its center."""

    class Meta:
        abstract = True

    team = factory.SubFactory(CoreTeamFactory)
    collaborative = factory.SelfAttribute("team.collaborative")
    organization = factory.SelfAttribute("team.organization")
    classroom = factory.SubFactory(
        ClassroomFactory,
        center=factory.SelfAttribute("..team.center"),
    )


class TallyGridFactory(RoomRowFactory):
    class Meta:
        model = "metrics.TallyGrid"

    week = date(2026, 3, 2)
    size = 16


class ObservationFactory(RoomRowFactory):
    class Meta:
        model = "metrics.Observation"

    day = date(2026, 3, 4)
    seconds = 7200


class TapFactory(RoomRowFactory):
    """A tap in a grid; for a watch pass ``slot=None`` and ``observation``."""

    class Meta:
        model = "metrics.Tap"

    uuid = factory.LazyFunction(uuid4)
    day = date(2026, 3, 4)
    slot = 1


class RoomCardFactory(RoomRowFactory):
    """Pass ``made_by``."""

    class Meta:
        model = "metrics.RoomCard"


class ChartNoteFactory(UnscopedFactory):
    """Pass ``team``, ``metric`` and ``by``."""

    class Meta:
        model = "metrics.ChartNote"

    team = factory.SubFactory(CoreTeamFactory)
    collaborative = factory.SelfAttribute("team.collaborative")
    day = date(2026, 3, 4)
    text = "Two substitutes this week"


class ChartPhaseFactory(UnscopedFactory):
    """Pass ``team``, ``metric`` and ``by``."""

    class Meta:
        model = "metrics.ChartPhase"

    team = factory.SubFactory(CoreTeamFactory)
    collaborative = factory.SelfAttribute("team.collaborative")
    starts_on = date(2026, 3, 2)
    reason = "All rooms write a note each day now."


class ChartExclusionFactory(UnscopedFactory):
    """Pass ``team``, ``metric`` and ``by``."""

    class Meta:
        model = "metrics.ChartExclusion"

    team = factory.SubFactory(CoreTeamFactory)
    collaborative = factory.SelfAttribute("team.collaborative")
    grain = Grain.WEEK
    period_start = date(2026, 3, 2)
    reason = "A holiday week."
