"""The agenda of a Learning Session or a Pre-Work Day."""

import datetime as dt
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bsc.tenancy.models import CollaborativeModel
from collaboratives.framework.models import SecondaryDriver
from collaboratives.models import Membership
from collaboratives.schedule.models import Event
from collaboratives.translations import Translated
from learning_sessions.enums import Part

LONGEST_ITEM = 600  # minutes: ten hours


class Agenda(Translated, CollaborativeModel):
    """What one event's day is about. Its row is what two writers of the agenda queue up at.

    ``objectives`` holds one a line; the title is the day's theme, beside the event's own title.
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="agenda")
    title = models.CharField(_("what the day is about"), max_length=200, blank=True)
    objectives = models.TextField(_("what people go home with, one a line"), blank=True)
    revision = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.title or str(self.event)


class AgendaItem(Translated, CollaborativeModel):
    """A stretch of the day. Breakouts run side by side in the time of the item they are under.

    ``starts_at`` is the time of day in the collaborative's zone. Of each day only the first item's
    is chosen; the services write the others, each starting where the one before ends.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="agenda_items")
    breakout_of = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="breakout_rows"
    )
    day = models.PositiveSmallIntegerField(
        _("day"), default=1, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    position = models.PositiveSmallIntegerField()
    starts_at = models.TimeField(_("starts at"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST_ITEM)]
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("what happens"), blank=True, max_length=2000)
    part = models.CharField(_("part"), max_length=30, choices=Part, default=Part.CONTENT)
    talk_minutes = models.PositiveSmallIntegerField(_("minutes of talk from the front"), default=0)
    room = models.CharField(_("room"), max_length=100, blank=True)
    faculty_notes = models.TextField(_("notes for faculty"), blank=True, max_length=4000)
    changed_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["day", "position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="agenda_item_talk_fits",
                condition=models.Q(talk_minutes__lte=models.F("minutes")),
            ),
            models.CheckConstraint(
                name="agenda_item_takes_time", condition=models.Q(minutes__gte=1)
            ),
            models.UniqueConstraint(
                fields=["event", "token"],
                condition=models.Q(token__isnull=False),
                name="agenda_item_added_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse more talk than there is time, and breakouts of breakouts."""
        if self.talk_minutes and self.minutes and self.talk_minutes > self.minutes:
            raise ValidationError(
                {"talk_minutes": _("This is longer than the whole item. Lower it or add minutes.")}
            )
        if self.breakout_of and self.breakout_of.breakout_of_id:
            raise ValidationError(_("A breakout cannot have breakouts of its own."))

    @property
    def ends_at(self) -> dt.time:
        """Return the time of day at which it ends."""
        start = dt.datetime.combine(dt.date.min, self.starts_at)
        return (start + dt.timedelta(minutes=self.minutes)).time()


class AgendaItemLead(CollaborativeModel):
    """Somebody who leads an item."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="leads")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "membership"], name="agenda_lead_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} leads {self.item_id}"


class AgendaItemDriver(CollaborativeModel):
    """A secondary driver that an item is about."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="driver_rows")
    driver = models.ForeignKey(SecondaryDriver, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "driver"], name="agenda_driver_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} on {self.driver_id}"
