"""A person. What they may do comes from memberships, never from this row."""

import datetime as dt
import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from bsc.notifications.enums import MailChoice


class UserManager(BaseUserManager["User"]):
    """Makes people; nobody signs in with a password."""

    def create_user(self, *, name: str, email: str | None = None, **fields: Any) -> "User":
        """Return a saved person. ``email`` is optional and stored in lower case."""
        user = self.model(name=name, email=clean_email(email), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


def clean_email(email: str | None) -> str | None:
    """Return the address as it is stored and compared, or None where there is none."""
    return (email or "").strip().lower() or None


class User(AbstractBaseUser):
    """A person who signs in by an e-mailed code or by a personal card.

    ``email`` is empty for somebody who joined by name or phone only. People are made anonymous,
    never deleted.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"), null=True, blank=True, unique=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    time_zone = models.CharField(
        _("time zone"), max_length=60, blank=True, help_text=_("Empty: the collaborative's own.")
    )
    photo = models.ImageField(_("photo"), upload_to="people/", blank=True)
    mail_choice = models.CharField(
        _("e-mails I want"), max_length=10, choices=MailChoice, default=MailChoice.DIGEST
    )
    # Reminders that fall into quiet hours wait until they end; both the same: no quiet hours.
    quiet_from = models.TimeField(_("quiet from"), default=dt.time(18))
    quiet_until = models.TimeField(_("quiet until"), default=dt.time(7))
    quiet_weekends = models.BooleanField(_("quiet on weekends"), default=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "public_id"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Return the name; Django and allauth ask for it under this name."""
        return self.name

    def has_usable_password(self) -> bool:
        """Nobody has one, however the row was made."""
        return False

    @property
    def first_name(self) -> str:
        """Return the first word of the name, for a greeting."""
        return self.name.split(" ")[0]


class PersonalCard(models.Model):
    """A card on paper for somebody without an e-mail address; see ``bsc.accounts.cards``.

    The code itself is not stored: ``nonce`` and the site's secret key give it back, ``code_hash``
    finds it.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=32)
    code_hash = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_card_that_works",
            )
        ]

    def __str__(self) -> str:
        return f"card of {self.user}"


class AccessKey(models.Model):
    """A key with which a program reads, or also writes, what its owner may; see ``keys``.

    Only a hash of the key is stored. ``collaborative`` narrows it to one; ``token`` is made by the
    form, so that a form sent twice makes one key.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    may_write = models.BooleanField(default=False)
    collaborative = models.ForeignKey(
        "collaboratives.Collaborative",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    key_hash = models.CharField(max_length=64, unique=True)
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "token"], name="access_key_made_once")
        ]

    def __str__(self) -> str:
        return self.name


class TokenBucket(models.Model):
    """How often something may still happen; see ``bsc.accounts.throttle``."""

    key = models.CharField(max_length=64, unique=True)
    tokens = models.FloatField()
    updated_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
