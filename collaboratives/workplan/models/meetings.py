"""The implementation team's meetings: points to talk about, what was decided, what is still open.

What somebody takes on is a task with ``Task.meeting`` set, so that it stands in the workplan.
"""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bsc.tenancy.models import CollaborativeModel
from collaboratives.models import Membership
from collaboratives.schedule.models import Event
from collaboratives.workplan.enums import DecisionState, PointState


class Meeting(CollaborativeModel):
    """What belongs to one meeting beside its event, whose ``notes`` are the meeting's notes.

    ``agenda`` is empty while the agenda assembles itself; closing the meeting keeps what it was.
    """

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    facilitator = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note_taker = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agenda = models.JSONField(default=list, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.event_id}"


class MeetingPoint(CollaborativeModel):
    """Something that somebody wants to talk about; what was not reached comes again next time.

    ``link`` is the address inside the collaborative of what it is about, where it came from a page.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(_("what to talk about"), max_length=300)
    link = models.CharField(max_length=500, blank=True, editable=False)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=PointState, default=PointState.OPEN)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    token = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collaborative", "token"],
                condition=models.Q(token__isnull=False),
                name="meeting_point_made_once",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Decision(CollaborativeModel):
    """Something to decide or decided. An open one says who decides and comes back each meeting."""

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField(_("decision"))
    state = models.CharField(max_length=10, choices=DecisionState, default=DecisionState.OPEN)
    who_decides = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_when = models.DateField(_("by when"), null=True, blank=True)
    outcome = models.TextField(_("what was decided, and why"), blank=True)
    made_on = models.DateField(null=True, blank=True)
    made_at = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=0)
    token = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="made_decision_has_a_day",
                condition=models.Q(state=DecisionState.OPEN, made_on__isnull=True)
                | models.Q(made_on__isnull=False) & ~models.Q(state=DecisionState.OPEN),
            ),
            models.UniqueConstraint(
                fields=["collaborative", "token"],
                condition=models.Q(token__isnull=False),
                name="decision_made_once",
            ),
        ]

    def __str__(self) -> str:
        return self.text
