import factory
from django_scopes import scopes_disabled

from tests.factories.base import UnscopedFactory
from tests.factories.people import MembershipFactory, MembershipRoleFactory


def hat_of(author):
    """The first hat of a writer, made where there is none."""
    with scopes_disabled():
        held = author.hats
    return held[0] if held else MembershipRoleFactory(membership=author)


class TopicFactory(UnscopedFactory):
    """Pass ``author`` with a role; ``team`` makes it that team's own."""

    class Meta:
        model = "community.Topic"

    author = factory.SubFactory(MembershipFactory)
    collaborative = factory.SelfAttribute("author.collaborative")
    hat = factory.LazyAttribute(lambda o: hat_of(o.author))
    team = None
    audience = factory.LazyAttribute(lambda o: "team" if o.team else "everyone")
    title = factory.Sequence(lambda n: f"Topic {n}")
    body = "Has anybody tried this?"


class PostFactory(UnscopedFactory):
    class Meta:
        model = "community.Post"

    topic = factory.SubFactory(TopicFactory)
    collaborative = factory.SelfAttribute("topic.collaborative")
    author = factory.SubFactory(
        MembershipFactory, collaborative=factory.SelfAttribute("..collaborative")
    )
    hat = factory.LazyAttribute(lambda o: hat_of(o.author))
    body = "Yes, we have."


class StoredPhotoFactory(UnscopedFactory):
    class Meta:
        model = "files.StoredFile"

    collaborative = None
    file = factory.django.ImageField(width=40, height=30, filename="photo.jpg")
    thumbnail = factory.django.ImageField(width=20, height=15, filename="photo.jpg")
    content_type = "image/jpeg"
    name = "photo.jpg"


class TopicPhotoFactory(UnscopedFactory):
    class Meta:
        model = "community.TopicPhoto"

    topic = factory.SubFactory(TopicFactory)
    collaborative = factory.SelfAttribute("topic.collaborative")
    stored = factory.SubFactory(
        StoredPhotoFactory, collaborative=factory.SelfAttribute("..collaborative")
    )
    alt = "Two cushions under a window."
    by = factory.SelfAttribute("topic.author")
