from datetime import timedelta

import factory
from django.utils import timezone
from django_scopes import scopes_disabled

from collaboratives.framework.models import ChangeFramework, PrimaryDriver
from tests.factories.base import UnscopedFactory
from tests.factories.people import CollaborativeFactory, MembershipFactory


class ChangeFrameworkFactory(UnscopedFactory):
    class Meta:
        model = "framework.ChangeFramework"

    collaborative = factory.SubFactory(CollaborativeFactory)
    key = "social-emotional-learning"
    name = "Social and emotional learning"
    mission = "Make caring relationships part of every day."
    need = "Teachers ask for support."


class AimFactory(UnscopedFactory):
    class Meta:
        model = "framework.Aim"

    framework = factory.SubFactory(ChangeFrameworkFactory)
    collaborative = factory.SelfAttribute("framework.collaborative")
    key = factory.Sequence(lambda n: f"aim-{n}")
    number = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"Aim {n}")


class PrimaryDriverFactory(UnscopedFactory):
    class Meta:
        model = "framework.PrimaryDriver"

    framework = factory.SubFactory(ChangeFrameworkFactory)
    collaborative = factory.SelfAttribute("framework.collaborative")
    key = factory.Sequence(lambda n: f"primary-{n}")
    number = factory.Sequence(lambda n: n + 1)
    short_name = factory.Sequence(lambda n: f"Primary driver {n}")
    statement = "What it takes"
    plain = "In plain words"


class SecondaryDriverFactory(UnscopedFactory):
    """Pass ``primary``, or ``collaborative`` alone: then a framework is made in it."""

    class Meta:
        model = "framework.SecondaryDriver"

    collaborative = factory.SubFactory(CollaborativeFactory)
    primary = factory.LazyAttribute(lambda o: primary_driver_in(o.collaborative))
    key = factory.Sequence(lambda n: f"secondary-{n}")
    number = factory.Sequence(lambda n: f"1.{n + 1}")
    position = factory.Sequence(lambda n: n)
    action = factory.Sequence(lambda n: f"Do thing {n}")
    assessment_statement = factory.Sequence(lambda n: f"Thing {n} is done.")
    plain = factory.Sequence(lambda n: f"We do thing {n}.")


class ChangeIdeaFactory(UnscopedFactory):
    class Meta:
        model = "framework.ChangeIdea"

    secondary = factory.SubFactory(SecondaryDriverFactory)
    collaborative = factory.SelfAttribute("secondary.collaborative")
    text = factory.Sequence(lambda n: f"Try idea {n} tomorrow.")
    position = factory.Sequence(lambda n: n)


class FrameworkReleaseFactory(UnscopedFactory):
    class Meta:
        model = "framework.FrameworkRelease"

    framework = factory.SubFactory(ChangeFrameworkFactory)
    collaborative = factory.SelfAttribute("framework.collaborative")
    version = 1
    snapshot = factory.LazyFunction(dict)


def primary_driver_in(collaborative):
    """The collaborative's first primary driver, made with its framework where there is none."""
    with scopes_disabled():
        standing = PrimaryDriver.objects.filter(collaborative=collaborative).first()
        framework = ChangeFramework.objects.filter(collaborative=collaborative).first()
    if standing:
        return standing
    return PrimaryDriverFactory(
        framework=framework or ChangeFrameworkFactory(collaborative=collaborative)
    )


class DraftReaderFactory(UnscopedFactory):
    class Meta:
        model = "framework.DraftReader"

    collaborative = factory.SubFactory(CollaborativeFactory)
    name = factory.Sequence(lambda n: f"Expert {n}")
    invited_by = factory.SubFactory(
        MembershipFactory, collaborative=factory.SelfAttribute("..collaborative")
    )
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))


class FrameworkCommentFactory(UnscopedFactory):
    """A comment of a member; pass ``reader`` and ``by=None`` for one from outside."""

    class Meta:
        model = "framework.FrameworkComment"

    framework = factory.SubFactory(ChangeFrameworkFactory)
    collaborative = factory.SelfAttribute("framework.collaborative")
    part = "mission"
    text = factory.Sequence(lambda n: f"Comment {n}")
    by = factory.SubFactory(
        MembershipFactory, collaborative=factory.SelfAttribute("..collaborative")
    )
