"""The workplan: tasks and their rules, what was changed as one deed, meetings and decisions."""

from collaboratives.workplan.models.changes import PlanChange, PlanOrigin, PlanShare, PlanTemplate
from collaboratives.workplan.models.meetings import Decision, Meeting, MeetingPoint
from collaboratives.workplan.models.tasks import (
    Activity,
    Anchor,
    ChecklistItem,
    Task,
    TaskOwner,
    TaskRule,
)

__all__ = [
    "Activity",
    "Anchor",
    "ChecklistItem",
    "Decision",
    "Meeting",
    "MeetingPoint",
    "PlanChange",
    "PlanOrigin",
    "PlanShare",
    "PlanTemplate",
    "Task",
    "TaskOwner",
    "TaskRule",
]
