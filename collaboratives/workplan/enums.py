"""The closed lists of the workplan."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TaskStatus(models.TextChoices):
    """Where a task stands."""

    OPEN = "open", _("Open")
    IN_PROGRESS = "in_progress", _("In progress")
    WAITING = "waiting", _("Waiting for somebody")
    DONE = "done", _("Done")
    NOT_NEEDED = "not_needed", _("Not needed")


# What still has to be done: these follow the calendar and can be late.
LIVE = (TaskStatus.OPEN, TaskStatus.IN_PROGRESS, TaskStatus.WAITING)


class Form(models.TextChoices):
    """The four ways in which the plan times a task; see data/workplan.yaml for the grammar."""

    ANCHOR = "anchor", _("Once, from one date")
    EACH = "each", _("For each event of a kind")
    EVERY = "every", _("Again and again")
    AS_NEEDED = "as_needed", _("As needed")


class Unit(models.TextChoices):
    """What an offset counts."""

    DAYS = "days", _("days")
    BUSINESS_DAYS = "business_days", _("business days")
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")


class Step(models.TextChoices):
    """How often a task comes again."""

    MONTH = "month", _("every month")
    TWO_MONTHS = "two_months", _("every two months")
    QUARTER = "quarter", _("every quarter")
    TWO_WEEKS = "two_weeks", _("every two weeks")


class ChangeKind(models.TextChoices):
    """What kind of deed a change of the plan is."""

    MOVE = "move", _("Dates moved")
    BULK = "bulk", _("Several tasks changed")
    RULE = "rule", _("A rule changed")


class ChangeStatus(models.TextChoices):
    """A draft has changed nothing yet."""

    DRAFT = "draft", _("Being looked at")
    APPLIED = "applied", _("Done")
    UNDONE = "undone", _("Undone")
    DROPPED = "dropped", _("Given up")


class DecisionState(models.TextChoices):
    """Whether it is decided."""

    OPEN = "open", _("Open")
    MADE = "made", _("Made")
    DROPPED = "dropped", _("Not needed any more")


class PointState(models.TextChoices):
    """What became of a point of the agenda."""

    OPEN = "open", _("To talk about")
    DONE = "done", _("Talked about")
    CARRIED = "carried", _("Comes again next time")
    DROPPED = "dropped", _("Not needed any more")


# The five phases of the work (Field Guide, Appendix D).
PHASES = {
    1: _("Develop the Collaborative Change Framework"),
    2: _("Build the implementation team and the faculty"),
    3: _("Reach out, select and prepare the centers"),
    4: _("Hold the Learning Sessions"),
    5: _("Support the Action Periods"),
}
