"""Invitations: a short code that lets somebody in as what the inviter chose."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bsc.accounts import codes
from bsc.tenancy.models import CollaborativeModel
from collaboratives.enums import BOUND_ROLES, MULTI_USE_ROLES, TEAM_ROLES, Role
from collaboratives.models.people import Membership

PURPOSE = "invitation"
LENGTH = 8  # 40 bits; guessing is slowed down, see bsc.accounts.http


class Invitation(CollaborativeModel):
    """One role, in one team or none, for one person or several, until a day.

    The code is neither stored nor lost: it is derived from ``nonce`` with the site's secret key,
    so that the pending list can show link and card again, while a copy of the database alone
    opens nothing. ``code_hash`` (keyed too) is what a visitor's code is looked up by. A renewed
    invitation keeps its code, so that a card on a fridge stays good.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        USED_UP = "used_up", _("Used")
        EXPIRED = "expired", _("Expired")
        REVOKED = "revoked", _("Cancelled")

    nonce = models.CharField(max_length=32, default=codes.new_nonce, editable=False)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    team = models.ForeignKey(
        "centers.CoreTeam", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    language = models.CharField(_("language"), max_length=10, default=settings.LANGUAGE_CODE)
    email = models.EmailField(_("e-mail address"), blank=True)
    name_hint = models.CharField(_("who it is for"), max_length=100, blank=True)
    invited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    max_uses = models.PositiveSmallIntegerField(_("how many people"), default=1)
    used = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    times_sent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="invitation_team_fits_role",
                condition=models.Q(role__in=sorted(TEAM_ROLES), team__isnull=False)
                | (~models.Q(role__in=sorted(TEAM_ROLES)) & models.Q(team__isnull=True)),
            ),
            models.CheckConstraint(
                name="bound_invitation_has_address",
                condition=~models.Q(role__in=sorted(BOUND_ROLES)) | ~models.Q(email=""),
            ),
            models.CheckConstraint(
                name="several_uses_for_few_roles",
                condition=models.Q(max_uses=1)
                | models.Q(role__in=sorted(MULTI_USE_ROLES), email="", max_uses__gte=1),
            ),
            models.CheckConstraint(
                name="invitation_not_overused", condition=models.Q(used__lte=models.F("max_uses"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.pk}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the hash that the code is found by."""
        if not self.code_hash:
            self.code_hash = codes.fingerprint(
                PURPOSE, codes.derive(PURPOSE, self.nonce, length=LENGTH)
            )
        super().save(*args, **kwargs)

    @property
    def code(self) -> str:
        """Return the code as printed (K7M4-QX2P), or "" after a change of the secret key."""
        return codes.grouped(codes.recover(PURPOSE, self.nonce, self.code_hash, length=LENGTH))

    @property
    def state(self) -> State:
        """Return what the invitation is good for now."""
        if self.revoked_at:
            return self.State.REVOKED
        if self.used >= self.max_uses:
            return self.State.USED_UP
        if self.expires_at <= timezone.now():
            return self.State.EXPIRED
        return self.State.OPEN

    @property
    def is_open(self) -> bool:
        """Whether somebody can join with it now."""
        return self.state == self.State.OPEN


class InvitationUse(CollaborativeModel):
    """Somebody joined through an invitation. ``token`` names the sent form: twice is once."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="uses")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    token = models.UUIDField(default=uuid.uuid4, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.membership} by {self.invitation}"
