import factory

from tests.factories.base import UnscopedFactory
from tests.factories.people import CollaborativeFactory, MembershipFactory


class StructureAnswerFactory(UnscopedFactory):
    class Meta:
        model = "setup.StructureAnswer"

    collaborative = factory.SubFactory(CollaborativeFactory)
    question = "meetings"
    details = "Every Monday at 10."
    by = factory.SubFactory(
        MembershipFactory, collaborative=factory.SelfAttribute("..collaborative")
    )


class SettingsChangeFactory(UnscopedFactory):
    class Meta:
        model = "setup.SettingsChange"

    collaborative = factory.SubFactory(CollaborativeFactory)
    part = "languages"
    before = factory.LazyFunction(lambda: {"languages": []})
    after = factory.LazyFunction(lambda: {"languages": ["en"]})
    by = factory.SubFactory(
        MembershipFactory, collaborative=factory.SelfAttribute("..collaborative")
    )
