"""The Collaborative Change Framework: what we want, what drives it, what one could try.

Live rows are edited; a release is a snapshot that never changes. A driver in use is retired,
not deleted. A driver that is merged into another is retired too; ``took_along`` keeps the keys of
the rows below it that went with it, so that the merge can be undone.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bsc.accounts import codes
from bsc.tenancy.models import CollaborativeModel
from collaboratives.framework.enums import EquityPlace, FrameworkStatus, IdeaStatus, PartKind
from collaboratives.models import Membership
from collaboratives.translations import Translated

DRAFT_READER = "draft_reader"
DRAFT_CODE_LENGTH = 16  # 80 bits: the link is mailed, nobody types it


class ChangeFramework(Translated, CollaborativeModel):
    """The one framework of a collaborative."""

    key = models.SlugField(max_length=60)
    name = models.CharField(_("name"), max_length=200)
    mission = models.TextField(_("mission"))
    need = models.TextField(_("why it is needed"), blank=True)
    status = models.CharField(
        max_length=10, choices=FrameworkStatus, default=FrameworkStatus.IN_USE
    )
    revision = models.PositiveIntegerField(default=0)

    drivers: "list[PrimaryDriver]"  # those in use, as queries.framework_of loads them

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collaborative"], name="one_framework")
        ]

    def __str__(self) -> str:
        return self.name


class Aim(Translated, CollaborativeModel):
    """What the collaborative wants to reach, by how much, and how it will know."""

    framework = models.ForeignKey(ChangeFramework, on_delete=models.CASCADE, related_name="aims")
    key = models.SlugField(max_length=60)
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("aim"))
    target = models.TextField(_("target"), blank=True)
    measured_by = models.TextField(_("measured by"), blank=True)
    retired_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["framework", "key"], name="aim_key_once")
        ]

    def __str__(self) -> str:
        return self.text


class PrimaryDriver(Translated, CollaborativeModel):
    """One of the few things that together bring about the aims."""

    framework = models.ForeignKey(
        ChangeFramework, on_delete=models.CASCADE, related_name="primary_drivers"
    )
    key = models.SlugField(max_length=60)
    number = models.PositiveSmallIntegerField()
    short_name = models.CharField(_("short name"), max_length=120)
    statement = models.TextField(_("statement"))
    description = models.TextField(_("description"), blank=True)
    plain = models.CharField(_("in plain words"), max_length=300, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    took_along = models.JSONField(default=list, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0)

    drivers: "list[SecondaryDriver]"  # those in use, as queries.framework_of loads them

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["framework", "key"], name="primary_driver_key_once")
        ]

    def __str__(self) -> str:
        return self.short_name


class SecondaryDriver(Translated, CollaborativeModel):
    """What centers do about a primary driver: once worded to do, once worded to rate."""

    primary = models.ForeignKey(
        PrimaryDriver, on_delete=models.CASCADE, related_name="secondary_drivers"
    )
    key = models.SlugField(max_length=60)
    number = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField()
    action = models.CharField(_("action"), max_length=300)
    assessment_statement = models.CharField(_("statement to rate"), max_length=400)
    plain = models.CharField(_("in plain words"), max_length=300, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    took_along = models.JSONField(default=list, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0)

    ideas: "list[ChangeIdea]"  # those in the framework, as the queries load them
    notes: "list[Any]"  # what other apps say of it (counts.Note), put there by the outline

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collaborative", "key"], name="secondary_driver_key_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"

    @property
    def is_in_use(self) -> bool:
        """Whether it is in the framework: neither it nor its primary driver is retired."""
        return self.retired_on is None and self.primary.retired_on is None


class ChangeIdea(CollaborativeModel):
    """Something small enough to try tomorrow."""

    secondary = models.ForeignKey(
        SecondaryDriver, on_delete=models.CASCADE, related_name="change_ideas"
    )
    text = models.CharField(_("idea"), max_length=400)
    position = models.PositiveSmallIntegerField(default=0)
    proposed_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=10, choices=IdeaStatus, default=IdeaStatus.ACCEPTED)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class FrameworkRelease(CollaborativeModel):
    """The framework as it stood on a day. Ratings and tests name the release they were made under.

    ``snapshot`` has the shape that ``services.snapshot_of`` describes.
    """

    framework = models.ForeignKey(
        ChangeFramework, on_delete=models.PROTECT, related_name="releases"
    )
    version = models.PositiveSmallIntegerField()
    snapshot = models.JSONField()
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    equity = models.CharField(max_length=10, choices=EquityPlace, blank=True)
    equity_why = models.TextField(_("why"), blank=True)
    released_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["version"]
        get_latest_by = "version"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["framework", "version"], name="release_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new release; one that stands is never changed."""
        if not self._state.adding:
            raise TypeError("A release of the framework does not change; make the next one.")
        super().save(*args, **kwargs)


class DraftReader(CollaborativeModel):
    """Somebody outside who reads the draft by a link and comments on it; no member, no account.

    The code of the link is derived from ``nonce`` (see ``bsc.accounts.codes``).
    """

    nonce = models.CharField(max_length=32, default=codes.new_nonce, editable=False)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"), blank=True)
    known_for = models.CharField(_("what they know"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, default=settings.LANGUAGE_CODE)
    invited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collaborative", "token"],
                condition=models.Q(token__isnull=False),
                name="draft_reader_made_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the hash that the code is found by."""
        if not self.code_hash:
            code = codes.derive(DRAFT_READER, self.nonce, length=DRAFT_CODE_LENGTH)
            self.code_hash = codes.fingerprint(DRAFT_READER, code)
        super().save(*args, **kwargs)

    @property
    def code(self) -> str:
        """Return the code of the link, or "" after a change of the secret key."""
        found = codes.recover(DRAFT_READER, self.nonce, self.code_hash, length=DRAFT_CODE_LENGTH)
        return codes.grouped(found)

    @property
    def is_open(self) -> bool:
        """Whether the link can be used now."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class FrameworkComment(CollaborativeModel):
    """What a member or a reader of the draft says of one part; resolved one by one.

    ``part_key`` is the key of the aim, driver or measure, the row's number for an idea, and empty
    for mission, need and the whole. Exactly one of ``by`` and ``reader`` wrote it.
    """

    framework = models.ForeignKey(
        ChangeFramework, on_delete=models.CASCADE, related_name="comments"
    )
    part = models.CharField(max_length=10, choices=PartKind)
    part_key = models.CharField(max_length=60, blank=True)
    text = models.TextField(_("comment"))
    by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reader = models.ForeignKey(
        DraftReader, on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolution = models.CharField(_("what came of it"), max_length=300, blank=True)
    token = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="comment_has_one_writer",
                condition=models.Q(by__isnull=False, reader__isnull=True)
                | models.Q(by__isnull=True, reader__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["collaborative", "token"],
                condition=models.Q(token__isnull=False),
                name="framework_comment_made_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.part_key}"
