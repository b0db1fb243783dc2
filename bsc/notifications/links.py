"""The signed link in every optional mail: it says whose mail it is, and needs no sign-in."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core import signing
from django.urls import reverse

from bsc.mail.links import absolute

if TYPE_CHECKING:
    from bsc.accounts.models import User

SALT = "bsc.notifications.mail-choice"
# Mail is kept for long, and a link that wants less mail should work when it is found again.
LIFE = 400 * 24 * 3600


def mail_choice_url(user: "User") -> str:
    """Return the full address where this person chooses how much mail they get."""
    token = signing.dumps(user.public_id.hex, salt=SALT)
    return absolute(reverse("notifications:mail_choice", kwargs={"token": token}))


def person_behind(token: str) -> "User | None":
    """Return whose link it is; None when it is forged, too old or of a closed account."""
    try:
        public_id = UUID(signing.loads(token, salt=SALT, max_age=LIFE))
    except (signing.BadSignature, ValueError):
        return None
    return get_user_model().objects.filter(public_id=public_id, is_active=True).first()
