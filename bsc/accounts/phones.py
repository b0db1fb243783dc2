"""What a phone keeps for somebody until it is sent."""

from django.utils.crypto import salted_hmac

from bsc.accounts.models import User

LENGTH = 20


def phone_key(user: User) -> str:
    """Return the name under which a phone keeps what this person has not sent yet.

    It says nothing about them, and no other person's pages know it: whoever signs in next on the
    same phone is not shown their words.
    """
    return salted_hmac("bsc.accounts.phones", str(user.pk), algorithm="sha256").hexdigest()[:LENGTH]
