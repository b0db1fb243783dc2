from datetime import timedelta

import factory
from django.utils import timezone

from tests.factories.base import UnscopedFactory
from tests.factories.people import CollaborativeFactory, MembershipFactory, OrganizationFactory
from tests.factories.schedule import EventFactory


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


class AnchorFactory(UnscopedFactory):
    class Meta:
        model = "workplan.Anchor"

    collaborative = factory.SubFactory(CollaborativeFactory)
    key = factory.Sequence(lambda n: f"anchor_{n}")
    name = factory.Sequence(lambda n: f"anchor {n}")
    otherwise = "start"


class ChecklistItemFactory(UnscopedFactory):
    class Meta:
        model = "workplan.ChecklistItem"

    task = factory.SubFactory(TaskFactory)
    collaborative = factory.SelfAttribute("task.collaborative")
    text = factory.Sequence(lambda n: f"Step {n}")
    position = factory.Sequence(lambda n: n)


class PlanChangeFactory(UnscopedFactory):
    class Meta:
        model = "workplan.PlanChange"

    collaborative = factory.SubFactory(CollaborativeFactory)
    kind = "move"
    title = factory.Sequence(lambda n: f"Change {n}")
    by = factory.SubFactory(
        MembershipFactory, collaborative=factory.SelfAttribute("..collaborative")
    )


class PlanTemplateFactory(UnscopedFactory):
    class Meta:
        model = "workplan.PlanTemplate"

    organization = factory.SubFactory(OrganizationFactory)
    name = factory.Sequence(lambda n: f"Plan {n}")
    made_from = "An earlier collaborative"
    data = factory.LazyFunction(lambda: {"anchors": {}, "phases": []})


class PlanOriginFactory(UnscopedFactory):
    class Meta:
        model = "workplan.PlanOrigin"

    collaborative = factory.SubFactory(CollaborativeFactory)
    name = "A plan of ours"
    data = factory.LazyFunction(lambda: {"anchors": {}, "phases": []})


class PlanShareFactory(UnscopedFactory):
    class Meta:
        model = "workplan.PlanShare"

    collaborative = factory.SubFactory(CollaborativeFactory)
    title = factory.Sequence(lambda n: f"Funder {n}")
    made_by = factory.SubFactory(
        MembershipFactory, collaborative=factory.SelfAttribute("..collaborative")
    )
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=90))


class MeetingFactory(UnscopedFactory):
    class Meta:
        model = "workplan.Meeting"

    event = factory.SubFactory(
        EventFactory, kind="implementation_meeting", audience="implementation"
    )
    collaborative = factory.SelfAttribute("event.collaborative")


class MeetingPointFactory(UnscopedFactory):
    class Meta:
        model = "workplan.MeetingPoint"

    event = factory.SubFactory(
        EventFactory, kind="implementation_meeting", audience="implementation"
    )
    collaborative = factory.SelfAttribute("event.collaborative")
    text = factory.Sequence(lambda n: f"Point {n}")
    by = factory.SubFactory(
        MembershipFactory, collaborative=factory.SelfAttribute("..collaborative")
    )


class DecisionFactory(UnscopedFactory):
    class Meta:
        model = "workplan.Decision"

    collaborative = factory.SubFactory(CollaborativeFactory)
    text = factory.Sequence(lambda n: f"Decide question {n}")
