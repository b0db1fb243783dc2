"""How much mail a person wants, and what a reminder counts as."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailChoice(models.TextChoices):
    """What a person chose on the "Fewer e-mails" page; mail that must arrive ignores it."""

    DIGEST = "digest", _("The weekly summary and reminders")
    REMINDERS = "reminders", _("Reminders only")
    NONE = "none", _("No e-mails")


class WantedAs(models.TextChoices):
    """Which choices let a reminder of this kind through."""

    DIGEST = "digest", _("Weekly summary")
    REMINDERS = "reminders", _("Reminder")
    ALWAYS = "always", _("Always sent")
