"""Access keys: how a program of one's own reads or writes through the API.

A key is 256 random bits and opens no more than its owner may see. Only its hash is stored, so it
can be shown once; a plain hash is enough, because nobody can try 2**256 keys.
"""

import secrets
import uuid
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bsc.accounts import second_factor
from bsc.accounts.models import AccessKey, User
from bsc.audit.services import record
from bsc.tenancy.doors import collaboratives_of, nobodys_rows

# So that a key that got into a file or a mail by mistake is recognised as one.
PREFIX = "bsc_"
MOST = 20


def keys_of(user: User) -> QuerySet[AccessKey]:
    """Return the keys that work, the newest first."""
    return (
        AccessKey.objects.filter(user=user, revoked_at=None)
        .select_related("collaborative")
        .order_by("-pk")
    )


@transaction.atomic
def make_key(
    *,
    user: User,
    name: str,
    may_write: bool,
    token: uuid.UUID,
    collaborative_id: int | None = None,
) -> str:
    """Make a key and return it, for the only time.

    The same ``token`` again, before the key was used, gives the same row a new key: somebody who
    clicked twice sees the one that works. ValidationError for a form sent again later, for a
    collaborative that is not theirs and for more than ``MOST`` keys.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if collaborative_id is not None and collaborative_id not in {
        one.pk for one in collaboratives_of(user)
    }:
        raise ValidationError({"collaborative": _("Choose one of your own collaboratives.")})
    text = PREFIX + secrets.token_urlsafe(32)
    standing = AccessKey.objects.filter(user=user, token=token).first()
    if standing is not None:
        return _renew(standing, text)
    if keys_of(user).count() >= MOST:
        raise ValidationError(
            _("You have %(count)s keys. Remove one that you no longer need.") % {"count": MOST}
        )
    key = AccessKey(
        user=user,
        name=name,
        may_write=may_write,
        collaborative_id=collaborative_id,
        token=token,
        key_hash=_hash(text),
    )
    key.full_clean()
    key.save()
    with nobodys_rows():
        record(action="access_key.made", by=user, target=key, summary=key.name)
    return text


def _renew(key: AccessKey, text: str) -> str:
    if key.revoked_at or key.last_used_on:
        raise ValidationError(_("This key is made already. It is shown only once."))
    key.key_hash = _hash(text)
    key.save(update_fields=["key_hash"])
    return text


@transaction.atomic
def revoke_key(*, key: AccessKey) -> None:
    """Stop a key for good. Idempotent."""
    if AccessKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now()):
        with nobodys_rows():
            record(action="access_key.revoked", by=key.user, target=key, summary=key.name)


def revoke_keys(*, user: User) -> int:
    """Stop every key of this person; returns how many there were."""
    return AccessKey.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())


def use_key(text: str) -> AccessKey | None:
    """Return the key that this is, with its owner, and note the day; None for anything else.

    None, too, while its owner is to set up a second factor first: then pages are closed as well.
    """
    key = (
        AccessKey.objects.filter(key_hash=_hash(text), revoked_at=None, user__is_active=True)
        .select_related("user")
        .first()
    )
    if key is None or second_factor.is_due(key.user):
        return None
    today = timezone.localdate()
    if key.last_used_on != today:
        AccessKey.objects.filter(pk=key.pk).update(last_used_on=today)
    return key


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
