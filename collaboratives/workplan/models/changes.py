"""What was done to the plan as one deed, so that it can be looked at before and taken back after."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bsc.accounts import codes
from bsc.tenancy.models import CollaborativeModel, OrganizationModel
from collaboratives.models import Membership
from collaboratives.workplan.enums import ChangeKind, ChangeStatus

PLAN_SHARE = "plan_share"
SHARE_CODE_LENGTH = 24  # 120 bits


class PlanChange(CollaborativeModel):
    """A move of dates, or a change of many tasks: a draft that is looked at, then applied or not.

    ``asked`` is what somebody wants, ``choices`` what they decided line by line, ``basis`` a
    fingerprint of the plan that they looked at. ``record`` is written when it is applied: what
    stood before and after, which is what undoing puts back. The shapes stand in
    ``workplan/moves/asked.py`` and ``workplan/undoing.py``.
    """

    kind = models.CharField(max_length=10, choices=ChangeKind)
    status = models.CharField(max_length=10, choices=ChangeStatus, default=ChangeStatus.DRAFT)
    title = models.CharField(max_length=300)
    asked = models.JSONField(default=dict)
    choices = models.JSONField(default=dict, blank=True)
    basis = models.CharField(max_length=64, blank=True)
    record = models.JSONField(default=dict, blank=True)
    tell = models.BooleanField(_("tell the people concerned"), default=True)
    message = models.TextField(_("what you want to say to them"), blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)
    token = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["collaborative", "status", "made_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collaborative", "token"],
                condition=models.Q(token__isnull=False),
                name="plan_change_made_once",
            )
        ]

    def __str__(self) -> str:
        return self.title


class PlanTemplate(OrganizationModel):
    """A plan saved for the organization's next collaborative: anchors, activities, rules; no dates.

    ``data`` has the shape of data/workplan.yaml. Nobody's name and no note is in it.
    """

    name = models.CharField(_("name"), max_length=120)
    about = models.TextField(_("what is special about it"), blank=True)
    made_from = models.CharField(max_length=200)
    data = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)
    token = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "token"],
                condition=models.Q(token__isnull=False),
                name="plan_template_made_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PlanOrigin(CollaborativeModel):
    """The template that a collaborative's plan was made from; no row means the standard plan.

    ``data`` is a copy, so that the plan grows by it (another Learning Session gets its tasks)
    whatever becomes of the template.
    """

    name = models.CharField(max_length=120)
    data = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collaborative"], name="one_plan_origin")
        ]

    def __str__(self) -> str:
        return self.name


class PlanShare(CollaborativeModel):
    """A link under which somebody outside, a funder, reads the plan without names or notes."""

    nonce = models.CharField(max_length=32, default=codes.new_nonce, editable=False)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    title = models.CharField(_("who it is for"), max_length=120)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collaborative", "token"],
                condition=models.Q(token__isnull=False),
                name="plan_share_made_once",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the hash that the code is found by."""
        if not self.code_hash:
            code = codes.derive(PLAN_SHARE, self.nonce, length=SHARE_CODE_LENGTH)
            self.code_hash = codes.fingerprint(PLAN_SHARE, code)
        super().save(*args, **kwargs)

    @property
    def code(self) -> str:
        """Return the code of the link, or "" after a change of the secret key."""
        return codes.recover(PLAN_SHARE, self.nonce, self.code_hash, length=SHARE_CODE_LENGTH)

    @property
    def is_open(self) -> bool:
        """Whether the link can be used now."""
        return self.revoked_at is None and self.expires_at > timezone.now()
