"""A task as one row of the plan; the list and the answer to one tap show the same."""

from dataclasses import dataclass
from urllib.parse import urlencode

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.workplan.models import Task
from collaboratives.workplan.reasons import reason_of
from collaboratives.workplan.rules import may_change_many
from collaboratives.workplan.vocabulary import Vocabulary


@dataclass(frozen=True)
class Row:
    """``done_url`` brings the reader back to the list as they filtered it.

    ``mark`` is the key and the revision that the reader saw, where they may tick it.
    """

    task: Task
    id: str
    reason: str
    done_url: str
    mark: str = ""

    @property
    def target(self) -> str:
        """Return the selector of the row."""
        return f"#{self.id}"


def row_of(
    request: CollaborativeRequest, task: Task, back: str, vocabulary: Vocabulary | None = None
) -> Row:
    """Return the row; ``back`` is the query string of the list.

    Give all rows of a page the same ``vocabulary``.
    """
    url = url_in(request.collaborative, "workplan:done", pk=task.pk)
    query = f"?{urlencode({'back': back})}" if back else ""
    mark = f"{task.pk}:{task.revision}" if may_change_many(request.member) else ""
    return Row(task, f"task-{task.pk}", reason_of(task, vocabulary), url + query, mark)
