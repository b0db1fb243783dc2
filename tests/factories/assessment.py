from datetime import date
from decimal import Decimal

import factory
from django.utils import timezone

from tests.factories.base import UnscopedFactory
from tests.factories.framework import SecondaryDriverFactory
from tests.factories.people import CollaborativeFactory, CoreTeamFactory, MembershipFactory


class RoundFactory(UnscopedFactory):
    class Meta:
        model = "assessment.Round"

    collaborative = factory.SubFactory(CollaborativeFactory)
    name = factory.Sequence(lambda n: f"Round {n}")
    due_on = date(2026, 4, 1)
    position = factory.Sequence(lambda n: n + 1)


class AssessmentFactory(UnscopedFactory):
    """An open self-assessment; ``settled=True`` for one that the team agreed on."""

    class Meta:
        model = "assessment.Assessment"

    class Params:
        settled = factory.Trait(
            settled_at=factory.LazyFunction(timezone.now),
            settled_by=factory.SelfAttribute("started_by"),
        )

    round = factory.SubFactory(RoundFactory)
    collaborative = factory.SelfAttribute("round.collaborative")
    team = factory.SubFactory(
        CoreTeamFactory, collaborative=factory.SelfAttribute("..collaborative")
    )
    started_by = factory.SubFactory(
        MembershipFactory, collaborative=factory.SelfAttribute("..collaborative")
    )


class RatingFactory(UnscopedFactory):
    class Meta:
        model = "assessment.Rating"

    assessment = factory.SubFactory(AssessmentFactory)
    collaborative = factory.SelfAttribute("assessment.collaborative")
    driver = factory.SubFactory(
        SecondaryDriverFactory, collaborative=factory.SelfAttribute("..collaborative")
    )
    score = Decimal(3)
    rated_by = factory.SelfAttribute("assessment.started_by")
    revision = 1


class DriverCommentFactory(UnscopedFactory):
    class Meta:
        model = "assessment.DriverComment"

    assessment = factory.SubFactory(AssessmentFactory)
    collaborative = factory.SelfAttribute("assessment.collaborative")
    primary = None
    text = "We talked for a long time."
    written_by = factory.SelfAttribute("assessment.started_by")
    revision = 1
