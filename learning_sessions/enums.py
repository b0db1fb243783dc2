"""The closed lists of Learning Sessions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from collaboratives.schedule.enums import EventKind


class Part(models.TextChoices):
    """What a stretch of a day is for: the guide's four parts, and what keeps a day going."""

    CONTENT = "content", _("Content")
    IMPROVEMENT_METHODS = "improvement_methods", _("Improvement methods")
    CROSS_CENTER_SHARING = "cross_center_sharing", _("Sharing across centers")
    TEAM_TIME = "team_time", _("Team time")
    LOGISTICS = "logistics", _("Breaks, meals and moving")


# The four that a good day holds in balance (Field Guide, section 4).
BALANCED_PARTS = (
    Part.CONTENT,
    Part.IMPROVEMENT_METHODS,
    Part.CROSS_CENTER_SHARING,
    Part.TEAM_TIME,
)

PLAIN_PARTS = {
    Part.CONTENT: _("Learning about children"),
    Part.IMPROVEMENT_METHODS: _("Learning how to try things out"),
    Part.CROSS_CENTER_SHARING: _("Hearing from other centers"),
    Part.TEAM_TIME: _("Time with your own team"),
    Part.LOGISTICS: _("Breaks and meals"),
}

# Days that are planned as an agenda of items.
AGENDA_KINDS = (EventKind.LEARNING_SESSION, EventKind.PRE_WORK_DAY)
