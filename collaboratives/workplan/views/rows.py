"""A task as one row of the plan; the list and the answer to one tap show the same."""

from dataclasses import dataclass
from urllib.parse import urlencode

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.workplan.models import Task
from collaboratives.workplan.reasons import reason_of


@dataclass(frozen=True)
class Row:
    """``done_url`` brings the reader back to the list as they filtered it."""

    task: Task
    id: str
    reason: str
    done_url: str

    @property
    def target(self) -> str:
        """Return the selector of the row."""
        return f"#{self.id}"


def row_of(request: CollaborativeRequest, task: Task, back: str) -> Row:
    """Return the row; ``back`` is the query string of the list."""
    url = url_in(request.collaborative, "workplan:done", pk=task.pk)
    query = f"?{urlencode({'back': back})}" if back else ""
    return Row(task, f"task-{task.pk}", reason_of(task), url + query)
