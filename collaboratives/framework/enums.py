"""The closed lists of the change framework."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FrameworkStatus(models.TextChoices):
    """Whether teams work by it yet."""

    DRAFT = "draft", _("Draft")
    IN_USE = "in_use", _("In use")


class IdeaStatus(models.TextChoices):
    """A change idea is proposed by anybody and taken in by the implementation team."""

    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("In the framework")
    RETIRED = "retired", _("Retired")


class EquityPlace(models.TextChoices):
    """Where equity stands in a release (Field Guide: every framework should have a place for it)."""

    DRIVERS = "drivers", _("In the drivers")
    GROUPS = "groups", _("In the measures, counted by group")
    BOTH = "both", _("In both")
    NOT_YET = "not_yet", _("Not yet")


class PartKind(models.TextChoices):
    """What a comment is about."""

    WHOLE = "whole", _("The whole")
    MISSION = "mission", _("Mission")
    NEED = "need", _("Why it is needed")
    AIM = "aim", _("Aim")
    PRIMARY = "primary", _("Primary driver")
    SECONDARY = "secondary", _("Secondary driver")
    IDEA = "idea", _("Change idea")
    METRIC = "metric", _("Measure")
