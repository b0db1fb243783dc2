"""Forms of the workplan."""

from collaboratives.workplan.forms.filters import FilterForm
from collaboratives.workplan.forms.tasks import NewTaskForm, TaskForm, possible_owners

__all__ = ["FilterForm", "NewTaskForm", "TaskForm", "possible_owners"]
