"""Paper forms and photographs."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bsc.accounts import codes
from bsc.tenancy.models import CollaborativeModel
from centers.models import CoreTeam
from collaboratives.models import Membership
from pdsa.models.cycles import Cycle

PAPER, PAPER_CODE_LENGTH = "paper form", 10  # 50 bits; guessing is slowed down besides


class PaperForm(CollaborativeModel):
    """A printed form with a code of its own; whoever holds it can send a photograph of it.

    It belongs to a test, or comes from a pad of blank forms: then its first photograph begins a
    test of ``team`` that is owned by who printed the pad. ``number`` is the leaf of a pad, from 1;
    0 is the form of a test. ``token`` is what was printed at once, made by the form that asked for
    it. The code is derived from ``nonce`` (see ``bsc.accounts.codes``).
    """

    cycle = models.ForeignKey(
        Cycle, on_delete=models.CASCADE, null=True, blank=True, related_name="paper_forms"
    )
    team = models.ForeignKey(
        "centers.CoreTeam", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    number = models.PositiveSmallIntegerField(default=0)
    nonce = models.CharField(max_length=32, default=codes.new_nonce, editable=False)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    printed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["printed_by", "token", "number"], name="paper_printed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the hash that the code is found by."""
        if not self.code_hash:
            code = codes.derive(PAPER, self.nonce, length=PAPER_CODE_LENGTH)
            self.code_hash = codes.fingerprint(PAPER, code)
        super().save(*args, **kwargs)

    @property
    def of_team(self) -> CoreTeam | None:
        """Return the team whose test its photographs come to; None: the implementation team."""
        return self.cycle.ramp.team if self.cycle else self.team

    @property
    def is_closed(self) -> bool:
        """Whether its code opens nothing: it was stopped, or its team has left."""
        team = self.of_team
        has_left = team is not None and team.status == CoreTeam.Status.LEFT
        return self.revoked_at is not None or has_left

    @property
    def code(self) -> str:
        """Return the code as printed, or "" after a change of the secret key."""
        found = codes.recover(PAPER, self.nonce, self.code_hash, length=PAPER_CODE_LENGTH)
        return codes.grouped(found)


class CyclePhoto(CollaborativeModel):
    """A photograph of the work; seen by those who see the cycle, and by nobody else.

    One that came in through a paper form's code was sent by whoever held the form: nobody is named.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="photos")
    stored = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    alt = models.CharField(_("What does the photo show?"), max_length=250)
    by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    paper_form = models.ForeignKey(
        PaperForm, on_delete=models.PROTECT, null=True, blank=True, related_name="photos"
    )
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "token"], name="cycle_photo_sent_once"),
            models.UniqueConstraint(fields=["paper_form", "token"], name="paper_photo_sent_once"),
            models.CheckConstraint(
                name="photo_by_a_member_or_on_paper",
                condition=models.Q(by__isnull=False) | models.Q(paper_form__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.alt
