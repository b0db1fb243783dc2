"""The closed lists of names that people and invitations use (Field Guide, sections 2 and 3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is in a collaborative. The last four belong to a core team."""

    IMPLEMENTATION = "implementation", _("Implementation team")
    FACULTY = "faculty", _("Faculty coach")
    OBSERVER = "observer", _("Observer")
    SENIOR_LEADER = "senior_leader", _("Senior leader")
    TEAM_LEADER = "team_leader", _("Team leader")
    TEACHER = "teacher", _("Teacher")
    STAFF = "staff", _("Other staff")
    FAMILY = "family", _("Family member")


TEAM_ROLES = frozenset(
    {Role.SENIOR_LEADER, Role.TEAM_LEADER, Role.TEACHER, Role.STAFF, Role.FAMILY}
)
LEADER_ROLES = frozenset({Role.SENIOR_LEADER, Role.TEAM_LEADER})
# An invitation to one of these opens much, so it is for one person at one address.
BOUND_ROLES = frozenset({Role.IMPLEMENTATION, Role.FACULTY, Role.OBSERVER, Role.SENIOR_LEADER})
# One invitation to one of these may be used by several people, for example from a poster.
MULTI_USE_ROLES = frozenset({Role.TEACHER, Role.STAFF, Role.FAMILY})


class Competency(models.TextChoices):
    """The nine that an implementation team holds between its members (Field Guide, section 3)."""

    CONTENT_EXPERTISE = "content_expertise", _("Content expertise and equity")
    METHODOLOGY_COACHING = "methodology_coaching", _("Improvement and BSC method coaching")
    DATA_CAPACITY = "data_capacity", _("Data")
    RELATIONSHIP_MANAGEMENT = "relationship_management", _("Relationships")
    PROJECT_MANAGEMENT = "project_management", _("Project management and coordination")
    FAMILY_ENGAGEMENT = "family_engagement", _("Family partner liaison")
    CENTER_COMMUNICATION = "center_communication", _("Center communication")
    PROGRESS_AND_COACHING = "progress_and_coaching", _("Team progress and coaching")
    SHARED_LEARNING = "shared_learning", _("Shared learning")


class Duty(models.TextChoices):
    """What else the implementation team settles beside the nine (Field Guide, section 3)."""

    BSC_LEADERSHIP = "bsc_leadership", _("Leads the collaborative and has the last word")
    HAS_LED_A_BSC = "has_led_a_bsc", _("Has led a Breakthrough Series Collaborative before")
    FACULTY_LIAISON = "faculty_liaison", _("Liaison to the faculty")
    TECHNICAL_HELP = "technical_help", _("Helps with technical questions")


class CollaborativeStatus(models.TextChoices):
    """Where a collaborative stands as a whole; its phase is computed from its events."""

    SETUP = "setup", _("Being set up")
    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")
