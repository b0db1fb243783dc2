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
    """Where a value comes from. ``TAPS`` is derived from taps and never replaces a typed one."""

    TEAM = "team", _("The team")
    ON_BEHALF = "on_behalf", _("The implementation team, on the team's behalf")
    TAPS = "taps", _("Counted on a phone")
    FILE = "file", _("A file of the team")


class SubmissionStatus(models.TextChoices):
    """Where a team's month stands. Reopened: may be sent again after the closing day."""

    DRAFT = "draft", _("Not sent yet")
    SUBMITTED = "submitted", _("Sent")
    REOPENED = "reopened", _("Opened again")


class MetricStage(models.TextChoices):
    """How far a measure has come: drafted, tried by two teams, counted by all, or no longer."""

    DRAFT = "draft", _("Draft")
    PILOT = "pilot", _("Being piloted")
    IN_USE = "in_use", _("In use")
    RETIRED = "retired", _("Retired")


class Dimension(models.TextChoices):
    """By what a measure may be broken down (the equity driver asks for it)."""

    RACE_ETHNICITY = "race_ethnicity", _("Race and ethnicity")
    LANGUAGE = "language", _("Language at home")
    AGE = "age", _("Age")
    GENDER = "gender", _("Gender")
    ABILITY = "ability", _("Ability")


class Tally(models.TextChoices):
    """Which counter on a phone feeds a measure."""

    GRID = "grid", _("A numbered grid: who was reached this week")
    TIMED = "timed", _("A timed watch: how often something happened")


class PlanStatus(models.TextChoices):
    """How a team's way of collecting a measure is doing."""

    PLANNED = "planned", _("Planned")
    TRIED = "tried", _("Tried once")
    WORKING = "working", _("Working")
    STUCK = "stuck", _("Stuck")
