"""The closed lists of the calendar."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """What happens in a collaborative."""

    PRE_WORK_DAY = "pre_work_day", _("Pre-Work Day")
    LEARNING_SESSION = "learning_session", _("Learning Session")
    ALL_TEAM_CALL = "all_team_call", _("All-team call")
    AFFINITY_CALL = "affinity_call", _("Affinity group call")
    AFFINITY_MEETING = "affinity_meeting", _("Affinity group meeting in person")
    SENIOR_LEADER_CALL = "senior_leader_call", _("Senior leader call")
    TEAM_LEADER_CALL = "team_leader_call", _("Team leader call")
    FACULTY_CALL = "faculty_call", _("Faculty call")
    ORIENTATION = "orientation", _("Orientation for the implementation team and faculty")
    EXPERT_MEETING = "expert_meeting", _("Expert meeting")
    CONSULTATION = "consultation", _("Consultation")
    IMPLEMENTATION_MEETING = "implementation_meeting", _("Implementation team meeting")
    INFORMATIONAL_MEETING = "informational_meeting", _("Informational meeting")
    OTHER = "other", _("Other")


# What families call them; the other kinds do not concern them or need no other word.
PLAIN_KINDS = {
    EventKind.PRE_WORK_DAY: _("First day together"),
    EventKind.LEARNING_SESSION: _("Learning day"),
    EventKind.ALL_TEAM_CALL: _("Call for everyone"),
    EventKind.AFFINITY_CALL: _("Call of your group"),
    EventKind.AFFINITY_MEETING: _("Meeting of your group"),
    EventKind.CONSULTATION: _("Talk with a coach"),
}


class Audience(models.TextChoices):
    """Whom an event concerns. Those who lead it are always concerned."""

    ALL = "all", _("Everyone")
    ROLES = "roles", _("People with certain roles")
    GROUP = "group", _("One affinity group")
    TEAM = "team", _("One center team")
    FACULTY = "faculty", _("Faculty and implementation team")
    IMPLEMENTATION = "implementation", _("Implementation team")


class EventStatus(models.TextChoices):
    """A cancelled event stays in the calendar, so that nobody waits for it."""

    PLANNED = "planned", _("Planned")
    CANCELLED = "cancelled", _("Cancelled")


class Answer(models.TextChoices):
    """What somebody answers to an invitation."""

    YES = "yes", _("Yes, I will be there")
    NO = "no", _("No, I cannot come")
    UNSURE = "unsure", _("I am not sure yet")


class AttendanceState(models.TextChoices):
    """What was seen afterwards; no row means that nobody noted it."""

    CAME = "came", _("Came")
    EXCUSED = "excused", _("Said they could not come")
    MISSED = "missed", _("Was missed")


class ClashKind(models.TextChoices):
    """What does not go together in a calendar (Field Guide, section 3, "Tracking the workplan")."""

    HOLIDAY = "holiday", _("On a holiday")
    SAME_WEEK = "same_week", _("Two calls in one week")
    OVERLAP = "overlap", _("At the same time")
    LEAD_TIME = "lead_time", _("Too little time to prepare")


class Voice(models.TextChoices):
    """In whose words a phase is told (Field Guide, figure 4)."""

    IMPLEMENTATION = "implementation", _("Implementation team")
    FACULTY = "faculty", _("Faculty")
    LEADERS = "leaders", _("Leaders")
    STAFF = "staff", _("Teachers and staff")
    FAMILY = "family", _("Families")
    OBSERVER = "observer", _("Observers")
