import factory

from tests.factories.base import UnscopedFactory


class RoomMemberFactory(UnscopedFactory):
    """Pass ``team``, ``classroom`` of its center and ``member``."""

    class Meta:
        model = "centers.RoomMember"

    collaborative = factory.SelfAttribute("team.collaborative")
    organization = factory.SelfAttribute("team.organization")
