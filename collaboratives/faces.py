"""What a member looks like in lists, posts and rows of faces."""

from bsc.ui.people import Person
from collaboratives.http import url_in
from collaboratives.models import Membership


def hats_line(member: Membership) -> str:
    """Return somebody's roles today in one line, team roles with the team."""
    return ", ".join(
        f"{hat.get_role_display()} ({hat.team})" if hat.team else hat.get_role_display()
        for hat in member.hats
    )


def face(member: Membership, *, detail: str | None = None) -> Person:
    """Return the component's person: name, what they are, page and photo.

    The member needs user and hats loaded (``queries.with_hats``); their collaborative is the one
    in the address.
    """
    collaborative = member.collaborative
    return Person(
        name=member.user.name,
        detail=hats_line(member) if detail is None else detail,
        url=url_in(collaborative, "collaboratives:person", pk=member.pk),
        photo_url=(
            url_in(collaborative, "collaboratives:person_photo", pk=member.pk)
            if member.user.photo
            else ""
        ),
    )
