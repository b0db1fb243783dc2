import factory

from tests.factories.base import UnscopedFactory
from tests.factories.people import CollaborativeFactory, MembershipFactory


class ActivityFactory(UnscopedFactory):
    class Meta:
        model = "workplan.Activity"

    collaborative = factory.SubFactory(CollaborativeFactory)
    phase = 5
    key = factory.Sequence(lambda n: f"activity-{n}")
    title = factory.Sequence(lambda n: f"Activity {n}")
    position = factory.Sequence(lambda n: n)


class TaskRuleFactory(UnscopedFactory):
    class Meta:
        model = "workplan.TaskRule"

    activity = factory.SubFactory(ActivityFactory)
    collaborative = factory.SelfAttribute("activity.collaborative")
    key = factory.Sequence(lambda n: f"rule-{n}")
    title = factory.Sequence(lambda n: f"Rule {n}")
    form = "anchor"
    anchor = "start"


class TaskFactory(UnscopedFactory):
    class Meta:
        model = "workplan.Task"

    activity = factory.SubFactory(ActivityFactory)
    collaborative = factory.SelfAttribute("activity.collaborative")
    title = factory.Sequence(lambda n: f"Task {n}")


class TaskOwnerFactory(UnscopedFactory):
    class Meta:
        model = "workplan.TaskOwner"

    task = factory.SubFactory(TaskFactory)
    collaborative = factory.SelfAttribute("task.collaborative")
    membership = factory.SubFactory(
        MembershipFactory, collaborative=factory.SelfAttribute("..collaborative")
    )
