"""Ending sessions."""

from django.db import transaction

from bsc.accounts.keys import revoke_keys
from bsc.accounts.models import User
from bsc.audit.services import record
from bsc.tenancy.doors import nobodys_rows


@transaction.atomic
def sign_out_everywhere(*, user: User, by: User) -> None:
    """End every session of this person, and every access key: nothing made before opens anything.

    Sessions carry a hash of the password field; a fresh unusable password changes it, so no
    session table has to be searched.
    """
    user.set_unusable_password()
    user.save(update_fields=["password"])
    revoke_keys(user=user)
    with nobodys_rows():
        record(action="person.signed_out_everywhere", by=by, target=user)
