"""What people say to a cycle, whom they mention, whom they invite to answer, whom they thank."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bsc.tenancy.models import CollaborativeModel
from collaboratives.models import Membership, MembershipRole
from pdsa.enums import Kind
from pdsa.models.cycles import Cycle


class CycleComment(CollaborativeModel):
    """What somebody says to a cycle, signed with one hat; or what a teammate saw.

    A reply hangs on a comment, never on a reply. A removed comment keeps its place without text.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="comments")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.COMMENT)
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    hat = models.ForeignKey(MembershipRole, on_delete=models.PROTECT, related_name="+")
    reply_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    text = models.TextField(_("Your comment"), max_length=4000)
    language = models.CharField(max_length=10, default="en")
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("created_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "token"], name="cycle_comment_sent_once")
        ]

    def __str__(self) -> str:
        return self.text[:80]


class CycleThanks(CollaborativeModel):
    """One person's thanks for a shared test."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="thanks")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "thanks"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "member"], name="thanked_once")
        ]

    def __str__(self) -> str:
        return str(self.member)


class CommentMention(CollaborativeModel):
    """Somebody is meant by a comment, and is told so once."""

    comment = models.ForeignKey(CycleComment, on_delete=models.CASCADE, related_name="mentions")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "member"], name="mentioned_once")
        ]

    def __str__(self) -> str:
        return str(self.member)


class PeerInvitation(CollaborativeModel):
    """A coach asks another center to answer a test, because it knows something about it."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="peer_invitations")
    team = models.ForeignKey("centers.CoreTeam", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("Why them?"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "team"], name="peer_invited_once")
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.team_id}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for that center."""
        return self.answered_at is None and self.declined_at is None
