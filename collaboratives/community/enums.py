"""The closed lists of the board."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who reads a topic."""

    EVERYONE = "everyone", _("Everyone")
    TEAM = "team", _("One team")
