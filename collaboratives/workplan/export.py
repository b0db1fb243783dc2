"""The plan as a table for a file."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from bsc.exports.tables import Cell
from collaboratives.workplan.enums import PHASES
from collaboratives.workplan.models import Task


def header() -> list[str]:
    """Return the names of the columns."""
    return [
        _("Phase"),
        _("Activity"),
        _("Task"),
        _("Due on"),
        _("Why then"),
        _("Pinned"),
        _("Who"),
        _("Competency"),
        _("Status"),
        _("Note"),
    ]


def rows_of(tasks: Iterable[Task], reasons: Sequence[str]) -> Iterator[list[Cell]]:
    """Yield one row a task; tasks as ``queries.tasks_visible_to`` loads them, with their reasons."""
    for task, reason in zip(tasks, reasons, strict=True):
        yield [
            str(PHASES[task.activity.phase]),
            task.activity.title,
            task.title,
            task.due_on,
            reason,
            _("yes") if task.pinned else "",
            ", ".join(owner.membership.user.name for owner in task.owners.all()),
            str(task.get_competency_display()) if task.competency else "",
            str(task.get_status_display()),
            task.note,
        ]
