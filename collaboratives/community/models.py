"""The board: topics, replies and photographs, for everyone or for one team."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bsc.tenancy.models import CollaborativeModel
from collaboratives.community.enums import Audience
from collaboratives.framework.models import SecondaryDriver
from collaboratives.models import Membership, MembershipRole


class Topic(CollaborativeModel):
    """What somebody starts a conversation with, signed with one hat.

    ``active_at`` is when something was last said in it. ``token`` names the sent form: twice is
    once.
    """

    audience = models.CharField(
        _("who can read it"), max_length=10, choices=Audience, default=Audience.EVERYONE
    )
    team = models.ForeignKey(
        "centers.CoreTeam", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(_("title"), max_length=150)
    body = models.TextField(_("what you want to say"), max_length=6000)
    driver = models.ForeignKey(
        SecondaryDriver, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    pinned = models.BooleanField(_("pinned"), default=False)
    language = models.CharField(_("language"), max_length=10, default=settings.LANGUAGE_CODE)
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    hat = models.ForeignKey(MembershipRole, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    active_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        ordering: ClassVar = ["-pinned", "-active_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["collaborative", "-pinned", "-active_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "token"], name="topic_sent_once"),
            models.CheckConstraint(
                name="topic_team_fits_audience",
                condition=(
                    models.Q(audience=Audience.TEAM, team__isnull=False)
                    | models.Q(audience=Audience.EVERYONE, team__isnull=True)
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Post(CollaborativeModel):
    """A reply. A removed one keeps its place without text."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="posts")
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    hat = models.ForeignKey(MembershipRole, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(_("your reply"), max_length=4000)
    language = models.CharField(_("language"), max_length=10, default=settings.LANGUAGE_CODE)
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "token"], name="post_sent_once")
        ]

    def __str__(self) -> str:
        return self.body[:80]


class TopicPhoto(CollaborativeModel):
    """A photograph with a topic, or with one of its replies; who reads that sees it."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="photos")
    post = models.ForeignKey(
        Post, on_delete=models.CASCADE, null=True, blank=True, related_name="photos"
    )
    stored = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    alt = models.CharField(_("what the photo shows"), max_length=250)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.alt
