"""Inviting, joining, and changing who is what."""

from collaboratives.services.invitations import (
    cancel_invitation,
    create_invitation,
    join_link,
    renew_invitation,
)
from collaboratives.services.joining import (
    InvitationClosed,
    accept_invitation,
    join_as_new_person,
    say_about_photos,
)
from collaboratives.services.roles import add_role, end_role, enter_collaborative

__all__ = [
    "InvitationClosed",
    "accept_invitation",
    "add_role",
    "cancel_invitation",
    "create_invitation",
    "end_role",
    "enter_collaborative",
    "join_as_new_person",
    "join_link",
    "renew_invitation",
    "say_about_photos",
]
