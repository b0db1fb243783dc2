"""Whose counts are waiting on a phone, without a name: the key they are kept under there.

It is made from the site's secret key, so it says nothing to whoever finds the phone. A member has
one of their own; every card of a room has the room's, so that a renewed card sends what the one
before could not. A new secret key does not change it while the old one is still listed, or what
waits on a phone would never be sent: the oldest key that is listed makes it.
"""

from django.conf import settings
from django.utils.crypto import salted_hmac

from centers.models import Classroom, CoreTeam
from collaboratives.models import Membership

# The first sign says which kind it is: the phone keeps one member's pages, but any room's.
MEMBER, ROOM = "c", "r"
LENGTH = 24


def member_key(member: Membership) -> str:
    """Return the key of a member's own counts."""
    return member_keys(member)[0]


def member_keys(member: Membership) -> list[str]:
    """Return every key under which a member's counts may still wait: the present one first."""
    return _keyed(MEMBER, f"member:{member.pk}")


def room_key(team: CoreTeam, room: Classroom) -> str:
    """Return the key of what is counted with the cards of a room."""
    return room_keys(team, room)[0]


def room_keys(team: CoreTeam, room: Classroom) -> list[str]:
    """Return every key under which a room's counts may still wait: the present one first."""
    return _keyed(ROOM, f"room:{team.pk}:{room.pk}")


def _keyed(kind: str, what: str) -> list[str]:
    """Return the key of each secret; of ``SECRET_KEY_FALLBACKS`` the last is the oldest."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (
        salted_hmac("metrics.phones", what, secret=secret, algorithm="sha256").hexdigest()
        for secret in reversed(secrets)
    )
    return [kind + digest[:LENGTH] for digest in digests]
