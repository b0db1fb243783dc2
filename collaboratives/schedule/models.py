"""The calendar: events, the series they come from, who answered and who came.

The timeline is computed from events (``timeline.py``) and never stored.
"""

from datetime import date
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bsc.accounts import codes
from bsc.tenancy.models import CollaborativeModel
from collaboratives.models import Membership
from collaboratives.schedule.enums import (
    Answer,
    AttendanceState,
    Audience,
    ClashKind,
    EventKind,
    EventStatus,
)
from collaboratives.translations import Translated

CALENDAR_FEED = "calendar_feed"
FEED_CODE_LENGTH = 32  # 160 bits: no sign-in stands behind the address


class AffinityGroup(Translated, CollaborativeModel):
    """People of the same role across centers, with calls of their own."""

    key = models.SlugField(max_length=60)
    name = models.CharField(_("name"), max_length=120)
    roles = models.JSONField(_("roles"), default=list)
    liaison = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collaborative", "key"], name="affinity_group_once")
        ]

    def __str__(self) -> str:
        return self.name


class AffinityGroupLead(CollaborativeModel):
    """A coach who leads a group."""

    group = models.ForeignKey(AffinityGroup, on_delete=models.CASCADE, related_name="leads")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="led_groups")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "membership"], name="group_lead_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} leads {self.group_id}"


class Series(CollaborativeModel):
    """A row of calls entered in words; each one is an event of its own and can move.

    Its words may change from a day on: a row that ``continues`` it holds the new ones. The events
    stay with the first row, and so does what hangs on them. ``last_change`` is what
    ``series.changing`` needs to take back the last change of several events at once.
    """

    kind = models.CharField(_("kind"), max_length=30, choices=EventKind)
    title = models.CharField(_("title"), max_length=200)
    pattern = models.CharField(_("pattern"), max_length=200)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    continues = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)
    last_change = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.title


class Event(Translated, CollaborativeModel):
    """Something on a day. ``revision`` grows with each change that people must hear about.

    ``edit_count`` grows with every change: a calendar that read it before takes the newer one.
    ``days`` counts calendar days: a Learning Session of two days ends at ``ends_at`` of the
    second. ``questions`` holds one question a line, sent ahead.
    """

    kind = models.CharField(_("kind"), max_length=30, choices=EventKind)
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    days = models.PositiveSmallIntegerField(_("days"), default=1)
    place = models.CharField(_("place"), max_length=200, blank=True)
    online_url = models.URLField(_("link to join"), blank=True)
    dial_in = models.CharField(_("phone number to dial in"), max_length=200, blank=True)
    audience = models.CharField(
        _("who it is for"), max_length=20, choices=Audience, default=Audience.ALL
    )
    audience_roles = models.JSONField(_("roles"), default=list, blank=True)
    group = models.ForeignKey(
        AffinityGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    team = models.ForeignKey(
        "centers.CoreTeam", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    questions = models.TextField(_("questions to think about"), blank=True)
    notes = models.TextField(_("notes"), blank=True)
    status = models.CharField(max_length=10, choices=EventStatus, default=EventStatus.PLANNED)
    cancelled_because = models.CharField(_("why it is cancelled"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)
    edit_count = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)
    token = models.UUIDField(null=True, blank=True, editable=False)

    own_answers: (
        "list[Rsvp]"  # the reader's own, none or one, as queries.events_visible_to loads it
    )

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["collaborative", "starts_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="event_ends_after_start",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(
                name="event_audience_complete",
                condition=(
                    (models.Q(audience=Audience.GROUP) & models.Q(group__isnull=False))
                    | (models.Q(audience=Audience.TEAM) & models.Q(team__isnull=False))
                    | ~models.Q(audience__in=[Audience.GROUP, Audience.TEAM])
                ),
            ),
            models.UniqueConstraint(
                fields=["collaborative", "token"],
                condition=models.Q(token__isnull=False),
                name="event_made_once",
            ),
            models.UniqueConstraint(
                fields=["collaborative", "kind", "number"],
                condition=models.Q(number__isnull=False) & ~models.Q(status=EventStatus.CANCELLED),
                name="event_number_once",
                violation_error_message=_("There is one with this number already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def first_day_in(self, zone: ZoneInfo) -> date:
        """Return the day it begins in a time zone, whichever is active."""
        return timezone.localdate(self.starts_at, zone)

    @property
    def is_cancelled(self) -> bool:
        """Whether it will not take place."""
        return self.status == EventStatus.CANCELLED

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.ends_at <= timezone.now()


class EventLeader(CollaborativeModel):
    """Somebody who leads an event."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="leaders")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="led_events")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "membership"], name="event_leader_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} leads {self.event_id}"


class Rsvp(CollaborativeModel):
    """One person's own answer; it is given for the event as it stood (``revision``)."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="rsvps")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="rsvps")
    answer = models.CharField(_("answer"), max_length=10, choices=Answer)
    reason = models.CharField(_("anything to add"), max_length=300, blank=True)
    needs = models.CharField(_("what I need"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "membership"], name="one_answer")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.answer} {self.event_id}"


class Attendance(CollaborativeModel):
    """Whether somebody came, as those who led it noted."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="attendances")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="attendances")
    state = models.CharField(max_length=10, choices=AttendanceState)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "membership"], name="attendance_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.state} {self.event_id}"


class CalendarFeed(CollaborativeModel):
    """The secret address under which somebody's own calendar reads what concerns them.

    One open address a person; taking it back makes it a stranger's 404. The code is derived from
    ``nonce`` (see ``bsc.accounts.codes``).
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=32, default=codes.new_nonce, editable=False)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_open_feed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the hash that the code is found by."""
        if not self.code_hash:
            code = codes.derive(CALENDAR_FEED, self.nonce, length=FEED_CODE_LENGTH)
            self.code_hash = codes.fingerprint(CALENDAR_FEED, code)
        super().save(*args, **kwargs)

    @property
    def code(self) -> str:
        """Return the code of the address, or "" after a change of the secret key."""
        return codes.recover(CALENDAR_FEED, self.nonce, self.code_hash, length=FEED_CODE_LENGTH)


class AcceptedClash(CollaborativeModel):
    """Somebody looked at a clash and said that it is all right, until they take it back.

    ``second`` is empty where an event clashes with a day. ``stands_on`` holds the days
    that were looked at: a clash whose dates moved is shown again.
    """

    kind = models.CharField(max_length=15, choices=ClashKind)
    first = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(
        Event, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    stands_on = models.CharField(max_length=60)
    why = models.CharField(_("why it is all right"), max_length=200, blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "accepted clashes"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "first", "second", "stands_on"],
                name="clash_accepted_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first_id}"
