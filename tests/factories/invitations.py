from datetime import timedelta

import factory
from django.utils import timezone

from collaboratives.enums import Role
from tests.factories.base import UnscopedFactory


class InvitationFactory(UnscopedFactory):
    """Pass ``invited_by``; without a team only roles outside teams are possible."""

    class Meta:
        model = "collaboratives.Invitation"

    collaborative = factory.SelfAttribute("invited_by.collaborative")
    role = Role.FAMILY
    language = "en"
    max_uses = 1
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))
