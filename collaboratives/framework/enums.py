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
