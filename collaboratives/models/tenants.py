"""The tenants: sponsors and their collaboratives."""

import datetime as dt
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bsc.tenancy.models import OrganizationModel
from collaboratives.enums import CollaborativeStatus


class Organization(models.Model):
    """A sponsor: it owns collaboratives and a register of centers."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=200)

    def __str__(self) -> str:
        return self.name


class OrganizationAdmin(OrganizationModel):
    """Somebody who sets up collaboratives and, by that alone, reads no content."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(default=timezone.localdate)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "user"], name="admin_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.organization}"


class Collaborative(models.Model):
    """The tenant: every row of improvement work belongs to exactly one.

    ``closed_days`` holds ``{"on": "2027-12-24", "name": "Winter break"}``, beside the public
    holidays of its country. ``languages`` are codes, none for all that the site has. ``terms``
    renames words of the pages by language: ``{"en": {"center": ["clinic", "clinics"]}}``.
    ``set_up_steps`` names the steps of the set-up that somebody has finished.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=200)
    topic = models.CharField(_("topic"), max_length=200)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    time_zone = models.CharField(_("time zone"), max_length=60, default="America/New_York")
    holiday_country = models.CharField(max_length=2, default="US")
    holiday_subdivision = models.CharField(max_length=10, blank=True)
    status = models.CharField(
        max_length=10, choices=CollaborativeStatus, default=CollaborativeStatus.SETUP
    )
    metrics_due_day = models.PositiveSmallIntegerField(
        default=10, help_text=_("Day of the next month on which a month's numbers are due.")
    )
    metrics_close_day = models.PositiveSmallIntegerField(
        default=25, help_text=_("Last day of the next month on which they can still be sent.")
    )
    report_day = models.PositiveSmallIntegerField(
        default=26, help_text=_("Day of the next month on which reports are made.")
    )
    closed_days = models.JSONField(_("days on which nobody works"), default=list, blank=True)
    quiet_from = models.TimeField(_("quiet from"), default=dt.time(20))
    quiet_until = models.TimeField(_("quiet until"), default=dt.time(7))
    languages = models.JSONField(_("languages offered"), default=list, blank=True)
    terms = models.JSONField(_("words of one's own"), default=dict, blank=True)
    set_up_steps = models.JSONField(default=list, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone in which its dates are meant."""
        return ZoneInfo(self.time_zone)

    def today(self) -> dt.date:
        """Return the date it is now where the collaborative is."""
        return timezone.localdate(timezone=self.zone)
