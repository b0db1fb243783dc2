import factory
from django.utils import timezone

from tests.factories.base import UnscopedFactory


class RampFactory(UnscopedFactory):
    """Pass ``team`` (its collaborative is taken), or ``team=None`` and ``collaborative``."""

    class Meta:
        model = "pdsa.Ramp"

    team = factory.SubFactory("tests.factories.CoreTeamFactory")
    collaborative = factory.SelfAttribute("team.collaborative")
    idea = factory.Sequence(lambda n: f"Idea {n}")


class CycleFactory(UnscopedFactory):
    """A posted, shared cycle of ``ramp`` that ``started_by`` owns."""

    class Meta:
        model = "pdsa.Cycle"
        skip_postgeneration_save = True

    ramp = factory.SubFactory(RampFactory)
    collaborative = factory.SelfAttribute("ramp.collaborative")
    number = 1
    status = "planned"
    visibility = "collaborative"
    what = factory.Sequence(lambda n: f"Try number {n}")
    scale = "one_teacher"
    started_by = factory.SubFactory(
        "tests.factories.MembershipFactory", collaborative=factory.SelfAttribute("..collaborative")
    )
    changed_by = factory.SelfAttribute("started_by")
    posted_at = factory.LazyAttribute(
        lambda made: None if made.status == "draft" else timezone.now()
    )

    @factory.post_generation
    def owned(self, create, extracted, **kwargs):
        """Make the starter an owner; ``owned=False`` leaves the cycle without one."""
        if create and extracted is not False:
            CycleOwnerFactory(cycle=self, member=self.started_by)


class CycleOwnerFactory(UnscopedFactory):
    class Meta:
        model = "pdsa.CycleOwner"

    cycle = factory.SubFactory(CycleFactory)
    collaborative = factory.SelfAttribute("cycle.collaborative")


class CycleCommentFactory(UnscopedFactory):
    """Pass ``cycle`` and ``hat``; the author is who wears the hat."""

    class Meta:
        model = "pdsa.CycleComment"

    cycle = factory.SubFactory(CycleFactory)
    collaborative = factory.SelfAttribute("cycle.collaborative")
    author = factory.SelfAttribute("hat.membership")
    text = factory.Sequence(lambda n: f"Comment {n}")


class CyclePhotoFactory(UnscopedFactory):
    """Pass ``cycle``, ``stored`` and ``by``."""

    class Meta:
        model = "pdsa.CyclePhoto"

    cycle = factory.SubFactory(CycleFactory)
    collaborative = factory.SelfAttribute("cycle.collaborative")
    alt = "Sticky notes on the cubbies"


class RampMetricFactory(UnscopedFactory):
    """Pass ``ramp`` and ``metric``."""

    class Meta:
        model = "pdsa.RampMetric"

    ramp = factory.SubFactory(RampFactory)
    collaborative = factory.SelfAttribute("ramp.collaborative")


class PaperFormFactory(UnscopedFactory):
    """Pass ``cycle`` or ``team``, and ``printed_by``; its collaborative is taken."""

    class Meta:
        model = "pdsa.PaperForm"

    collaborative = factory.SelfAttribute("printed_by.collaborative")


class BundleFactory(UnscopedFactory):
    """Pass ``by``."""

    class Meta:
        model = "pdsa.Bundle"

    collaborative = factory.SelfAttribute("by.collaborative")
    name = factory.Sequence(lambda n: f"Bundle {n}")


class BundleRampFactory(UnscopedFactory):
    """Pass ``bundle`` and ``ramp``."""

    class Meta:
        model = "pdsa.BundleRamp"

    collaborative = factory.SelfAttribute("bundle.collaborative")


class PeerInvitationFactory(UnscopedFactory):
    """Pass ``cycle``, ``team`` and ``by``."""

    class Meta:
        model = "pdsa.PeerInvitation"

    cycle = factory.SubFactory(CycleFactory)
    collaborative = factory.SelfAttribute("cycle.collaborative")
