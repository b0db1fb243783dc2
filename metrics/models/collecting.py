"""How counts come about: a team's plan for each measure, grids and watches on a phone, room cards.

Nothing here says who tapped, and nothing says about whom: a slot is a number whose key stays on
paper in the room.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bsc.accounts import codes
from bsc.tenancy.models import CollaborativeModel
from centers.models import Classroom, CoreTeam
from collaboratives.models import Membership
from metrics.enums import PlanStatus
from metrics.models.measures import Metric

ROOM_CARD, ROOM_CODE_LENGTH = "room card", 12  # 60 bits; guessing is slowed down besides


class CollectionPlan(CollaborativeModel):
    """Who collects a measure, when, where and with which tool, and how that is going."""

    team = models.ForeignKey(CoreTeam, on_delete=models.PROTECT, related_name="collection_plans")
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="collection_plans")
    who = models.CharField(_("Who collects it?"), max_length=200, blank=True)
    when = models.CharField(_("When?"), max_length=200, blank=True)
    where = models.CharField(_("Where?"), max_length=200, blank=True)
    tool = models.CharField(_("With which tool?"), max_length=200, blank=True)
    status = models.CharField(
        _("How is it going?"), max_length=10, choices=PlanStatus, default=PlanStatus.PLANNED
    )
    note = models.CharField(_("What gets in the way?"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "metric"], name="one_plan_per_measure")
        ]

    def __str__(self) -> str:
        return f"{self.team_id}: {self.metric_id}"


class RoomModel(CollaborativeModel):
    """What belongs to one room of one team; the organization lets the database check the room."""

    team = models.ForeignKey(CoreTeam, on_delete=models.PROTECT, related_name="+")
    classroom = models.ForeignKey(Classroom, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(
        "collaboratives.Organization", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


class TallyGrid(RoomModel):
    """How many numbers the grid of one room has in one week: the week's denominator."""

    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="+")
    week = models.DateField(help_text=_("A Monday."))
    size = models.PositiveSmallIntegerField(_("How many families are in this room?"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["team", "metric", "classroom", "week"], name="one_grid_a_week"
            ),
            models.CheckConstraint(
                name="grid_has_a_size", condition=models.Q(size__gte=1, size__lte=200)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.classroom_id} {self.week}: {self.size}"


class Observation(RoomModel):
    """One timed watch in a room; ``seconds`` are those really watched. Made on a phone."""

    uuid = models.UUIDField(default=uuid.uuid4)
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    seconds = models.PositiveIntegerField(default=0)
    is_over = models.BooleanField(default=False)
    is_discarded = models.BooleanField(default=False)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collaborative", "uuid"], name="observation_once")
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.seconds} s"


class Tap(RoomModel):
    """One tap on a phone: a number of the grid, or something seen in a watch.

    The phone gives it its own ``uuid``, so that it counts once however often it is sent. A tap
    taken back stays, ``is_undone``, whatever order the messages come in.
    """

    uuid = models.UUIDField()
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    slot = models.PositiveSmallIntegerField(null=True, blank=True)
    observation = models.ForeignKey(
        Observation, on_delete=models.PROTECT, null=True, blank=True, related_name="taps"
    )
    is_undone = models.BooleanField(default=False)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collaborative", "uuid"], name="tap_once"),
            models.CheckConstraint(
                name="tap_in_a_grid_or_in_a_watch",
                condition=models.Q(slot__isnull=False, observation__isnull=True)
                | models.Q(slot__isnull=True, observation__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["team", "metric", "classroom", "day"])]

    def __str__(self) -> str:
        return f"{self.day}: {self.slot or self.observation_id}"


class RoomCard(RoomModel):
    """A card on the wall of a room: its code opens the room's two counters and nothing else.

    The code is derived from ``nonce`` (see ``bsc.accounts.codes``), so the card can be printed
    again and a copy of the database alone opens nothing.
    """

    nonce = models.CharField(max_length=32, default=codes.new_nonce, editable=False)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.classroom_id}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the hash that the code is found by."""
        if not self.code_hash:
            code = codes.derive(ROOM_CARD, self.nonce, length=ROOM_CODE_LENGTH)
            self.code_hash = codes.fingerprint(ROOM_CARD, code)
        super().save(*args, **kwargs)

    @property
    def code(self) -> str:
        """Return the code as printed, or "" after a change of the secret key."""
        found = codes.recover(ROOM_CARD, self.nonce, self.code_hash, length=ROOM_CODE_LENGTH)
        return codes.grouped(found)
