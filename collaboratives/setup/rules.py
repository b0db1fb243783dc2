"""Who may set up a collaborative."""

from collaboratives.enums import CollaborativeStatus, Role
from collaboratives.models import Collaborative, Membership


def may_set_up(member: Membership) -> bool:
    """Whether they may redo a step of the set-up from inside: the implementation team.

    Outside, on the organization's pages, its admins may; the middleware lets nobody else in.
    """
    return member.is_implementation


def dates_are_free(collaborative: Collaborative) -> bool:
    """Whether dates may still be set without a preview: nothing was promised to anybody yet."""
    return collaborative.status == CollaborativeStatus.SETUP


def may_invite_outside(collaborative: Collaborative, role: str) -> bool:
    """Whether an admin who is no member may invite somebody as ``role``.

    Once a collaborative runs, its implementation team alone lets in who sees everything; an admin
    who needs to enter has a door of their own, which tells the team.
    """
    return role not in (Role.IMPLEMENTATION, Role.FACULTY) or dates_are_free(collaborative)


def may_change_settings(member: Membership) -> bool:
    """Whether settings, words and who covers what are theirs: the implementation team's."""
    return member.is_implementation
