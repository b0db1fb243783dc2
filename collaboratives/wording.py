"""Sentences that people send each other."""

from django.utils.translation import gettext as _

from collaboratives.models import Invitation


def message_to_paste(invitation: Invitation, link: str) -> str:
    """Return a short message with the link, in the language active now."""
    words = {
        "inviter": invitation.invited_by.user.name,
        "group": invitation.team.name if invitation.team else invitation.collaborative.name,
        "collaborative": invitation.collaborative.name,
        "link": link,
    }
    if invitation.team:
        said = _(
            "Hello! %(inviter)s invites you to %(group)s. Together with other centers we try"
            " small changes for our children. To join takes one minute. You need no password:"
            " %(link)s"
        )
    else:
        said = _(
            "Hello! %(inviter)s invites you to %(collaborative)s. To join takes one minute. You"
            " need no password: %(link)s"
        )
    return said % words
