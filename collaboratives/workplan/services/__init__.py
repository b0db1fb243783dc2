"""Writing the workplan, one module a noun."""

from collaboratives.workplan.errors import ChangedMeanwhileError
from collaboratives.workplan.services.tasks import (
    add_task,
    change_task,
    follow_events,
    generate_workplan,
    set_status,
)

__all__ = [
    "ChangedMeanwhileError",
    "add_task",
    "change_task",
    "follow_events",
    "generate_workplan",
    "set_status",
]
