"""The outbox: every mail is a row first, and stays one."""

import uuid
from email.utils import parseaddr
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bsc.mail.enums import Queue, Reason, State
from bsc.tenancy.models import MaybeCollaborativeModel


def new_message_id() -> str:
    """Return a Message-ID of our own domain; a repeated message keeps the one it has."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{uuid.uuid4().hex}@{domain}>"


class Message(MaybeCollaborativeModel):
    """One mail to one person. ``sending`` is committed before the hand-over, ``sent`` after it.

    A message found in ``sending`` after a crash may have arrived or not: ``urgent`` ones are
    repeated with the same Message-ID, the others become ``unsure`` and wait for a person.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty for somebody who has no account yet."),
    )
    address = models.EmailField(_("e-mail address"), blank=True)
    kind = models.CharField(max_length=60)
    queue = models.CharField(max_length=10, choices=Queue, default=Queue.DEFAULT)
    urgent = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="en")
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    body_text = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    from_name = models.CharField(max_length=150, blank=True)
    reply_to = models.EmailField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    dedupe_key = models.CharField(max_length=200)
    message_id = models.CharField(max_length=200, default=new_message_id, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    smtp_code = models.PositiveSmallIntegerField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Counts every claim; a worker that was believed dead recognises that it was overtaken.
    claim = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collaborative", "dedupe_key"],
                name="message_once",
                nulls_distinct=False,
            ),
            # So that no page of a collaborative can ever come near a sign-in code.
            models.CheckConstraint(
                name="codes_belong_to_nobody",
                condition=~models.Q(queue=Queue.CODES) | models.Q(collaborative__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["queue", "next_attempt_at"],
                name="message_due",
                condition=models.Q(state=State.QUEUED),
            ),
            models.Index(
                fields=["claimed_at"],
                name="message_in_hand",
                condition=models.Q(state=State.SENDING),
            ),
            models.Index(fields=["collaborative", "-created_at"], name="message_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
