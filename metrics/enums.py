"""The closed lists of measuring."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What numerator and denominator make together."""

    PERCENT = "percent", _("Percentage")
    COUNT = "count", pgettext_lazy("a kind of measure", "Count")
    AVERAGE = "average", _("Average")
    RATE = "rate", _("Rate")


class Better(models.TextChoices):
    """Which way improvement lies."""

    UP = "up", _("Higher is better")
    DOWN = "down", _("Lower is better")
    NEITHER = "neither", _("Neither")


class Sampling(models.TextChoices):
    """How often a measure is counted."""

    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Once a month")


class Grain(models.TextChoices):
    """How long the period of one value is."""

    WEEK = "week", _("Week")
    MONTH = "month", _("Month")


class Source(models.TextChoices):
    """Who wrote a value down."""

    TEAM = "team", _("The team")
    ON_BEHALF = "on_behalf", _("The implementation team, on the team's behalf")


class SubmissionStatus(models.TextChoices):
    """Where a team's month stands. Reopened: may be sent again after the closing day."""

    DRAFT = "draft", _("Not sent yet")
    SUBMITTED = "submitted", _("Sent")
    REOPENED = "reopened", _("Opened again")
