"""Changing one's own account."""

import uuid

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bsc.accounts.cards import revoke_cards
from bsc.accounts.models import User, clean_email
from bsc.accounts.sessions import sign_out_everywhere
from bsc.audit.services import record
from bsc.files.images import reencode
from bsc.mail.services import queue_message
from bsc.tenancy.doors import nobodys_rows


@transaction.atomic
def keep_photo(*, user: User, upload: File[bytes]) -> None:
    """Store a small, re-encoded picture without metadata; ValidationError when it is none."""
    picture = reencode(upload)
    if user.photo:
        user.photo.delete(save=False)
    user.photo.save(f"{uuid.uuid4().hex}.jpg", ContentFile(picture.thumbnail), save=False)
    user.save(update_fields=["photo"])


@transaction.atomic
def remove_photo(*, user: User) -> None:
    """Delete the picture. Idempotent."""
    if user.photo:
        user.photo.delete(save=False)
        user.save(update_fields=["photo"])


@transaction.atomic
def change_address(*, user: User, email: str) -> None:
    """Give the account an address that was just proven. Cards stop: a code comes by mail now.

    The old address is told. Raises ValidationError when another account has the new one.
    """
    old, user.email = user.email, clean_email(email)
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
    except IntegrityError:
        user.email = old
        raise ValidationError(
            _("Another account already uses this address. Sign out and sign in with it.")
        ) from None
    revoke_cards(user=user)
    with nobodys_rows():
        record(action="person.address_changed", by=user, target=user)
    if old and old != user.email:
        queue_message(
            name="address_changed",
            to=old,
            collaborative=None,
            context={"name": user.first_name},
            dedupe_key=f"address-changed:{uuid.uuid4().hex}",
            language=user.language,
        )


@transaction.atomic
def reset_second_factor(*, user: User, by: User) -> None:
    """Take a lost second factor off an account; the person is told and signed out everywhere.

    The mailbox still guards the account, and who must have one sets up a new one at the next
    sign-in. Raises PermissionDenied for one's own: that page asks for a code first.
    """
    if user.pk == by.pk:
        raise PermissionDenied
    Authenticator.objects.filter(user=user).delete()
    sign_out_everywhere(user=user, by=by)
    with nobodys_rows():
        record(action="second_factor.reset", by=by, target=user)
    queue_message(
        name="second_factor_reset",
        to=user,
        collaborative=None,
        context={"by": by},
        dedupe_key=f"second-factor-reset:{uuid.uuid4().hex}",
    )


def tell_unknown_address(*, email: str) -> None:
    """Tell an address that asked for a code that nobody here has it, and whom to ask."""
    queue_message(
        name="unknown_address",
        to=email,
        collaborative=None,
        context={},
        dedupe_key=f"unknown:{uuid.uuid4().hex}",
        queue="codes",
    )
